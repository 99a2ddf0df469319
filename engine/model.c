/* What is not stored as it is asked for; see model.h. */

#include <config.h>

#include "engine/model.h"

const struct qp_extra *
qp_model_extra(const struct qp_entry *entry)
{
    static const struct qp_extra nothing = { 0 };

    return entry->own_extra ? entry->own_extra : &nothing;
}

struct qp_extra *
qp_model_change_extra(struct qp_arena *arena, struct qp_entry *entry)
{
    struct qp_extra *extra = qp_arena_alloc(arena, 1, sizeof *extra);

    *extra = *qp_model_extra(entry);
    entry->own_extra = extra;
    return extra;
}
