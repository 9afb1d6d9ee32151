/* Properties of open cells, on random schemes and facts with a fixed seed: every completion of what
 * is missing lies inside, column by column and in every result. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static uint64_t seed;

static uint32_t dice(uint32_t sides)
{
    seed += 0x9e3779b97f4a7c15u;
    uint64_t x = seed;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((x ^ (x >> 31)) % sides);
}

enum { NUMBERS = 4, ANSWERS = 3, UNITS = 5, ROWS = 20 };

typedef struct world {
    build *b;
    uint32_t number[NUMBERS], answer[ANSWERS], level, scale, record, fv, fp;
    bool in_record; /* expressions may read the record's fields */
} world;

/* ---- random expressions ------------------------------------------------------------------ */

static kh_expr *condition(world *w, int depth);

static kh_expr *number(world *w, int depth);

static uint32_t add_arg(kh_expr *e, kh_expr *x)
{
    e->args[e->n] = x;
    return e->n++;
}

/* Over the record's value: by a key that may be open, trimmed, of the best, weighted. */
static kh_expr *gathered(world *w)
{
    static const kh_expr_op ops[] = {KH_X_SUM,    KH_X_MEAN,       KH_X_HIGHEST, KH_X_LOWEST,
                                     KH_X_MEDIAN, KH_X_PERCENTILE, KH_X_SHARE};
    build *b = w->b;
    kh_expr_op op = ops[dice(7)];
    w->in_record = true;
    kh_expr *where = dice(3) ? condition(w, 1) : NULL;
    kh_expr *value = op == KH_X_SHARE ? condition(w, 1) : x_field(b, w->record, w->fv);
    w->in_record = false;
    kh_expr *e = x_over(b, op, w->record, where, value), **args = e->args;
    e->number = kh_num_ratio(b->a, dice(11), 10);
    e->args = KH_NEW_ARRAY(b->a, kh_expr *, 6);
    e->args[0] = args[0];
    kh_gather *g = e->gather = KH_NEW(b->a, kh_gather);
    if (dice(3) == 0) {
        g->by_count = 1;
        g->by = add_arg(e, x_is(b, KH_X_GE, x_field(b, w->record, w->fv), x_num(b, 2)));
    }
    if (dice(3) == 0)
        g->quorum = add_arg(e, dice(2) ? x_num(b, dice(3)) : x_fact(b, w->number[1]));
    if (dice(3) == 0)
        g->trim = add_arg(e, x_num(b, dice(2)));
    if (dice(3) == 0)
        g->top = add_arg(e, x_num(b, dice(4)));
    g->lowest_first = dice(2);
    if (dice(3) == 0 && (op == KH_X_MEAN || op == KH_X_SHARE))
        g->weight = add_arg(e, dice(2) ? x_field(b, w->record, w->fv) : x_num(b, dice(3)));
    return e;
}

