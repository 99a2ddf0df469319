/* Pages on rule files: sections and keys, methods, functions, limits, and the
   reference that is all of these. */

#include <config.h>

#include "engine/commands/manual.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/record.h"
#include "engine/tongue.h"

/* ---- lists ---- */

/* An item that is a name and a sentence. */
static void
tell_plain(const struct qp_manual *manual, const char *name, const char *help)
{
    const struct qp_pen_item item = {
        .name = name,
        .help = qp_manual_sentence(manual->arena, help),
    };

    manual->pen->item(&item, false);
}

static void
tell_key(const struct qp_manual *manual, const struct qp_key *key)
{
    static const char *const nodes[] = {
        [QP_KEY_ANY] = "",
        [QP_KEY_LEAF] = N_("; on leaves only"),
        [QP_KEY_INNER] = N_("; on nodes with children only"),
    };
    const struct qp_pen_item item = {
        .name = key->name,
        .help = qp_manual_sentence(manual->arena, key->help),
        .type = qp_arena_printf(manual->arena, "%s%s",
                                qp_manual_key_type(manual->arena, key),
                                qp_say(nodes[key->nodes])),
        .is_needed = key->required,
        .preset = key->preset,
    };

    manual->pen->item(&item, true);
}

static void
tell_param(const struct qp_manual *manual, const struct qp_param *param)
{
    const struct qp_pen_item item = {
        .name = param->key,
        .help = qp_manual_sentence(manual->arena, param->help),
        .type = qp_manual_param_type(manual->arena, param),
        .is_needed = param->required,
        .preset = param->preset,
    };

    manual->pen->item(&item, true);
}

/* ---- sections ---- */

/* What the fields of a record can be. */
static void
tell_types(const struct qp_manual *manual)
{
    manual->pen->text(_("TYPE is one of"));
    manual->pen->list("type", false);
    for (size_t i = 0; i < QP_N_FIELD_TYPES; i++)
        tell_plain(manual, qp_record_types[i].usage, qp_record_types[i].help);
    manual->pen->end();
}

/* What a datum takes of records, and the functions over groups of them. */
static void
tell_takes(const struct qp_manual *manual)
{
    const struct qp_function *function;

    manual->pen->text(_("A datum that is derived takes"));
    manual->pen->list("take", false);
    for (size_t i = 0; i < QP_N_TAKES; i++)
        tell_plain(manual, qp_record_takes[i].usage, qp_record_takes[i].help);
    manual->pen->end();
    manual->pen->text(_(
        "`where` is an expression over the fields of a record: texts compare "
        "by == and !=, dates have an order, a bool is 1 or 0, and what is "
        "left out does not count.  `having` is one over groups, which have"));
    manual->pen->list("function", false);
    for (size_t i = 0; (function = qp_expr_group_row(i)); i++)
        tell_plain(manual, function->usage, function->help);
    manual->pen->end();
}

static void
tell_keys(const struct qp_manual *manual, const struct qp_kind *kind)
{
    if (!kind->n_keys)
        return;
    manual->pen->list("key", true);
    for (size_t i = 0; i < kind->n_keys; i++)
        tell_key(manual, &kind->keys[i]);
    manual->pen->end();
}

void
qp_manual_kind(const struct qp_manual *manual, const struct qp_kind *kind)
{
    const struct qp_pen *pen = manual->pen;

    pen->heading(2, qp_arena_printf(manual->arena, "`[%s%s]`", kind->name,
                                    kind->has_code ? " CODE" : ""));
    pen->text(qp_manual_sentence(manual->arena, kind->help));
    tell_keys(manual, kind);
    if (kind->open_keys)
        pen->text(qp_arena_printf(manual->arena, _("Further keys are %s."),
                                  qp_say(kind->open_keys)));
    if (kind == &qp_kinds[QP_KIND_INDICATOR])
        pen->text(_("A leaf also takes the parameters of its method; see "
                    "Methods."));
    if (kind == &qp_kinds[QP_KIND_RECORD])
        tell_types(manual);
    if (kind == &qp_kinds[QP_KIND_DATUM])
        tell_takes(manual);
}

