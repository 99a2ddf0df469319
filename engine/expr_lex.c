/* Text to tokens; see expr_impl.h. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>

#include "engine/tongue.h"

static const char *const operators[] = {
    "<=", ">=", "==", "!=", "<", ">", "+", "-",
    "*",  "/",  "^",  "(",  ")", ",",
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters of names; bytes over 127 begin names of units. */
static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool
is_word(const char *start, size_t length)
{
    static const char *const words[] = { "and", "or", "not" };

    for (size_t i = 0; i < QP_COUNT(words); i++)
        if (strlen(words[i]) == length &&
            strncmp(start, words[i], length) == 0)
            return true;
    return false;
}

static struct token
wrong(const char *start, size_t length, const char *why)
{
    return (struct token){ .kind = TOKEN_WRONG,
                           .start = start,
                           .length = length,
                           .wrong = why };
}

static struct token
read_number(struct qp_arena *arena, const char *start)
{
    struct token token = { .kind = TOKEN_NUMBER, .start = start };
    const char *at = start, *fault;

    while (is_digit(*at) || *at == '.')
        at++;
    token.length = (size_t)(at - start);
    fault = qp_num_parse(arena, start, token.length, QP_NUM_DIGITS_RULES,
                         &token.number);
    if (fault)
        return wrong(start, token.length, fault);
    return token;
}

static struct token
read_text(const char *start)
{
    const char *end = strchr(start + 1, '"');

    if (!end)
        return wrong(start, strlen(start), _("has no closing quote"));
    return (struct token){ .kind = TOKEN_TEXT,
                           .start = start + 1,
                           .length = (size_t)(end - start) - 1 };
}

static struct token
read_name(const char *start, bool after_number)
{
    struct token token = { .kind = TOKEN_NAME, .start = start };
    const char *at = start;

    while (is_letter(*at) || is_digit(*at) || (after_number && *at == '%'))
        at++;
    token.length = (size_t)(at - start);
    if (after_number && !is_word(start, token.length))
        token.kind = TOKEN_UNIT;
    return token;
}

static struct token
read_operator(const char *start)
{
    for (size_t i = 0; i < QP_COUNT(operators); i++)
        if (strncmp(start, operators[i], strlen(operators[i])) == 0)
            return (struct token){ .kind = TOKEN_OPERATOR,
                                   .start = start,
                                   .length = strlen(operators[i]) };
    if (*start == '=')
        return wrong(start, 1, _("compares nothing; write =="));
    return wrong(start, 1, _("is no part of an expression"));
}

struct token
qp_expr_token(struct qp_arena *arena, const char **at, bool after_number)
{
    struct token token;
    const char *start = *at + strspn(*at, " \t");

    if (!*start)
        token = (struct token){ .kind = TOKEN_END, .start = start };
    else if (is_digit(*start) || *start == '.')
        token = read_number(arena, start);
    else if (*start == '"')
        token = read_text(start);
    else if (is_letter(*start) || (after_number && *start == '%'))
        token = read_name(start, after_number);
    else
        token = read_operator(start);
    *at = token.start + token.length;
    if (token.kind == TOKEN_TEXT)
        ++*at;
    return token;
}
