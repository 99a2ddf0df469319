/* JSON; see json.h. */

#include <config.h>

#include "output/json.h"

#include "engine/diag.h"

/* The comma, the line and the key before a member. */
static void
begin(struct qp_json *json, const char *key, bool on_line)
{
    if (json->follows)
        fputc(',', json->out);
    if (on_line && !key)
        fputc('\n', json->out);
    else if (json->follows)
        fputc(' ', json->out);
    if (key)
        fprintf(json->out, "\"%s\": ", key);
    json->follows = true;
}

void
qp_json_object(struct qp_json *json, const char *key)
{
    begin(json, key, json->follows || key);
    fputc('{', json->out);
    json->follows = false;
}

void
qp_json_object_end(struct qp_json *json)
{
    fputc('}', json->out);
    json->follows = true;
}

void
qp_json_list(struct qp_json *json, const char *key)
{
    begin(json, key, false);
    fputc('[', json->out);
    json->follows = false;
}

void
qp_json_list_end(struct qp_json *json)
{
    fputc(']', json->out);
    json->follows = true;
}

void
qp_json_text(struct qp_json *json, const char *key, const char *text)
{
    if (!text)
        return;
    begin(json, key, false);
    qp_diag_put_json(text, json->out);
}

void
qp_json_number(struct qp_json *json, const char *key, qp_num x)
{
    if (qp_num_defined(x))
        qp_json_text(json, key, qp_num_fraction(json->arena, x));
}

void
qp_json_count(struct qp_json *json, const char *key, size_t n)
{
    begin(json, key, false);
    fprintf(json->out, "%zu", n);
}

void
qp_json_flag(struct qp_json *json, const char *key, bool it)
{
    if (!it)
        return;
    begin(json, key, false);
    fputs("true", json->out);
}
