/* The bare pass; see bare.h. */

#include <config.h>

#include "tests/bench/bare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <openssl/evp.h>

#include "engine/arena.h"

enum { CHUNK = 64 * 1024, SLOTS = 1 << 22 };

struct pass {
    struct bare_sums sums;
    uint64_t *slots; /* hashes of ids */
};

/* The amount from AT to END, in hundredths. */
static int64_t
read_amount(const xmlChar *at, const xmlChar *end)
{
    int64_t amount = 0;
    int places = -1;

    for (; at < end; at++)
        if (*at == '.')
            places = 0;
        else {
            amount = amount * 10 + (*at - '0');
            places += places >= 0;
        }
    for (; places < 2; places = places < 0 ? 1 : places + 1)
        amount *= 10;
    return amount;
}

/* Notes the id from AT to END by its hash alone. */
static void
note_id(struct pass *pass, const xmlChar *at, const xmlChar *end)
{
    uint64_t hash = 14695981039346656037u;
    size_t i;

    for (; at < end; at++)
        hash = (hash ^ *at) * 1099511628211u;
    hash = (hash ^ hash >> 29) | 1;
    for (i = hash >> 9 & (SLOTS - 1); pass->slots[i]; i = (i + 1) % SLOTS)
        if (pass->slots[i] == hash) {
            pass->sums.n_twice++;
            return;
        }
    pass->slots[i] = hash;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
         int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct pass *pass = data;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (strcmp((const char *)name, "record") != 0)
        return;
    pass->sums.n_records++;
    for (int i = 0; i < n_attributes; i++, attributes += 5) {
        const char *key = (const char *)attributes[0];

        if (strcmp(key, "id") == 0)
            note_id(pass, attributes[3], attributes[4]);
        else if (strcmp(key, "amount") == 0)
            pass->sums.amount += read_amount(attributes[3], attributes[4]);
        else if (strcmp(key, "executed") == 0)
            pass->sums.executed += read_amount(attributes[3], attributes[4]);
    }
}

/* Feeds FILE to PARSER and to DIGEST. */
static bool
feed(FILE *file, xmlParserCtxtPtr parser, EVP_MD_CTX *digest)
{
    static char bytes[CHUNK];
    size_t n;

    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        if (EVP_DigestUpdate(digest, bytes, n) != 1 ||
            xmlParseChunk(parser, bytes, (int)n, 0) != 0)
            return false;
    return xmlParseChunk(parser, bytes, 0, 1) == 0 && !ferror(file);
}

struct bare_sums
bare_pass(const char *path)
{
    struct pass pass = { .slots = calloc(SLOTS, sizeof *pass.slots) };
    xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
                              .startElementNs = on_start };
    xmlParserCtxtPtr parser =
        xmlCreatePushParserCtxt(&handler, &pass, NULL, 0, NULL);
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    FILE *file = fopen(path, "rb");

    if (!pass.slots || !parser || !digest ||
        EVP_DigestInit_ex(digest, EVP_sha256(), NULL) != 1)
        qp_arena_exhausted();
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
    if (!file || !feed(file, parser, digest) ||
        EVP_DigestFinal_ex(digest, pass.sums.sha256, NULL) != 1) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(3);
    }
    fclose(file);
    EVP_MD_CTX_free(digest);
    xmlFreeParserCtxt(parser);
    free(pass.slots);
    return pass.sums;
}
