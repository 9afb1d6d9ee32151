/* Lowering functions: which of the files that follow an expression belongs to. */
#include "model/lower.h"

#include <assert.h>

typedef kh_col lower_one(kh_lowering *l, const kh_expr *e);

static lower_one *const lower[KH_X_OP_COUNT] = {
    [KH_X_MEDIAN] = kh_lower_gather, [KH_X_PERCENTILE] = kh_lower_gather,
    [KH_X_SHARE] = kh_lower_gather,  [KH_X_LATEST] = kh_lower_gather,
    [KH_X_OF_LIST] = kh_lower_list,  [KH_X_HOW_MANY] = kh_lower_list,
    [KH_X_FIRST] = kh_lower_list,    [KH_X_LN] = kh_lower_real,
    [KH_X_EXP] = kh_lower_real,      [KH_X_ROOT] = kh_lower_real,
    [KH_X_POWER] = kh_lower_real,
};

kh_col kh_lower_function(kh_lowering *l, const kh_expr *e)
{
    assert(lower[e->op]);
    return lower[e->op](l, e);
}