static kh_expr *number(world *w, int depth)
{
    build *b = w->b;
    if (depth == 0)
        switch (dice(w->in_record ? 5 : 4)) {
        case 0:
            return x_ratio(b, (int)dice(9) - 2, 1 + dice(2));
        case 1:
            return x_fact(b, w->level);
        case 4:
            return x_field(b, w->record, w->fv);
        default:
            return x_fact(b, w->number[dice(NUMBERS)]);
        }
    switch (dice(10)) {
    case 0:
        return x_math(b, KH_X_MUL, number(w, depth - 1), number(w, 0));
    case 1:
        return x_math(b, KH_X_SUB, number(w, depth - 1), number(w, depth - 1));
    case 2:
        return x_math(b, KH_X_DIV, number(w, depth - 1), number(w, 0));
    case 3:
        if (dice(2)) {
            static const kh_expr_op ops[] = {KH_X_SUM, KH_X_MEAN, KH_X_HIGHEST, KH_X_LOWEST,
                                             KH_X_MEDIAN};
            kh_expr *args[] = {number(w, depth - 1), number(w, 0), number(w, 0)};
            kh_expr *e = x_list(b, KH_X_OF_LIST, KH_TYPE_NUMBER, 2 + dice(2), args);
            e->index = ops[dice(5)];
            return e;
        }
        return x_math(b, dice(2) ? KH_X_SMALLER : KH_X_LARGER, number(w, depth - 1), number(w, 0));
    case 4: {
        kh_expr *args[] = {condition(w, depth - 1), number(w, depth - 1), condition(w, 0),
                           number(w, 0), number(w, 0)};
        return x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 4 + dice(2), args);
    }
    case 5:
        return x_one(b, KH_X_ABS, KH_TYPE_NUMBER, number(w, depth - 1));
    case 6:
        if (dice(2)) {
            static const kh_expr_op ops[] = {KH_X_ROOT, KH_X_LN, KH_X_EXP, KH_X_POWER};
            kh_expr_op op = ops[dice(4)];
            kh_expr *args[] = {number(w, op == KH_X_EXP ? 0 : depth - 1), x_num(b, 2 + dice(2))};
            if (op == KH_X_POWER && dice(2))
                args[1] = x_ratio(b, (int)dice(5) - 2, 1 + dice(3));
            kh_expr *e = x_list(b, op, KH_TYPE_NUMBER, op >= KH_X_ROOT ? 2 : 1, args);
            return x_round(b, x_math(b, KH_X_ADD, e, number(w, 0)), (int)dice(3),
                           (kh_round_mode)dice(4));
        }
        return x_round(b, number(w, depth - 1), (int)dice(2), (kh_round_mode)dice(4));
    case 7: {
        kh_expr *args[] = {number(w, depth - 1), x_num(b, 0), number(w, 0), x_num(b, 2),
                           x_num(b, 5),          x_num(b, 4), number(w, 0)};
        return x_list(b, KH_X_LINE, KH_TYPE_NUMBER, 7, args);
    }
    case 8:
        if (!w->in_record && dice(2))
            return gathered(w);
        if (!w->in_record) {
            static const kh_expr_op ops[] = {KH_X_COUNT, KH_X_SUM, KH_X_MEAN, KH_X_HIGHEST,
                                             KH_X_LOWEST};
            kh_expr_op op = ops[dice(5)];
            w->in_record = true;
            kh_expr *where = dice(3) ? condition(w, 1) : NULL;
            kh_expr *value = op == KH_X_COUNT ? NULL : x_field(b, w->record, w->fv);
            w->in_record = false;
            return x_over(b, op, w->record, where, value);
        }
        return number(w, 0);
    default:
        return x_math(b, KH_X_ADD, number(w, depth - 1), number(w, depth - 1));
    }
}

static kh_expr *condition(world *w, int depth)
{
    build *b = w->b;
    if (depth == 0) {
        if (w->in_record && dice(2))
            return x_field(b, w->record, w->fp);
        if (dice(4) == 0)
            return x_is(b, KH_X_EQ, x_fact(b, w->level), x_level(b, w->scale, dice(3)));
        return x_fact(b, w->answer[dice(ANSWERS)]);
    }
    switch (dice(4)) {
    case 0:
        return x_is(b, dice(2) ? KH_X_AND : KH_X_OR, condition(w, depth - 1),
                    condition(w, depth - 1));
    case 1:
        return x_one(b, KH_X_NOT, KH_TYPE_YES_NO, condition(w, depth - 1));
    default:
        return x_is(b, (kh_expr_op)(KH_X_LT + dice(6)), number(w, depth - 1), number(w, 0));
    }
}

/* ---- random schemes ---------------------------------------------------------------------- */

static void random_rule(world *w, uint32_t node)
{
    build *b = w->b;
    kh_expr *amount = x_ratio(b, 1 + dice(3), 1 + dice(2));
    kh_verb verb = dice(3) ? KH_DEDUCT : KH_AWARD;
    kh_rule *r = build_rule(b, node, verb, amount);
    r->counting = (kh_counting)dice(3);
    if (r->counting == KH_COUNT_RECORDS) {
        r->set.record = w->record;
        w->in_record = true;
        r->set.where = dice(2) ? condition(w, 1) : NULL;
        if (dice(3) == 0)
            r->unless = condition(w, 1);
        if (dice(2))
            r->amount = x_math(b, KH_X_LARGER, x_num(b, 0), number(w, 1));
        w->in_record = false;
    } else if (r->counting == KH_COUNT_STEPS) {
        r->measured = number(w, 1);
        r->size = dice(4) ? x_num(b, 1 + dice(3)) : x_fact(b, w->number[0]);
        r->step_rule = (kh_step_rule)dice(3);
    } else {
        r->condition = condition(w, 1);
        r->amount = dice(2) ? amount : x_math(b, KH_X_LARGER, x_num(b, 0), number(w, 2));
    }
    if (!r->unless && dice(2))
        r->unless = condition(w, 1);
    if (dice(3) == 0)
        r->limit = x_num(b, 1 + dice(4));
}

