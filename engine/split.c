/* The parts of a change; see split.h. */

#include <config.h>

#include "engine/split.h"

#include <string.h>

#include "engine/judge.h"
#include "engine/score_impl.h"

/* Most scores that are made for the first step, which is another one for each
   district. */
enum { SCORES_MOST = 5000000 };

/* The states between which the steps lie. */
enum {
    STATE_BEFORE,
    STATE_OWN,
    STATE_PEERS,
    STATE_WEIGHTS,
    STATE_AFTER,
    N_STATES
};

/* What a district comes to; undefined: nothing. */
struct standing {
    qp_num points, rank;
    const char *why;
};

struct splitting {
    struct qp_arena *arena;
    struct qp_mix *mix;
    struct qp_split *split;
    struct standing *standings[N_STATES]; /* by districts of BEFORE */
    bool *all;                            /* all indicators are scored anew */
};

/* X, which goes with another arena. */
static qp_num
keep(struct qp_arena *arena, qp_num x)
{
    const char *text = qp_num_fraction(arena, x);
    qp_num kept;

    if (!qp_num_defined(x) || qp_num_parse_fraction(arena, text, strlen(text),
                                                    (int)strlen(text), &kept))
        return qp_num_undefined("not scored");
    return kept;
}

static struct standing
standing_in(const struct qp_result *result, size_t district)
{
    const struct qp_outcome *outcome = &result->outcomes[district];

    return (struct standing){ .points = outcome->total,
                              .rank = outcome->rank };
}

/* ---- a state ---- */

/* The first error that was reported to RUN. */
static const char *
first_error(struct qp_arena *arena, const struct qp_session *run)
{
    size_t n;
    const struct qp_problem *problems = qp_diag_list(arena, run->diag, &n);

    for (size_t i = 0; i < n; i++)
        if (problems[i].severity >= QP_SEVERITY_ERROR)
            return qp_arena_text(arena, problems[i].text);
    return NULL;
}

/* Scores what is mixed now, and keeps the standings of the N districts at
   FIRST in STATE.  Checks find what they find and stop nothing: both
   evaluations have been scored. */
static void
score(struct splitting *s, int state, size_t first, size_t n)
{
    struct qp_arena *scratch = qp_arena_new();
    struct qp_session judge = { scratch, qp_diag_new(scratch) };
    struct qp_session run = { scratch, qp_diag_new(scratch) };
    struct qp_result before = *s->split->before;
    const struct scoring base = { .result = &before };
    struct scoring again = {
        .run = &run,
        .arena = scratch,
        .rules = &s->mix->rules,
        .subs = &s->mix->subs,
    };
    bool is_scored;
    const char *why;

    again.findings = qp_judge(&judge, again.rules, again.subs, NULL);
    is_scored = qp_scoring_again(&again, &base, s->all);
    why = is_scored ? NULL : first_error(s->arena, &run);
    for (size_t d = first; d < first + n; d++) {
        struct standing *standing = &s->standings[state][d];

        *standing = standing_in(again.result, d);
        standing->points = keep(s->arena, standing->points);
        standing->rank = keep(s->arena, standing->rank);
        standing->why = why;
        if (is_scored)
            continue;
        standing->points = standing->rank = qp_num_undefined("not scored");
    }
    qp_arena_free(scratch);
}

/* ---- the states ---- */

static void
begin_states(struct splitting *s)
{
    const struct qp_split *split = s->split;
    size_t n = split->before->rules->n_districts;

    for (int i = 0; i < N_STATES; i++)
        s->standings[i] = qp_arena_alloc(s->arena, n, sizeof **s->standings);
    for (size_t d = 0; d < n; d++) {
        size_t there = s->mix->districts[d];
        struct standing nothing = { qp_num_undefined("not scored"),
                                    qp_num_undefined("not scored"), NULL };

        s->standings[STATE_BEFORE][d] = standing_in(split->before, d);
        s->standings[STATE_OWN][d] = nothing;
        s->standings[STATE_WEIGHTS][d] = nothing;
        s->standings[STATE_AFTER][d] =
            there == QP_NONE ? nothing : standing_in(split->after, there);
    }
}

static void
find_states(struct splitting *s)
{
    const struct qp_ruleset *rules = s->split->before->rules;
    size_t n = rules->n_districts;

    for (size_t d = 0; d < n && s->split->figures_apart; d++) {
        if (s->mix->districts[d] == QP_NONE)
            continue;
        qp_mix_take(s->mix, d, true);
        score(s, STATE_OWN, d, 1);
        qp_mix_take(s->mix, d, false);
    }
    for (size_t d = 0; d < n; d++)
        if (s->mix->districts[d] != QP_NONE)
            qp_mix_take(s->mix, d, true);
    score(s, STATE_PEERS, 0, n);
    s->split->weights_apart = qp_mix_take_weights(s->mix);
    if (s->split->weights_apart)
        score(s, STATE_WEIGHTS, 0, n);
}

