/* Writes a submission with any number of contracts, for benchmarks and for
   tests of sums and of memory:
       generate --records N [--seed S] [--district CODE] [--evaluation ID]
                [--typed]
   The same arguments give the same bytes.  Contracts are as districts report
   them (rules: contracts.ini): a few firms have most of them, amounts range
   over five orders of magnitude, no more is executed than was agreed.  CODE,
   of six digits, is part of all ids and codes of firms, so two districts share
   none.  With --typed the sums stand in <data>, too. */

#include <config.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"

/* An amount of 10000 万美元 in its hundredths. */
#define HUNDRED_MILLION 1000000

enum { CODE = 18, YEAR = 2025, CONTRACTS_A_FIRM = 40 };

enum kind { ITO, BPO, KPO, N_KINDS };
enum field { GENERAL, IC_DESIGN, BIOPHARMA, N_FIELDS };

static const char *const kinds[N_KINDS] = { "ito", "bpo", "kpo" };
static const char *const fields[N_FIELDS] = { "general", "ic_design",
                                              "biopharma" };

/* What is done in a field. */
static const char *const works[N_FIELDS] = {
    [GENERAL] = "面向境外客户的软件研发与信息系统运行维护",
    [IC_DESIGN] = "集成电路和电子电路设计技术服务",
    [BIOPHARMA] = "医药和生物技术研发与临床试验数据管理",
};

/* Where clients are, the more frequent first; the last is for onshore ones. */
static const char *const countries[] = {
    "US", "JP", "HK", "SG", "DE", "GB", "KR", "NL", "CH", "FR", "IE",
    "AU", "CA", "TW", "SE", "MY", "IL", "IT", "AE", "MO", "CN",
};

static const char *const clients[] = {
    "Aldwick &amp; Thorne Systems Ltd",  "Kestrel Bay Analytics Inc",
    "みどり情報サービス株式会社",        "Haldenbach Elektronik GmbH",
    "Lindqvist &amp; Sons Biologics AB", "海岬控股有限公司",
};

/* Sums of executed amounts, in hundredths of the unit, and counts. */
struct sums {
    int64_t offshore, onshore, of_kind[N_KINDS], of_field[N_FIELDS], in_zone;
    size_t n_active, n_large;
};

struct contract {
    size_t number, firm;
    bool is_offshore, is_in_zone;
    enum kind kind;
    enum field field;
    const char *country, *client;
    unsigned year, month, day;
    int64_t amount, executed; /* in hundredths of the unit */
};

struct generator {
    uint64_t seed, random;
    size_t n_records, n_firms;
    unsigned district;
    const char *evaluation;
    bool is_typed;
};

/* ---- chance ---- */

