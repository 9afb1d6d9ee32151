/* The conditions of a table, of values in turn or of the grades, taken apart. Asked one by one,
 * what is open leaves each of them open; but a total that is below 60 or not is one of the two. So
 * what is asked more than once (a subject) is noted, with what is asked of it, and eval
 * tries it value by value where it is open. */
#include "model/lower.h"

enum {
    MOST_SUBJECTS = 4, /* tried together: their values multiply */
    MOST_DEPTH = 200   /* named conditions may name others */
};

typedef struct leaf {
    kh_col column;
    uint32_t times; /* asked of as a subject */
    uint32_t at;    /* in the split's columns, KH_NONE: not there yet */
} leaf;

typedef struct splitter {
    kh_lowering *l;
    KH_VEC(leaf) leaves;
    kh_map *leaf_of; /* column → leaves */
    uint64_t left;   /* steps, so that conditions named in each other cost no more than they say */
    kh_split *split;
    uint32_t room; /* of split->columns */
} splitter;

static const kh_operation *operation(const splitter *s, kh_col col)
{
    return &s->l->operations.at[col];
}

/* A unit's value is the same in each of its records. */
static kh_col ungathered(const splitter *s, kh_col col)
{
    return operation(s, col)->code == KH_DO_OF_UNIT ? operation(s, col)->args[0] : col;
}

static bool of_run(const splitter *s, kh_col col)
{
    return kh_lower_domain(s->l, col).tag == KH_DOMAIN_RUN;
}

static leaf *leaf_at(splitter *s, kh_col col)
{
    uint32_t i = kh_map_get(s->leaf_of, col);
    if (i == KH_NONE) {
        i = (uint32_t)s->leaves.n;
        *kh_push(s->l->arena, &s->leaves) = (leaf){col, 0, KH_NONE};
        kh_map_set(s->leaf_of, col, i);
    }
    return &s->leaves.at[i];
}

static bool is_logic(kh_opcode code)
{
    return code == KH_DO_AND || code == KH_DO_OR || code == KH_DO_NOT || code == KH_DO_HOLDS;
}

static bool is_comparison(kh_opcode code)
{
    return code >= KH_DO_LT && code <= KH_DO_NE;
}

/* A comparison of one column with what the run gives: as a test, its leaf still to be found. */
static bool compares(const splitter *s, const kh_operation *op, kh_test *test, kh_col *subject)
{
    static const kh_opcode turned[] = {
        [KH_DO_LT] = KH_DO_GT, [KH_DO_LE] = KH_DO_GE, [KH_DO_GT] = KH_DO_LT,
        [KH_DO_GE] = KH_DO_LE, [KH_DO_EQ] = KH_DO_EQ, [KH_DO_NE] = KH_DO_NE};
    if (!is_comparison(op->code))
        return false;
    kh_col a = op->args[0], b = op->args[1];
    if (of_run(s, a) == of_run(s, b))
        return false;
    *test = (kh_test){.code = of_run(s, a) ? turned[op->code] : op->code,
                      .constant = of_run(s, a) ? a : b,
                      .scale = KH_NONE};
    *subject = ungathered(s, of_run(s, a) ? b : a);
    const kh_operation *source = operation(s, *subject);
    if (source->code == KH_DO_POINTS) { /* the level is what is open */
        test->scale = source->index;
        *subject = ungathered(s, source->args[0]);
    }
    return true;
}

/* How often each column is asked of. */
static void count(splitter *s, kh_col col, int depth)
{
    col = ungathered(s, col);
    const kh_operation *op = operation(s, col);
    kh_test test;
    kh_col subject;
    if (s->left == 0)
        return;
    s->left--;
    if (depth < MOST_DEPTH && is_logic(op->code)) {
        for (uint32_t i = 0; i < op->n; i++)
            count(s, op->args[i], depth + 1);
    } else if (compares(s, op, &test, &subject)) {
        leaf_at(s, subject)->times++;
    } else if (!of_run(s, col)) {
        leaf_at(s, col)->times++;
    }
}

