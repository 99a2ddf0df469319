/* Units: each leads to base units by a scale.  万美元 = 10000 USD has the
   dimension of USD and the scale 10000; a name that no rule defines is a base
   unit of its own (家, 人).  Like dimensions add and compare, with the scale
   converted; products and quotients derive a new unit.  Currencies are
   different base units, so they never convert. */

#ifndef QP_ENGINE_UNIT_H
#define QP_ENGINE_UNIT_H

#include "engine/diag.h"
#include "engine/num.h"

/* One base unit and its power, never 0. */
struct qp_power {
    const char *base;
    int power;
};

/* A unit; without powers it is a pure number.  Powers are ordered by name. */
struct qp_unit {
    const char *name;
    qp_num scale;
    size_t n_powers;
    const struct qp_power *powers;
};

struct qp_units;

/* The unit of a pure number: no powers, scale 1, name "". */
extern const struct qp_unit qp_unit_one;

struct qp_units *qp_units_new(struct qp_arena *arena);

/* Notes that NAME = DEFINITION, which stands at AT: "10000 USD", a positive
   number and a unit name apart by blanks.  A bad definition, a name given
   twice, or one that differs from another only in case is an error. */
bool qp_units_define(struct qp_session *run, struct qp_units *units,
                     const char *name, const char *definition,
                     struct qp_place at);

/* Follows all definitions down to base units; a cycle is an error that names
   its path. */
bool qp_units_resolve(struct qp_session *run, struct qp_units *units);

/* The unit called NAME, byte for byte; a name never defined becomes a base
   unit.  "" is the pure number.  Only after qp_units_resolve(). */
const struct qp_unit *qp_units_get(struct qp_arena *arena,
                                   struct qp_units *units, const char *name);

/* True if NAME is known already, by definition or by use. */
bool qp_units_known(const struct qp_units *units, const char *name);

/* The I-th known name, in the order in which they came up; null behind the
   last. */
const char *qp_units_name(const struct qp_units *units, size_t i);

/* The known name that differs from NAME only in the case of ASCII letters, or
   null: mW and MW in one rule set are taken for a slip. */
const char *qp_units_twin(const struct qp_units *units, const char *name);

/* True if A and B have the same dimension. */
bool qp_unit_alike(const struct qp_unit *a, const struct qp_unit *b);

/* What a figure in unit FROM is multiplied by to stand in unit TO, which must
   be alike. */
qp_num qp_unit_factor(struct qp_arena *arena, const struct qp_unit *from,
                      const struct qp_unit *to);

/* A·B, A/B and A^POWER.  A figure in the result is the product, quotient or
   power of the figures; where no base unit is left (亿美元/万美元) the scale
   stays, and qp_unit_factor() to qp_unit_one gives the pure number. */
const struct qp_unit *qp_unit_product(struct qp_arena *arena,
                                      const struct qp_unit *a,
                                      const struct qp_unit *b);
const struct qp_unit *qp_unit_quotient(struct qp_arena *arena,
                                       const struct qp_unit *a,
                                       const struct qp_unit *b);
const struct qp_unit *qp_unit_power(struct qp_arena *arena,
                                    const struct qp_unit *a, int power);

#endif