static uint32_t random_item(world *w, uint32_t parent, kh_score_type type)
{
    build *b = w->b;
    uint32_t i = build_item(b, "item", parent, 4 + (int)dice(8), dice(2));
    kh_score *n = &b->m.nodes[i];
    n->type = type;
    if (dice(3) == 0) {
        n->start = NULL;
        build_rule(b, i, KH_SCORE, number(w, 2))->condition = dice(2) ? condition(w, 1) : NULL;
    }
    for (uint32_t k = dice(3); k > 0; k--)
        random_rule(w, i);
    if (dice(4) == 0)
        n->floor = n->cap = NULL;
    if (dice(3) == 0)
        n->only_when = condition(w, 1);
    if (n->only_when && dice(3) == 0)
        n->absent = x_num(b, 2);
    if (dice(4) == 0)
        n->for_kinds = 1;
    if (dice(4) == 0)
        n->weight = x_ratio(b, 1, 2);
    if (dice(4) == 0)
        n->rounding = (kh_rounding){.places = (int)dice(2), .mode = (kh_round_mode)dice(4)};
    return i;
}

static kh_expr *random_key(world *w)
{
    return dice(2) ? x_total(w->b) : dice(2) ? number(w, 1) : condition(w, 1);
}

static void random_results(world *w)
{
    build *b = w->b;
    kh_veto *v = build_veto(b, "veto", condition(w, 1), dice(2) ? condition(w, 1) : NULL);
    build_grade(b, "A", x_is(b, KH_X_GE, x_total(b), x_num(b, 12)));
    build_grade(b, "B", x_is(b, KH_X_GE, x_total(b), x_num(b, 7)));
    build_grade(b, "C", NULL);
    build_effect(v, dice(2) ? KH_EFFECT_TO : KH_EFFECT_AT_MOST, 1 + dice(2));
    if (dice(2))
        build_effect(v, KH_EFFECT_BARS, 0);
    kh_rank *r = build_rank(b, x_total(b), dice(2) ? KH_TIES_SKIP : KH_TIES_DENSE);
    r->keys = build_keys(b, 2, (kh_expr *[]){x_total(b), random_key(w)});
    r->keys[1].lowest_first = dice(2);
    r->key_count = 1 + dice(2);
    r->within_kind = dice(2);
    kh_select *s = build_select(b, "S", 1 + (int)dice(3), random_key(w),
                                dice(2) ? KH_TIES_EXTEND : KH_TIES_CUT);
    s->from = KH_NEW_ARRAY(b->a, uint32_t, 2);
    s->from[1] = 1;
    s->from_count = dice(3);
    s->within_kind = dice(2);
    s->when = dice(3) ? NULL : condition(w, 1);
    for (int i = 0; i < 3; i++)
        build_show(b, number(w, 3));
    build_show(b, condition(w, 3));
    kh_expr *chosen = x_index(b, KH_X_SELECTED, build_type(KH_TYPE_YES_NO), 0);
    kh_expr *args[] = {chosen, x_total(b), x_num(b, 1)};
    build_show(b, x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, args));
}

static void declare(world *w)
{
    build *b = w->b = build_new(UNITS, ROWS);
    build_kind(b, "k");
    build_kind(b, "l");
    w->scale = build_scale(b, "scale", 3, (const int[]){4, 3, 0});
    for (int i = 0; i < NUMBERS; i++) {
        w->number[i] = build_fact(b, "n", build_type(KH_TYPE_NUMBER));
        if (i < NUMBERS - 1)
            build_bounds(b, w->number[i], 0, 4);
    }
    for (int i = 0; i < ANSWERS; i++)
        w->answer[i] = build_fact(b, "a", build_type(KH_TYPE_YES_NO));
    w->level = build_fact(b, "level", build_level_type(w->scale));
    w->record = build_record(b, "record");
    w->fv = build_field(b, w->record, "v", build_type(KH_TYPE_NUMBER));
    w->fp = build_field(b, w->record, "p", build_type(KH_TYPE_YES_NO));
    b->m.records[w->record].fields[w->fv].bounds =
        (kh_bounds){.low = KH_ZERO, .high = kh_num_int(4)};
}