static uint32_t put_column(splitter *s, kh_col col)
{
    kh_split *split = s->split;
    if (split->n == s->room) {
        s->room = 2 * s->room + MOST_SUBJECTS;
        kh_col *columns = KH_NEW_ARRAY(s->l->arena, kh_col, s->room);
        for (uint32_t i = 0; i < split->n; i++)
            columns[i] = split->columns[i];
        split->columns = columns;
    }
    split->columns[split->n] = col;
    return split->n++;
}

/* `in 0 to below 100`: an open cell says nothing of the end that is not reached. */
static bool has_open_end(const splitter *s, kh_col col)
{
    const kh_operation *op = operation(s, col);
    const kh_bounds *b = op->code == KH_DO_FACT ? &s->l->m->facts[op->index].bounds
                         : op->code == KH_DO_FIELD
                             ? &s->l->m->records[op->domain.record].fields[op->index].bounds
                             : NULL;
    return b && (b->low_open || b->high_open);
}

static void choose_subjects(splitter *s)
{
    for (size_t i = 0; i < s->leaves.n && s->split->subjects < MOST_SUBJECTS; i++) {
        uint32_t times = s->leaves.at[i].times;
        if (times < 2 && (times == 0 || !has_open_end(s, s->leaves.at[i].column)))
            continue;
        s->leaves.at[i].at = put_column(s, s->leaves.at[i].column);
        s->split->subjects++;
    }
}

static const kh_test *test_of(splitter *s, kh_col col, int depth)
{
    kh_arena *a = s->l->arena;
    kh_test *t = KH_NEW(a, kh_test);
    kh_col subject;
    col = ungathered(s, col);
    const kh_operation *op = operation(s, col);
    if (depth < MOST_DEPTH && is_logic(op->code)) {
        const kh_test **of = KH_NEW_ARRAY(a, const kh_test *, op->n + 1u);
        for (uint32_t i = 0; i < op->n; i++)
            of[i] = test_of(s, op->args[i], depth + 1);
        *t = (kh_test){.code = op->code, .of = of, .n = op->n};
        return t;
    }
    if (compares(s, op, t, &subject)) {
        t->column = leaf_at(s, subject)->at;
        if (t->column != KH_NONE)
            return t;
    }
    leaf *other = leaf_at(s, col);
    if (other->at == KH_NONE)
        other->at = put_column(s, col);
    *t = (kh_test){.code = KH_DO_END, .column = other->at};
    return t;
}

kh_split *kh_lower_split(kh_lowering *l, const kh_col *conditions, uint32_t n)
{
    splitter s = {.l = l, .leaf_of = kh_map_new(l->arena), .left = 256 + 64 * (uint64_t)n};
    for (uint32_t i = 0; i < n; i++)
        if (conditions[i] != KH_NONE)
            count(&s, conditions[i], 0);
    if (s.left == 0)
        return NULL;
    s.split = KH_NEW(l->arena, kh_split);
    choose_subjects(&s);
    if (s.split->subjects == 0)
        return NULL;
    s.split->count = n;
    s.split->conditions = KH_NEW_ARRAY(l->arena, const kh_test *, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (conditions[i] != KH_NONE)
            s.split->conditions[i] = test_of(&s, conditions[i], 0);
    return s.split;
}

kh_col kh_lower_table(kh_lowering *l, const kh_col *args, uint32_t n, kh_type type)
{
    kh_operation op = {.code = KH_DO_TABLE};
    uint32_t rows = n / 2;
    kh_col *conditions = KH_NEW_ARRAY(l->arena, kh_col, rows + 1u);
    for (uint32_t i = 0; i < rows; i++)
        conditions[i] = args[2 * i];
    op.split = kh_lower_split(l, conditions, rows);
    if (!op.split)
        return kh_lower_map(l, op, args, n, type);
    op.index = op.split->n;
    kh_col *all = KH_NEW_ARRAY(l->arena, kh_col, n + op.index);
    for (uint32_t i = 0; i < n + op.index; i++)
        all[i] = i < n ? args[i] : op.split->columns[i - n];
    return kh_lower_map(l, op, all, n + op.index, type);
}
