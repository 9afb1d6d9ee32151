/* Whether two expressions say the same. */
#include "model/resolve.h"

static bool same_set(const kh_set *a, const kh_set *b)
{
    if (!a || !b)
        return a == b;
    if (a->record != b->record || a->item != b->item || !a->where != !b->where ||
        a->by_count != b->by_count)
        return false;
    for (uint32_t i = 0; i < a->by_count; i++)
        if (!kh_expr_equal(a->by[i], b->by[i]))
            return false;
    return !a->where || kh_expr_equal(a->where, b->where);
}

static bool same_gather(const kh_gather *a, const kh_gather *b)
{
    if (!a || !b)
        return a == b;
    return a->by_count == b->by_count && a->by == b->by && a->quorum == b->quorum &&
           a->trim == b->trim && a->top == b->top && a->lowest_first == b->lowest_first &&
           a->weight == b->weight;
}

/* Chains lean to the left: the first argument is followed in the loop. */
bool kh_expr_equal(const kh_expr *a, const kh_expr *b)
{
    for (;;) {
        if (a == b)
            return true;
        if (!a || !b || a->op != b->op || a->n != b->n || a->index != b->index ||
            a->type.tag != b->type.tag || a->date != b->date || !kh_num_eq(a->number, b->number) ||
            a->rounding.places != b->rounding.places || !same_set(a->set, b->set))
            return false;
        if (!same_gather(a->gather, b->gather))
            return false;
        if (a->op == KH_X_FIELD && a->domain.record != b->domain.record)
            return false;
        for (uint32_t i = 1; i < a->n; i++)
            if (!kh_expr_equal(a->args[i], b->args[i]))
                return false;
        if (a->n == 0)
            return true;
        a = a->args[0];
        b = b->args[0];
    }
}
