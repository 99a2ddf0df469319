/* The report of a self-check as one page that needs nothing else: no script,
   no font, no picture from anywhere.  It is well-formed as XML, too. */

#include <config.h>

#include "output/report.h"

#include <string.h>

#include "engine/utf8.h"
#include "output/earlier.h"
#include "output/glyph.h"
#include "output/single.h"
#include "output/texts.h"

static const char style[] =
    "@page{size:A4 landscape;margin:12mm}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:#f3f5f8;color:#1d2939;line-height:1.55;"
    "font-family:\"Microsoft YaHei\",\"PingFang SC\",\"Noto Sans CJK SC\","
    "\"Source Han Sans SC\",sans-serif;font-size:14px}"
    "main{max-width:1240px;margin:0 auto;padding:28px 32px;background:#fff}"
    "h1{font-size:22px;margin:0 0 2px}"
    ".about{color:#475467;margin:0 0 20px;font-size:15px}"
    "h2{font-size:16px;margin:28px 0 8px;padding-left:10px;"
    "border-left:4px solid #1f4e79}"
    "dl{display:flex;flex-wrap:wrap;gap:10px;margin:0}"
    "dl div{border:1px solid #d5dbe5;border-radius:6px;padding:8px 14px;"
    "min-width:170px}"
    "dl .main{background:#1f4e79;border-color:#1f4e79;color:#fff}"
    "dt{font-size:12px;opacity:.75}"
    "dd{margin:0;font-size:15px}"
    "dl .main dd{font-weight:700}"
    "table{border-collapse:collapse;width:100%;font-size:13px}"
    "th{background:#1f4e79;color:#fff;font-weight:600;text-align:left;"
    "padding:6px 8px;white-space:nowrap}"
    "td{border-bottom:1px solid #e4e7ec;padding:5px 8px;vertical-align:top}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}"
    "td.s{white-space:nowrap}"
    "td.l{overflow-wrap:anywhere}"
    "tr.error td:first-child{color:#b42318;font-weight:700}"
    "tr.warning td:first-child{color:#b54708;font-weight:700}"
    "tr.estimate{background:#fffaeb}"
    "tr.unknown{background:#f2f4f7;color:#667085}"
    ".bar{display:block;height:5px;margin-top:3px;margin-left:auto;"
    "background:#d92d20;border-radius:2px}"
    ".note{color:#475467;font-size:12.5px;margin:8px 0 0}"
    "footer{color:#667085;font-size:12px;margin-top:26px;"
    "border-top:1px solid #e4e7ec;padding-top:8px}"
    "@media print{body{background:#fff;font-size:11px}"
    "main{max-width:none;padding:0}table{font-size:10px}"
    "th,.main,.bar,tr{-webkit-print-color-adjust:exact;"
    "print-color-adjust:exact}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "h2{break-after:avoid}}";

