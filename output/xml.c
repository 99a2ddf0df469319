/* Elements and attributes; see xml.h. */

#include <config.h>

#include "output/xml.h"

#include <string.h>

#include "output/glyph.h"

/* Begins a line: closes the start tag that is open, and indents. */
static void
begin_line(struct qp_xml *xml)
{
    if (xml->open)
        fputs(">\n", xml->out);
    xml->open = false;
    for (int i = 0; i < xml->depth * xml->indent; i++)
        fputc(' ', xml->out);
}

void
qp_xml_begin(struct qp_xml *xml, const char *name)
{
    begin_line(xml);
    fputc('<', xml->out);
    fputs(name, xml->out);
    xml->open = true;
    xml->depth++;
}

void
qp_xml_end(struct qp_xml *xml, const char *name)
{
    xml->depth--;
    if (xml->open) {
        fputs("/>\n", xml->out);
        xml->open = false;
        return;
    }
    begin_line(xml);
    fputs("</", xml->out);
    fputs(name, xml->out);
    fputs(">\n", xml->out);
}

/* Blanks but the space would not survive attribute normalisation. */
void
qp_xml_escape(FILE *out, const char *text)
{
    static const char special[] = "&<>\"\t\n\r";

    for (;;) {
        size_t plain = strcspn(text, special);

        fwrite(text, 1, plain, out);
        text += plain;
        if (!*text)
            return;
        fprintf(out, "&#%d;", *text++);
    }
}

void
qp_xml_word(struct qp_xml *xml, const char *name, const char *word)
{
    if (!word || !*word)
        return;
    fputc(' ', xml->out);
    fputs(name, xml->out);
    fputs("=\"", xml->out);
    fputs(word, xml->out);
    fputc('"', xml->out);
}

/* True if XML can hold TEXT. */
static bool
is_clean(struct qp_xml *xml, const char *text)
{
    bool clean = qp_glyph_clean(text);

    xml->wrong = xml->wrong || !clean;
    return clean;
}

void
qp_xml_element(struct qp_xml *xml, const char *name, const char *text)
{
    if (!is_clean(xml, text))
        return;
    begin_line(xml);
    fprintf(xml->out, "<%s>", name);
    qp_xml_escape(xml->out, text);
    fprintf(xml->out, "</%s>\n", name);
}

void
qp_xml_text(struct qp_xml *xml, const char *name, const char *text)
{
    if (!text || !*text || !is_clean(xml, text))
        return;
    fputc(' ', xml->out);
    fputs(name, xml->out);
    fputs("=\"", xml->out);
    qp_xml_escape(xml->out, text);
    fputc('"', xml->out);
}

void
qp_xml_flag(struct qp_xml *xml, const char *name, bool set)
{
    qp_xml_word(xml, name, set ? "yes" : NULL);
}

void
qp_xml_number(struct qp_xml *xml, const char *name, qp_num x)
{
    if (qp_num_defined(x))
        qp_xml_word(xml, name, qp_num_exact(xml->arena, x));
}