/* ---- the parts ---- */

/* Which part the step from state FROM to TO is; one over states that gave
   nothing is not told apart, nor is the last where data were lacking. */
static enum qp_part
part_of(const struct qp_split *split, int from, int to)
{
    bool is_next =
        to == from + 1 ||
        (from == STATE_PEERS && to == STATE_AFTER && !split->weights_apart);

    if (!is_next || (to == STATE_AFTER && split->n_lacking))
        return QP_PART_REST;
    return to == STATE_AFTER ? QP_PART_RULES : (enum qp_part)from;
}

/* What B has over A, A over B for ranks: the way up is positive. */
static qp_num
way(const struct splitting *s, qp_num a, qp_num b, bool is_rank)
{
    return is_rank ? qp_num_sub(s->arena, a, b) : qp_num_sub(s->arena, b, a);
}

static struct qp_split_change
change_of(const struct splitting *s, size_t district, bool is_rank)
{
    qp_num at[N_STATES];
    struct qp_split_change change;
    int from = STATE_BEFORE;

    for (int i = 0; i < N_STATES; i++)
        at[i] = is_rank ? s->standings[i][district].rank
                        : s->standings[i][district].points;
    change.before = at[STATE_BEFORE];
    change.after = at[STATE_AFTER];
    change.by = way(s, change.before, change.after, is_rank);
    for (int i = 0; i < QP_N_PARTS; i++)
        change.parts[i] =
            qp_num_defined(change.by) ? qp_num_int(0) : change.by;
    for (int to = 1; to < N_STATES && qp_num_defined(change.by); to++) {
        qp_num *part;

        if (!qp_num_defined(at[to]))
            continue;
        part = &change.parts[part_of(s->split, from, to)];
        *part = qp_num_add(s->arena, *part, way(s, at[from], at[to], is_rank));
        from = to;
    }
    return change;
}

/* Why a state of DISTRICT gives nothing; null. */
static const char *
why_of(const struct splitting *s, size_t district)
{
    for (int i = STATE_OWN; i < STATE_AFTER; i++)
        if (s->standings[i][district].why)
            return s->standings[i][district].why;
    return NULL;
}

/* ---- all districts ---- */

/* The district of BEFORE that is THERE in AFTER; QP_NONE. */
static size_t
origin_of(const struct splitting *s, size_t there)
{
    for (size_t d = 0; d < s->split->before->rules->n_districts; d++)
        if (s->mix->districts[d] == there)
            return d;
    return QP_NONE;
}

static void
list_rows(struct splitting *s)
{
    struct qp_split *split = s->split;
    size_t n = split->after->rules->n_districts;
    size_t *new_ones = qp_arena_alloc(s->arena, n, sizeof *new_ones);

    split->rows = qp_arena_alloc(s->arena, n, sizeof *split->rows);
    split->new_ones = new_ones;
    for (size_t i = 0; i < n; i++) {
        size_t there = split->after->by_rank[i], d = origin_of(s, there);

        if (d == QP_NONE)
            new_ones[split->n_new++] = there;
        else
            split->rows[split->n_rows++] = (struct qp_split_row){
                .before = d,
                .after = there,
                .points = change_of(s, d, false),
                .rank = change_of(s, d, true),
                .why = why_of(s, d),
            };
    }
}

static void
list_gone(struct splitting *s)
{
    struct qp_split *split = s->split;
    size_t n = split->before->rules->n_districts;
    size_t *gone = qp_arena_alloc(s->arena, n, sizeof *gone);

    split->gone = gone;
    for (size_t d = 0; d < n; d++)
        if (s->mix->districts[d] == QP_NONE)
            gone[split->n_gone++] = d;
}

const struct qp_split *
qp_split_make(struct qp_arena *arena, const struct qp_result *before,
              const struct qp_result *after)
{
    struct qp_split *split = qp_arena_alloc(arena, 1, sizeof *split);
    struct splitting s = { .arena = arena,
                           .mix = qp_mix_new(arena, before, after),
                           .split = split };
    size_t n = before->rules->n_districts, width = before->rules->n_indicators;

    split->before = before;
    split->after = after;
    split->lacking = s.mix->lacking;
    split->n_lacking = s.mix->n_lacking;
    split->figures_apart = n <= SCORES_MOST / (n * width + 1);
    s.all = qp_arena_alloc(arena, width, sizeof *s.all);
    memset(s.all, true, width * sizeof *s.all);
    begin_states(&s);
    find_states(&s);
    list_rows(&s);
    list_gone(&s);
    return split;
}
