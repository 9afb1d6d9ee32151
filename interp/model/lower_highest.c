/* Lowering `highest only`: per key the largest amount of the events of one rule, or of all rules of
 * a group. More that counts, and larger amounts, never make it less: so conditions of the unit may
 * stand in what counts, and the result is exact. */
#include "model/lower.h"

kh_keyed kh_lower_events(kh_lowering *l, const kh_rule *r, const kh_plan_rule *p, kh_col around)
{
    kh_keyed k = {.record = KH_NONE, .times = KH_NONE, .keys = r->keys};
    if (r->counting != KH_COUNT_RECORDS) {
        k.counted = p->applies;
        k.value = p->points;
        return k;
    }
    kh_col acts = kh_lower_both(l, p->counted, p->applies);
    k.record = r->set.record;
    k.times = p->times;
    k.counted = acts;
    k.value = kh_lower_asked(l, r, kh_lower_both(l, acts, around), p->amount);
    return k;
}

void kh_lower_highest(kh_lowering *l, const kh_rule *r, kh_plan_rule *p)
{
    kh_keyed events = kh_lower_events(l, r, p, KH_NONE);
    p->kept = kh_lower_keyed(l, KH_DO_TOTAL_HIGHEST, &events, 1, r->key_count, 0);
    p->taken = kh_lower_keyed(l, KH_DO_IS_HIGHEST, &events, 1, r->key_count, 0);
}
