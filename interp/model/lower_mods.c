/* Lowering modifiers: after each the amount is what it became where the condition holds, else what
 * it was before. */
#include "model/lower.h"

kh_col kh_lower_modified(kh_lowering *l, const kh_rule *r, kh_col amount)
{
    for (uint32_t i = 0; i < r->mod_count; i++) {
        const kh_mod *m = &r->mods[i];
        kh_col when = kh_lower_expr(l, m->when), value = kh_lower_number(l, m->value);
        kh_col changed =
            kh_lower_two(l, m->plus ? KH_DO_ADD : KH_DO_MUL, KH_TYPE_NUMBER, amount, value);
        amount = kh_lower_map(l, (kh_operation){.code = KH_DO_TABLE},
                              (kh_col[]){when, changed, amount}, 3, kh_lower_type(KH_TYPE_NUMBER));
    }
    return amount;
}
