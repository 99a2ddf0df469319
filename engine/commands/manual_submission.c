/* The page on what is submitted, from the forms that files are read by. */

#include <config.h>

#include "engine/commands/manual.h"

#include "engine/tongue.h"
#include "input/form.h"

/* What an attribute may be. */
static const char *
type_text(struct qp_arena *arena, const struct qp_form_attribute *attribute)
{
    static const char *const types[QP_N_FORM_TYPES] = {
        [QP_FORM_ANY] = N_("text"),
        [QP_FORM_WORD] = N_("one of"),
        [QP_FORM_STATE] = N_("one of"),
        [QP_FORM_PERIOD] = N_("a year of four digits"),
        [QP_FORM_DATE] = N_("a date, YYYY-MM-DD"),
        [QP_FORM_SHA256] = N_("64 hexadecimal digits"),
        [QP_FORM_EVALUATION] = N_("the id in the rules"),
        [QP_FORM_EVALUATION_YEAR] = N_("the year in the rules"),
        [QP_FORM_DISTRICT] = N_("a district's code"),
        [QP_FORM_DATUM] = N_("a datum's code"),
        [QP_FORM_UNIT] = N_("a unit that converts into the datum's"),
        [QP_FORM_RECORD] = N_("a code of a [record]"),
        [QP_FORM_WHOLE] = N_("a whole number, 0 or more"),
        [QP_FORM_DECIMAL] = N_("a number"),
    };
    const char *text = qp_say(types[attribute->type]);

    for (int i = 0; attribute->words && attribute->words[i]; i++)
        text = qp_arena_printf(arena, "%s%s%s", text, i ? ", " : " ",
                               attribute->words[i]);
    return text;
}

static void
tell_element(const struct qp_manual *manual,
             const struct qp_form_element *element)
{
    manual->pen->heading(
        2, qp_arena_printf(manual->arena, element->parent ? "`<%s>` in `<%s>`"
                                                          : "`<%s>`",
                           element->name, element->parent));
    manual->pen->text(qp_manual_sentence(manual->arena, element->help));
    if (!element->n_attributes)
        return;
    manual->pen->list("attribute", true);
    for (size_t i = 0; i < element->n_attributes; i++) {
        const struct qp_form_attribute *attribute = &element->attributes[i];
        const struct qp_pen_item item = {
            .name = attribute->name,
            .help = qp_manual_sentence(manual->arena, attribute->help),
            .type = type_text(manual->arena, attribute),
            .is_needed = attribute->is_needed,
        };

        manual->pen->item(&item, true);
    }
    manual->pen->end();
}

void
qp_manual_submission(const struct qp_manual *manual)
{
    const struct qp_pen *pen = manual->pen;

    pen->heading(1, _("Description"));
    pen->text(
        _("A file is XML in UTF-8, or in GB18030, GBK or GB2312 if it "
          "declares that; a DOCTYPE is refused.  Its root element, in the "
          "namespace `urn:quping:submission:1`, says what it is: a "
          "district's `<submission>`, a department's `<verification>`, the "
          "experts' `<scores>`.  `quping template` prints a submission to "
          "fill in, `quping schema` the format as an XML schema."));
    pen->text(
        _("A number is digits, a point and a sign; no separators, "
          "exponents, percent signs or full-width digits.  Where there is "
          "no figure a state says why.  An empty element is an error, not "
          "zero."));
    pen->code("<submission xmlns=\"" QP_FORM_NAMESPACE "\"\n"
              "            evaluation=\"demo\" year=\"2025\"\n"
              "            district=\"north\" status=\"final\">\n"
              "  <data>\n"
              "    <datum code=\"exports\" unit=\"万美元\">1500</datum>\n"
              "    <datum code=\"visits\" state=\"missing\"\n"
              "           reason=\"not counted in 2025\"/>\n"
              "  </data>\n"
              "  <note code=\"exports\">two new delivery centres</note>\n"
              "</submission>\n");
    for (size_t i = 0; i < QP_N_FORMS; i++) {
        pen->heading(1, qp_arena_printf(manual->arena,
                                        _("The elements of `<%s>`"),
                                        qp_forms[i]->elements[0].name));
        for (size_t k = 0; k < qp_forms[i]->n_elements; k++)
            tell_element(manual, &qp_forms[i]->elements[k]);
    }
}