void
qp_manual_rules(const struct qp_manual *manual)
{
    manual->pen->heading(1, _("Sections and keys"));
    manual->pen->text(_(
        "A rule set is a text file in UTF-8, with the files that it "
        "includes.  A line is blank, a comment, a `[KIND CODE]` that begins a "
        "section, or `KEY = VALUE`.  A comment begins with `;` or `#`, on a "
        "line of its own or behind a blank.  A value that holds `;` or `#` or "
        "begins with a quote is put in quotes whole.  A code has the "
        "characters A-Z a-z 0-9 _, and letter case does not matter.  Nothing "
        "may stand twice.  These are the sections and their keys; there are "
        "no others."));
    for (size_t i = 0; i < QP_N_KINDS; i++)
        qp_manual_kind(manual, &qp_kinds[i]);
}

/* ---- methods ---- */

static void
tell_formula(const struct qp_manual *manual, const struct qp_method *method)
{
    const char *lines =
        qp_arena_printf(manual->arena, "s = %s\n", method->formula);

    if (method->formula_lower &&
        strcmp(method->formula, method->formula_lower) != 0)
        lines = qp_arena_printf(manual->arena,
                                _("%ss = %s    with direction = lower\n"),
                                lines, method->formula_lower);
    manual->pen->code(lines);
}

static void
tell_method(const struct qp_manual *manual, const struct qp_method *method)
{
    static const char *const clips[] = {
        [QP_CLIP_NONE] = N_("none"),
        [QP_CLIP_FULL] = "0 100",
        [QP_CLIP_TO_CAP] = N_("0 and its cap"),
    };

    manual->pen->heading(2, qp_arena_printf(manual->arena, "`%s` %s",
                                            method->name, method->name_zh));
    manual->pen->text(qp_manual_sentence(manual->arena, method->help));
    tell_formula(manual, method);
    manual->pen->text(qp_arena_printf(
        manual->arena, _("Left out, clip is %s.%s"),
        qp_say(clips[method->clip]),
        method->no_lower ? _("  There is no direction = lower.") : ""));
    if (!method->params->key)
        return;
    manual->pen->list("parameter", true);
    for (const struct qp_param *param = method->params; param->key; param++)
        tell_param(manual, param);
    manual->pen->end();
}

void
qp_manual_methods(const struct qp_manual *manual)
{
    const struct qp_method *method;

    manual->pen->heading(1, _("Methods"));
    manual->pen->text(_("A method turns the value x of each district into a "
                        "score s, where 1 is full marks.  Peers are the "
                        "districts that it is compared with (`scope`)."));
    for (size_t i = 0; (method = qp_method_row(i)); i++)
        tell_method(manual, method);
}

/* ---- functions and limits ---- */

void
qp_manual_functions(const struct qp_manual *manual)
{
    const struct qp_function *function;
    const char *name, *text = NULL;

    manual->pen->heading(1, _("Expressions"));
    manual->pen->text(
        _("Beside functions, expressions have data by their codes, "
          "numbers with units, texts in double quotes, "
          "`+ - * / ^`, comparisons, `and or not`, and of the "
          "district"));
    manual->pen->list("word", false);
    for (size_t i = 0; (name = qp_expr_attribute(i, &text)); i++)
        tell_plain(manual, name, text);
    manual->pen->end();
    manual->pen->text(_("These are the functions:"));
    manual->pen->list("function", false);
    for (size_t i = 0; (function = qp_expr_function_row(i)); i++)
        tell_plain(manual, function->usage, function->help);
    manual->pen->end();
}

void
qp_manual_limits(const struct qp_manual *manual)
{
    const struct qp_manual_limit *limit;

    manual->pen->heading(1, _("Limits"));
    manual->pen->text(_("What is larger is refused, never cut."));
    manual->pen->list("of", false);
    for (size_t i = 0; (limit = qp_manual_limit(i)); i++) {
        const struct qp_pen_item item = {
            .name = qp_say(limit->what),
            .help =
                qp_arena_printf(manual->arena, _("at most %s"),
                                qp_manual_limit_text(manual->arena, limit)),
        };

        manual->pen->item(&item, false);
    }
    manual->pen->end();
}

void
qp_manual_reference(const struct qp_manual *manual)
{
    manual->pen->heading(1, _("Description"));
    manual->pen->text(
        _("This page is printed from the tables that quping reads "
          "rules by.  `quping help rules`, `methods`, `functions` "
          "and `limits` print its parts on a terminal."));
    qp_manual_rules(manual);
    qp_manual_methods(manual);
    qp_manual_functions(manual);
    qp_manual_limits(manual);
}
