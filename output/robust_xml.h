/* A simulation in result.xml. */

#ifndef QP_OUTPUT_ROBUST_XML_H
#define QP_OUTPUT_ROBUST_XML_H

#include "engine/robust.h"
#include "output/xml.h"

/* Writes ROBUST, of RULES, as the element robustness: what was drawn, a choice
   for each thing that is uncertain, ranks for each district that has one, a
   leaf for each indicator of the kind, and correlations.  How often one beats
   another is told of pairs that change places; where there are too many
   districts, of neighbours. */
void qp_robust_xml_write(struct qp_xml *xml, const struct qp_ruleset *rules,
                         const struct qp_robust *robust);

#endif