static void random_scheme(world *w)
{
    build *b = w->b;
    build_node(b, KH_SECTION, "section", KH_NONE);
    for (int i = 0; i < 3; i++)
        random_item(w, 0, KH_ITEM);
    if (dice(2))
        random_item(w, KH_NONE, KH_EXTRA);
    if (dice(3) == 0)
        b->m.rounding = (kh_rounding){.places = 1, .mode = KH_ROUND_HALF_UP};
    random_results(w);
}

/* ---- random facts ------------------------------------------------------------------------ */

static void random_value(kh_arena *a, kh_fact_column *c, uint32_t row, kh_type type, bool bounded)
{
    if (type.tag == KH_TYPE_NUMBER)
        cell_number(c, row, bounded ? kh_num_ratio(a, dice(9), 2) : kh_num_int((int)dice(17) - 8));
    else
        cell_code(c, row, (int32_t)dice(type.tag == KH_TYPE_LEVEL ? 3 : 2));
}

static void random_cell(kh_arena *a, kh_fact_column *c, uint32_t row, kh_type type, bool bounded)
{
    uint32_t how = dice(10);
    if (how == 0)
        c->state[row] = KH_FILED_NA;
    else if (how > 3)
        random_value(a, c, row, type, bounded);
}

static bool is_bounded(kh_bounds b)
{
    return kh_num_is_finite(b.low);
}

static void random_facts(world *w)
{
    build *b = w->b;
    for (uint32_t u = 0; u < UNITS; u++) {
        build_unit(b, "unit", dice(2));
        for (uint32_t f = 0; f < b->m.facts_count; f++)
            random_cell(b->a, &b->f.facts[f], u, b->m.facts[f].type,
                        is_bounded(b->m.facts[f].bounds));
        for (uint32_t k = dice(4); k > 0; k--) {
            uint32_t row = build_row(b, w->record, (int64_t)dice(3));
            random_cell(b->a, row_field(b, w->record, w->fv), row, build_type(KH_TYPE_NUMBER),
                        true);
            random_cell(b->a, row_field(b, w->record, w->fp), row, build_type(KH_TYPE_YES_NO),
                        true);
        }
    }
}

static kh_fact_column complete_column(kh_arena *a, const kh_fact_column *c, uint32_t rows,
                                      kh_type type, bool bounded)
{
    kh_fact_column out = {.state = kh_arena_alloc(a, rows + 1u),
                          .numbers = KH_NEW_ARRAY(a, kh_num, rows + 1u),
                          .codes = KH_NEW_ARRAY(a, int32_t, rows + 1u),
                          .places = c->places};
    memcpy(out.state, c->state, rows);
    memcpy(out.numbers, c->numbers, rows * sizeof *out.numbers);
    memcpy(out.codes, c->codes, rows * sizeof *out.codes);
    for (uint32_t i = 0; i < rows; i++)
        if (out.state[i] == KH_FILED_MISSING)
            random_value(a, &out, i, type, bounded);
    return out;
}

static kh_facts completion(const world *w, kh_arena *a)
{
    const build *b = w->b;
    kh_facts f = b->f;
    f.facts = KH_NEW_ARRAY(a, kh_fact_column, b->m.facts_count);
    for (uint32_t i = 0; i < b->m.facts_count; i++)
        f.facts[i] = complete_column(a, &b->f.facts[i], UNITS, b->m.facts[i].type,
                                     is_bounded(b->m.facts[i].bounds));
    f.records = KH_NEW(a, kh_record_table);
    *f.records = b->f.records[0];
    f.records->fields = KH_NEW_ARRAY(a, kh_fact_column, BUILD_MOST);
    for (uint32_t i = w->fv; i <= w->fp; i++)
        f.records->fields[i] = complete_column(a, &b->f.records[0].fields[i], f.records->row_count,
                                               b->m.records[0].fields[i].type, true);
    return f;
}

/* ---- inside ------------------------------------------------------------------------------ */

