/* Unit names, their definitions and the algebra of units; see unit.h. */

#include <config.h>

#include "engine/unit.h"

#include <string.h>

#include "engine/tongue.h"

/* No figure has a unit of a power beyond; powers of powers are held at this,
   and scales at what can be computed, so that neither overflows. */
enum { POWER_MOST = 1 << 20 };

const struct qp_unit qp_unit_one = {
    .name = "",
    .scale = { .is.num = 1, .den = 1 },
};

/* A name that was defined or is only used; without a definition it is a base
   unit. */
struct entry {
    const char *name;
    bool is_defined;
    qp_num factor; /* how many TARGETs it is */
    size_t target; /* another entry */
    struct qp_place at;
    const struct qp_unit *unit; /* null until it is resolved */
};

struct qp_units {
    struct qp_arena *arena;
    struct entry *entries;
    size_t n, capacity;
};

/* ---- names ---- */

struct qp_units *
qp_units_new(struct qp_arena *arena)
{
    struct qp_units *units = qp_arena_alloc(arena, 1, sizeof *units);

    units->arena = arena;
    return units;
}

/* The index of NAME, or the number of entries. */
static size_t
find(const struct qp_units *units, const char *name)
{
    size_t i = 0;

    while (i < units->n && strcmp(units->entries[i].name, name) != 0)
        i++;
    return i;
}

static size_t
find_or_add(struct qp_units *units, const char *name)
{
    size_t i = find(units, name);

    if (i < units->n)
        return i;
    units->entries = qp_arena_grow(units->arena, units->entries, units->n,
                                   &units->capacity, sizeof *units->entries);
    units->entries[units->n++] = (struct entry){
        .name = qp_arena_text(units->arena, name),
    };
    return i;
}

bool
qp_units_known(const struct qp_units *units, const char *name)
{
    return name[0] == '\0' || find(units, name) < units->n;
}

const char *
qp_units_name(const struct qp_units *units, size_t i)
{
    return i < units->n ? units->entries[i].name : NULL;
}