/* TEXT with what would be markup escaped; what a page cannot hold is "?". */
static void
put_text(FILE *out, const char *text)
{
    while (*text) {
        const char *at = text;
        uint32_t c = qp_utf8_next(&text);

        if (c == '&')
            fputs("&amp;", out);
        else if (c == '<')
            fputs("&lt;", out);
        else if (c == '>')
            fputs("&gt;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else if (!qp_glyph_fits(c))
            fputc('?', out);
        else
            fwrite(at, 1, (size_t)(text - at), out);
    }
}

/* An element NAME, of CLASS unless that is empty, with TEXT in it. */
static void
put(FILE *out, const char *name, const char *class, const char *text)
{
    fprintf(out, "<%s", name);
    if (*class)
        fprintf(out, " class=\"%s\"", class);
    fputc('>', out);
    put_text(out, text ? text : "");
    fprintf(out, "</%s>\n", name);
}

static void
put_entries(FILE *out, const struct qp_report *report)
{
    fputs("<dl>\n", out);
    for (size_t i = 0; i < report->n_entries; i++) {
        const struct qp_report_entry *entry = &report->entries[i];

        fputs(entry->is_main ? "<div class=\"main\">" : "<div>", out);
        put(out, "dt", "", entry->label);
        put(out, "dd", "", entry->text);
        fputs("</div>\n", out);
    }
    fputs("</dl>\n", out);
}

/* The greatest number of COLUMN, 0 if none is above. */
static qp_num
greatest(struct qp_arena *arena, const struct qp_report_table *table,
         size_t column)
{
    qp_num most = qp_num_int(0);

    for (size_t i = 0; i < table->n_rows; i++) {
        qp_num x = table->rows[i].cells[column].number;

        if (qp_num_defined(x))
            most = qp_num_max(arena, most, x);
    }
    return most;
}

/* A bar as long as X is of MOST, in whole percent of the cell. */
static void
put_bar(struct qp_arena *arena, FILE *out, qp_num x, qp_num most)
{
    int64_t percent = 0;
    qp_num share;

    if (!qp_num_defined(x) || qp_num_sign(x) <= 0)
        return;
    share = qp_num_mul(arena, qp_num_div(arena, x, most), qp_num_int(100));
    qp_num_to_int(qp_num_ceil(arena, share), 100, &percent);
    fprintf(out, "<span class=\"bar\" style=\"width:%d%%\"></span>",
            (int)percent);
}

static void
put_row(struct qp_arena *arena, FILE *out, const struct qp_report_table *table,
        const struct qp_report_row *row)
{
    static const char *const tones[QP_N_REPORT_TONES] = {
        [QP_REPORT_PLAIN] = "",          [QP_REPORT_ERROR] = "error",
        [QP_REPORT_WARNING] = "warning", [QP_REPORT_ESTIMATE] = "estimate",
        [QP_REPORT_UNKNOWN] = "unknown",
    };

    fprintf(out, "<tr class=\"%s\">", tones[row->tone]);
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct qp_report_column *column = &table->columns[i];
        const struct qp_report_cell *cell = &row->cells[i];

        fprintf(out, "<td class=\"%s\">",
                column->is_number ? "n"
                : column->is_long ? "l"
                                  : "s");
        put_text(out, cell->text ? cell->text : "");
        if (column->is_bar)
            put_bar(arena, out, cell->number, greatest(arena, table, i));
        fputs("</td>", out);
    }
    fputs("</tr>\n", out);
}

static void
put_table(struct qp_arena *arena, FILE *out,
          const struct qp_report_table *table)
{
    put(out, "h2", "", table->title);
    if (!table->n_rows) {
        put(out, "p", "note", table->empty);
        return;
    }
    fputs("<table>\n<thead><tr>", out);
    for (size_t i = 0; i < table->n_columns; i++)
        put(out, "th", table->columns[i].is_number ? "n" : "",
            table->columns[i].head);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < table->n_rows; i++)
        put_row(arena, out, table, &table->rows[i]);
    fputs("</tbody>\n</table>\n", out);
    if (table->note)
        put(out, "p", "note", table->note);
}

static void
put_page(struct qp_arena *arena, FILE *out, const struct qp_report *report)
{
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
            "<meta charset=\"utf-8\"/>\n"
            "<meta name=\"generator\" content=\"" QP_REPORT_MARK "\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width\"/>\n",
            report->rules->language == QP_LANGUAGE_ZH ? "zh-CN" : "en");
    put(out, "title", "", report->subject);
    fprintf(out, "<style>%s</style>\n</head>\n<body>\n<main>\n", style);
    put(out, "h1", "", report->title);
    put(out, "p", "about", report->about);
    put_entries(out, report);
    for (size_t i = 0; i < report->n_tables; i++)
        put_table(arena, out, &report->tables[i]);
    put(out, "footer", "", report->origin);
    fputs("</main>\n</body>\n</html>\n", out);
}

bool
qp_report_write_page(struct qp_session *run, const struct qp_report *report,
                     const char *path)
{
    struct qp_single *single =
        qp_single_begin(run, path, qp_earlier_report_page);
    FILE *out;

    if (!single)
        return false;
    out = qp_folder_create(run, &single->folder, single->name);
    if (out)
        put_page(run->arena, out, report);
    return qp_single_end(
        run, single,
        out && qp_folder_close(run, &single->folder, single->name, out));
}