/* SplitMix64. */
static uint64_t
draw(struct generator *generator)
{
    uint64_t z = generator->random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t
draw_below(struct generator *generator, size_t n)
{
    return (size_t)(draw(generator) % n);
}

static bool
draw_percent(struct generator *generator, size_t percent)
{
    return draw_below(generator, 100) < percent;
}

/* A number from 1 to N, each about as often as its inverse says (Zipf's law):
   any power of two up to N, then a place between it and the next. */
static size_t
draw_rank(struct generator *generator, size_t n)
{
    size_t n_powers = 0, low, rank;

    while (n >> n_powers)
        n_powers++;
    do {
        low = (size_t)1 << draw_below(generator, n_powers);
        rank = low + draw_below(generator, low);
    } while (rank > n);
    return rank;
}

/* ---- codes of firms ---- */

/* The check digit of GB 11714 over the 8 characters at BODY. */
static char
check_body(const char *body)
{
    static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (size_t i = 0; i < QP_COUNT(weights); i++)
        sum +=
            weights[i] * (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10);
    return "0X987654321"[sum % 11];
}

/* The unified social credit code (GB 32100) of FIRM: a company of the
   district, numbered by the firm, with the check digits of its body and of
   the whole. */
static void
make_code(const struct generator *generator, size_t firm, char code[CODE + 1])
{
    static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    size_t left = firm, sum = 0, weight = 1;

    snprintf(code, CODE + 1, "91%06uMA", generator->district);
    for (size_t i = 15; i > 9; i--, left /= 31)
        code[i] = digits[left % 31];
    code[16] = check_body(code + 8);
    for (size_t i = 0; i < CODE - 1; i++, weight = weight * 3 % 31)
        sum += weight * (size_t)(strchr(digits, code[i]) - digits);
    code[17] = digits[(31 - sum % 31) % 31];
    code[18] = '\0';
}

/* ---- contracts ---- */

static void
draw_money(struct generator *generator, struct contract *contract)
{
    contract->amount = (int64_t)draw_rank(generator, 100 * 1000 * 100) + 99;
    contract->executed =
        contract->amount * (int64_t)draw_below(generator, 1001) / 1000;
}

static void
draw_contract(struct generator *generator, size_t number,
              struct contract *contract)
{
    size_t n = QP_COUNT(countries) - 1;
    bool is_offshore = draw_percent(generator, 70);

    *contract = (struct contract){
        .number = number,
        .firm = draw_rank(generator, generator->n_firms),
        .is_offshore = is_offshore,
        .is_in_zone = draw_percent(generator, 60),
        .kind = (enum kind)draw_below(generator, N_KINDS),
        .field = draw_percent(generator, 70)
                     ? GENERAL
                     : (enum field)draw_below(generator, N_FIELDS),
        .country = countries[is_offshore ? draw_rank(generator, n) - 1 : n],
        .client = clients[draw_below(generator, QP_COUNT(clients))],
        .year = YEAR - (unsigned)draw_rank(generator, 3) + 1,
        .month = 1 + (unsigned)draw_below(generator, 12),
        .day = 1 + (unsigned)draw_below(generator, 28),
    };
    draw_money(generator, contract);
}

static void
write_contract(const struct generator *generator,
               const struct contract *contract)
{
    char code[CODE + 1];

    make_code(generator, contract->firm, code);
    printf("    <record id=\"HT%d-%06u-%08zu\" firm=\"%s\" "
           "title=\"%s合同（%zu号）\" client=\"%s\" market=\"%s\" kind=\"%s\" "
           "field=\"%s\" country=\"%s\" zone=\"%s\" "
           "signed=\"%u-%02u-%02u\" amount=\"%" PRId64 ".%02" PRId64 "\" "
           "executed=\"%" PRId64 ".%02" PRId64 "\"/>\n",
           YEAR, generator->district, contract->number, code,
           works[contract->field], contract->number, contract->client,
           contract->is_offshore ? "offshore" : "onshore",
           kinds[contract->kind], fields[contract->field], contract->country,
           contract->is_in_zone ? "yes" : "no", contract->year,
           contract->month, contract->day, contract->amount / 100,
           contract->amount % 100, contract->executed / 100,
           contract->executed % 100);
}

/* ---- sums ---- */

static void
add(struct sums *sums, int64_t *of_firm, const struct contract *contract)
{
    int64_t executed = contract->executed;

    sums->n_active += executed > 0 && of_firm[contract->firm] == 0;
    if (executed > 0 && of_firm[contract->firm] == 0)
        of_firm[contract->firm] = 1; /* active, and nothing offshore yet */
    if (!contract->is_offshore) {
        sums->onshore += executed;
        return;
    }
    sums->offshore += executed;
    sums->of_kind[contract->kind] += executed;
    sums->of_field[contract->field] += executed;
    sums->in_zone += contract->is_in_zone ? executed : 0;
    of_firm[contract->firm] += executed;
}

/* Draws all contracts once for their sums. */
static struct sums
sum_up(struct generator generator)
{
    struct sums sums = { 0 };
    struct contract contract;
    int64_t *of_firm = calloc(generator.n_firms + 1, sizeof *of_firm);

    if (!of_firm)
        qp_arena_exhausted();
    for (size_t i = 1; i <= generator.n_records; i++) {
        draw_contract(&generator, i, &contract);
        add(&sums, of_firm, &contract);
    }
    for (size_t i = 1; i <= generator.n_firms; i++)
        sums.n_large += of_firm[i] > HUNDRED_MILLION + 1;
    free(of_firm);
    return sums;
}

static void
write_amount(const char *code, int64_t amount)
{
    printf("    <datum code=\"%s\" unit=\"万美元\">%" PRId64 ".%02" PRId64
           "</datum>\n",
           code, amount / 100, amount % 100);
}

static void
write_count(const char *code, size_t n)
{
    printf("    <datum code=\"%s\" unit=\"家\">%zu</datum>\n", code, n);
}

static void
write_data(const struct generator *generator)
{
    struct sums sums = sum_up(*generator);

    write_amount("offshore_executed", sums.offshore);
    write_amount("onshore_executed", sums.onshore);
    write_amount("offshore_ito", sums.of_kind[ITO]);
    write_amount("offshore_bpo", sums.of_kind[BPO]);
    write_amount("offshore_kpo", sums.of_kind[KPO]);
    write_amount("ic_design_offshore", sums.of_field[IC_DESIGN]);
    write_amount("biopharma_offshore", sums.of_field[BIOPHARMA]);
    write_amount("zone_offshore", sums.in_zone);
    write_count("active_firms", sums.n_active);
    write_count("firms_over_100m", sums.n_large);
}

/* ---- the file ---- */

static void
write_submission(struct generator *generator)
{
    struct contract contract;

    printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<submission xmlns=\"urn:quping:submission:1\" "
           "evaluation=\"%s\"\n            year=\"%d\" district=\"%06u\" "
           "status=\"final\">\n  <data>\n",
           generator->evaluation, YEAR, generator->district);
    if (generator->is_typed)
        write_data(generator);
    printf("  </data>\n  <records type=\"contract\" count=\"%zu\">\n",
           generator->n_records);
    for (size_t i = 1; i <= generator->n_records; i++) {
        draw_contract(generator, i, &contract);
        write_contract(generator, &contract);
    }
    puts("  </records>\n</submission>");
}

static const struct option options[] = {
    { "records", required_argument, NULL, 'n' },
    { "seed", required_argument, NULL, 's' },
    { "district", required_argument, NULL, 'd' },
    { "evaluation", required_argument, NULL, 'e' },
    { "typed", no_argument, NULL, 't' },
    { NULL, 0, NULL, 0 },
};

/* Reads the option with the letter C. */
static bool
take_option(struct generator *generator, int c)
{
    if (c == 'n')
        generator->n_records = strtoul(optarg, NULL, 10);
    else if (c == 's')
        generator->seed = strtoull(optarg, NULL, 10);
    else if (c == 'd')
        generator->district = (unsigned)strtoul(optarg, NULL, 10) % 1000000;
    else if (c == 'e')
        generator->evaluation = optarg;
    else if (c == 't')
        generator->is_typed = true;
    else
        return false;
    return true;
}

int
main(int argc, char **argv)
{
    struct generator generator = { .seed = 1,
                                   .district = 310115,
                                   .evaluation = "contracts" };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (!take_option(&generator, c))
            return 2;
    if (generator.n_records == 0 || optind < argc) {
        fputs("usage: generate --records N [--seed S] [--district CODE] "
              "[--evaluation ID] [--typed]\n",
              stderr);
        return 2;
    }
    generator.random = generator.seed * 1000003 + generator.district;
    generator.n_firms = generator.n_records / CONTRACTS_A_FIRM + 1;
    write_submission(&generator);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}
