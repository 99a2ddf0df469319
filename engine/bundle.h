/* The copies of its inputs that a result may carry, so that it can be scored
   again from its folder alone.  Rule files stand as they stand to the main
   file's folder; files keep their names, because records and messages name
   files by them.  A second submission of the same name, but for capitals,
   stands in a folder "2" of its own, a third in "3". */

#ifndef QP_ENGINE_BUNDLE_H
#define QP_ENGINE_BUNDLE_H

#define QP_BUNDLE "bundle/"
#define QP_BUNDLE_RULES QP_BUNDLE "rules/"
#define QP_BUNDLE_SUBMISSIONS QP_BUNDLE "submissions/"
#define QP_BUNDLE_PRIOR QP_BUNDLE "prior/"

#endif