static int
fold(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool
same_but_for_case(const char *a, const char *b)
{
    while (*a && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

const char *
qp_units_twin(const struct qp_units *units, const char *name)
{
    for (size_t i = 0; i < units->n; i++)
        if (strcmp(units->entries[i].name, name) != 0 &&
            same_but_for_case(units->entries[i].name, name))
            return units->entries[i].name;
    return NULL;
}

/* ---- definitions ---- */

/* Cuts "10000 USD" in two: returns the unit's name and sets *LENGTH to how
   long the number is; null if it is not of that form. */
static const char *
split(const char *definition, size_t *length)
{
    const char *name;

    *length = strcspn(definition, " \t");
    name = definition + *length;
    name += strspn(name, " \t");
    if (*length == 0 || *name == '\0' || strpbrk(name, " \t"))
        return NULL;
    return name;
}

/* Reads the definition of unit NAME. */
static bool
read_definition(struct qp_session *run, const char *name,
                const char *definition, struct qp_place at, qp_num *factor,
                const char **target)
{
    size_t length;
    const char *wrong;

    *target = split(definition, &length);
    if (!*target) {
        qp_error(run, at, QP_KEY_VALUE,
                 "unit %s: \"%s\" is not a number and a unit such as "
                 "\"10000 USD\"",
                 name, definition);
        return false;
    }
    wrong = qp_num_parse(run->arena, definition, length, QP_NUM_DIGITS_RULES,
                         factor);
    if (!wrong && qp_num_sign(*factor) <= 0)
        wrong = _("is not above 0");
    if (wrong)
        qp_error(run, at, QP_KEY_VALUE, "unit %s: \"%.*s\" %s", name,
                 (int)length, definition, wrong);
    return !wrong;
}

/* Reports a NAME that differs from one known already only in case. */
static bool
check_case(struct qp_session *run, const struct qp_units *units,
           const char *name, struct qp_place at)
{
    const char *twin = qp_units_twin(units, name);

    if (twin)
        qp_error(run, at, QP_DUPLICATE, "units %s and %s differ only in case",
                 name, twin);
    return !twin;
}

bool
qp_units_define(struct qp_session *run, struct qp_units *units,
                const char *name, const char *definition, struct qp_place at)
{
    const char *target_name;
    qp_num factor;
    size_t target, i;

    if (!read_definition(run, name, definition, at, &factor, &target_name) ||
        !check_case(run, units, name, at))
        return false;
    i = find_or_add(units, name);
    if (units->entries[i].is_defined) {
        qp_error(run, at, QP_DUPLICATE,
                 "unit %s is defined twice, first in %s:%d", name,
                 units->entries[i].at.file, units->entries[i].at.line);
        return false;
    }
    if (!check_case(run, units, target_name, at))
        return false;
    target = find_or_add(units, target_name);
    units->entries[i].is_defined = true;
    units->entries[i].factor = factor;
    units->entries[i].target = target;
    units->entries[i].at = at;
    return true;
}

/* ---- resolution ---- */

static const struct qp_unit *
make_unit(struct qp_arena *arena, const char *name, qp_num scale,
          const struct qp_power *powers, size_t n_powers)
{
    struct qp_unit *unit = qp_arena_alloc(arena, 1, sizeof *unit);

    *unit = (struct qp_unit){
        .name = name,
        .scale = scale,
        .n_powers = n_powers,
        .powers = powers,
    };
    return unit;
}

static const struct qp_unit *
make_base(struct qp_arena *arena, const char *name)
{
    struct qp_power *power = qp_arena_alloc(arena, 1, sizeof *power);

    *power = (struct qp_power){ .base = name, .power = 1 };
    return make_unit(arena, name, qp_num_int(1), power, 1);
}

/* Reports the cycle that MEMBER is in, from the name that was met first, and
   lets its units stand as base units so that it is reported once. */
static void
report_cycle(struct qp_session *run, struct qp_units *units, size_t member)
{
    struct entry *entries = units->entries;
    size_t first = member, i = member;
    const char *path;

    while ((i = entries[i].target) != member)
        if (i < first)
            first = i;
    path = entries[first].name;
    i = first;
    do {
        entries[i].unit = make_base(units->arena, entries[i].name);
        i = entries[i].target;
        path = qp_arena_printf(run->arena, "%s -> %s", path, entries[i].name);
    } while (i != first);
    qp_error(run, entries[first].at, QP_CYCLE,
             "unit %s leads back to itself: %s", entries[first].name, path);
}

/* Follows the definition of entry FIRST to a unit that is resolved or a base
   unit. */
static bool
resolve(struct qp_session *run, struct qp_units *units, size_t first)
{
    struct entry *entries = units->entries;
    qp_num scale = qp_num_int(1);
    size_t i = first, steps = 0;

    while (!entries[i].unit && entries[i].is_defined) {
        scale = qp_num_mul(units->arena, scale, entries[i].factor);
        i = entries[i].target;
        if (++steps > units->n) { /* by now I is on the cycle itself */
            report_cycle(run, units, i);
            return false;
        }
    }
    if (!entries[i].unit)
        entries[i].unit = make_base(units->arena, entries[i].name);
    if (i != first)
        entries[first].unit =
            make_unit(units->arena, entries[first].name,
                      qp_num_mul(units->arena, scale, entries[i].unit->scale),
                      entries[i].unit->powers, entries[i].unit->n_powers);
    return true;
}

bool
qp_units_resolve(struct qp_session *run, struct qp_units *units)
{
    bool ok = true;

    for (size_t i = 0; i < units->n; i++)
        ok = resolve(run, units, i) && ok;
    return ok;
}

const struct qp_unit *
qp_units_get(struct qp_arena *arena, struct qp_units *units, const char *name)
{
    struct entry *entry;
    size_t i;

    if (name[0] == '\0')
        return &qp_unit_one;
    i = find_or_add(units, name); /* may move the entries */
    entry = &units->entries[i];
    if (!entry->unit)
        entry->unit = make_base(arena, entry->name);
    return entry->unit;
}

/* ---- algebra ---- */

bool
qp_unit_alike(const struct qp_unit *a, const struct qp_unit *b)
{
    if (a->n_powers != b->n_powers)
        return false;
    for (size_t i = 0; i < a->n_powers; i++)
        if (a->powers[i].power != b->powers[i].power ||
            strcmp(a->powers[i].base, b->powers[i].base) != 0)
            return false;
    return true;
}

qp_num
qp_unit_factor(struct qp_arena *arena, const struct qp_unit *from,
               const struct qp_unit *to)
{
    return qp_num_div(arena, from->scale, to->scale);
}

/* How unit A stands in a longer name: in brackets if it is made of others. */
static const char *
part_name(struct qp_arena *arena, const struct qp_unit *a)
{
    if (!strpbrk(a->name, "/^") && !strstr(a->name, "·"))
        return a->name;
    return qp_arena_printf(arena, "(%s)", a->name);
}

/* Adds BASE to the POWER to the last of the N powers so far, or behind. */
static size_t
put_power(struct qp_power powers[], size_t n, struct qp_power next)
{
    if (n > 0 && strcmp(powers[n - 1].base, next.base) == 0)
        next.power += powers[--n].power;
    if (next.power != 0)
        powers[n++] = next;
    return n;
}

/* A times B to the SIGN, which is 1 or -1, called NAME. */
static const struct qp_unit *
combine(struct qp_arena *arena, const char *name, const struct qp_unit *a,
        const struct qp_unit *b, int sign)
{
    qp_num scale = sign > 0 ? qp_num_mul(arena, a->scale, b->scale)
                            : qp_num_div(arena, a->scale, b->scale);
    struct qp_power *powers =
        qp_arena_alloc(arena, a->n_powers + b->n_powers, sizeof *powers);
    size_t n = 0, i = 0, k = 0;

    while (i < a->n_powers || k < b->n_powers) {
        if (k == b->n_powers ||
            (i < a->n_powers &&
             strcmp(a->powers[i].base, b->powers[k].base) <= 0)) {
            n = put_power(powers, n, a->powers[i++]);
        } else {
            struct qp_power next = b->powers[k++];

            next.power *= sign;
            n = put_power(powers, n, next);
        }
    }
    return make_unit(arena, n ? name : "", scale, powers, n);
}

const struct qp_unit *
qp_unit_product(struct qp_arena *arena, const struct qp_unit *a,
                const struct qp_unit *b)
{
    const char *name;

    if (a->n_powers == 0)
        name = b->name;
    else if (b->n_powers == 0)
        name = a->name;
    else
        name = qp_arena_printf(arena, "%s·%s", a->name, b->name);
    return combine(arena, name, a, b, 1);
}

const struct qp_unit *
qp_unit_quotient(struct qp_arena *arena, const struct qp_unit *a,
                 const struct qp_unit *b)
{
    const char *name;

    if (b->n_powers == 0)
        name = a->name;
    else
        name = qp_arena_printf(arena, "%s/%s", a->n_powers ? a->name : "1",
                               part_name(arena, b));
    return combine(arena, name, a, b, -1);
}

static int
multiply_powers(int a, int b)
{
    int64_t product = (int64_t)a * b;

    if (product > POWER_MOST)
        return POWER_MOST;
    return product < -POWER_MOST ? -POWER_MOST : (int)product;
}

const struct qp_unit *
qp_unit_power(struct qp_arena *arena, const struct qp_unit *a, int power)
{
    qp_num scale = qp_num_pow(arena, a->scale, qp_num_int(power));
    struct qp_power *powers =
        qp_arena_alloc(arena, a->n_powers, sizeof *powers);
    const char *name = "";

    if (power == 0)
        return &qp_unit_one;
    if (power == 1)
        return a;
    if (!qp_num_defined(scale))
        scale = a->scale;
    if (a->n_powers > 0)
        name = qp_arena_printf(arena, "%s^%d", part_name(arena, a), power);
    for (size_t i = 0; i < a->n_powers; i++)
        powers[i] = (struct qp_power){
            .base = a->powers[i].base,
            .power = multiply_powers(a->powers[i].power, power),
        };
    return make_unit(arena, name, scale, powers, a->n_powers);
}
