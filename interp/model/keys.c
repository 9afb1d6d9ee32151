/* Keys: what makes records one matter (by, highest only by). They are told from record to record,
 * and an empty one is a matter of its own. */
#include "model/resolve.h"

static bool is_of_record(kh_resolver *r, const kh_expr *e, uint32_t record)
{
    if (e->domain.tag == KH_DOMAIN_RECORD)
        return true;
    KH_SAY(r, KH_E1009, e->place, kh_resolve_text(r, e->place),
           kh_resolve_name(r, r->records.at[record].name));
    return false;
}

bool kh_resolve_keys(kh_resolver *r, const kh_node *args, const kh_scope *scope, kh_expr ***out,
                     uint32_t *count)
{
    kh_scope inner = *scope;
    inner.fields_open = true;
    inner.subject = NULL;
    uint32_t n = 0;
    for (const kh_node *k = args; k; k = k->next)
        n++;
    *out = KH_NEW_ARRAY(r->work, kh_expr *, n + 1u);
    *count = 0;
    bool fine = true;
    for (const kh_node *k = args; k; k = k->next) {
        kh_expr *e = kh_expr_resolve(r, k, &inner, KH_WANT_ANY);
        fine = !kh_types_is_error(e) && is_of_record(r, e, scope->record) && fine;
        (*out)[(*count)++] = e;
    }
    return fine;
}