static bool inside(kh_cell done, kh_cell open, bool code)
{
    const uint8_t may = KH_MAY_VALUE | KH_MAY_YES | KH_MAY_NO | KH_MAY_NA;
    if (done.state & may & ~open.state)
        return false;
    /* Limits may settle what has no value, at one point, before the node's range does. */
    if (!(open.state & KH_OPEN) && (done.state & may) != open.state)
        return false;
    if (!(done.state & KH_MAY_VALUE) || (code && (open.state & KH_OPEN)))
        return true;
    return kh_num_cmp(done.low, open.low) >= 0 && kh_num_cmp(done.high, open.high) <= 0;
}

static uint32_t rows_of(const kh_results *r, kh_col col)
{
    kh_domain d = r->plan->columns[col].domain;
    return d.tag == KH_DOMAIN_RUN    ? 1
           : d.tag == KH_DOMAIN_UNIT ? r->facts->unit_count
                                     : r->facts->records[d.record].row_count;
}

static void check_columns(world *w, const kh_results *open, const kh_results *done)
{
    for (kh_col c = 0; c < open->plan->columns_count; c++) {
        kh_type_tag tag = open->plan->columns[c].type.tag;
        bool code = tag != KH_TYPE_NUMBER && tag != KH_TYPE_YES_NO;
        for (uint32_t i = 0; i < rows_of(open, c); i++)
            cr_assert(
                inside(kh_result(done, c, i), kh_result(open, c, i), code),
                "column %u (op %d) row %u: %s is not in %s", c, (int)open->plan->operations[c].code,
                i, cell_text(w->b, kh_result(done, c, i)), cell_text(w->b, kh_result(open, c, i)));
    }
}

static void check_results(const kh_results *open, const kh_results *done)
{
    for (uint32_t u = 0; u < UNITS; u++) {
        cr_assert_eq(done->grades[u] & ~open->grades[u], 0, "grades %llx not in %llx",
                     (unsigned long long)done->grades[u], (unsigned long long)open->grades[u]);
        kh_rank_range d = done->ranks[u], o = open->ranks[u];
        bool may_be_out = total_of(open, u).state & KH_MAY_NA;
        if (d.best)
            cr_assert(d.best >= o.best && d.worst <= o.worst, "rank %u..%u not in %u..%u", d.best,
                      d.worst, o.best, o.worst);
        else
            cr_assert(o.best == 0 || may_be_out);
        uint8_t chosen = open->selected[u], taken = done->selected[u];
        cr_assert(chosen == KH_POSSIBLE || taken == KH_POSSIBLE || chosen == taken,
                  "selected %u, was %u", taken, chosen);
        cr_assert(taken != KH_POSSIBLE || chosen == KH_POSSIBLE);
        if (!open->provisional[u]) {
            cr_assert_eq(done->grades[u], open->grades[u]);
            cr_assert_eq(d.best, o.best);
            cr_assert_eq(d.worst, o.worst);
            cr_assert_not(done->provisional[u]);
        }
    }
}

static uint32_t complete(world *w, const kh_results *open, uint32_t times)
{
    uint32_t good = 0;
    for (uint32_t i = 0; i < times; i++) {
        kh_arena *a = kh_arena_new();
        kh_diags diags;
        kh_diags_init(&diags, a, NULL);
        kh_facts f = completion(w, a);
        kh_eval_options options = {.trace = true, .batch = 1 + dice(UNITS)};
        kh_results *done = kh_evaluate(a, open->plan, &f, &options, &diags);
        if (diags.errors == 0) {
            check_columns(w, open, done);
            check_results(open, done);
            good++;
        }
        kh_arena_free(a);
    }
    return good;
}

Test(property, every_completion_lies_inside, .timeout = 120)
{
    uint32_t good = 0, gaps = 0;
    for (seed = 1; good < 20000; seed += 7) {
        uint64_t start = seed;
        world w = {0};
        declare(&w);
        random_scheme(&w);
        random_facts(&w);
        kh_results *open = build_run(&w.b[0]);
        if (w.b->d.errors == 0)
            good += complete(&w, open, 20);
        gaps += open->gap_count;
        /* What is open has its reason: a unit with an open total has a gap. */
        for (uint32_t u = 0; u < UNITS && w.b->d.errors == 0; u++) {
            bool has = false;
            for (uint32_t g = 0; g < open->gap_count; g++)
                has = has || open->gaps[g].unit == u;
            cr_assert(has || !(total_of(open, u).state & KH_OPEN), "seed %llu unit %u",
                      (unsigned long long)start, u);
        }
        build_free(w.b);
    }
    cr_expect_gt(gaps, 1000);
}
