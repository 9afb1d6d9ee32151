/* `highest only by KEY`: of the amounts of one matter the largest, of one rule or of all rules of a
 * `together`. */
#include "model/resolve.h"

static bool own_clauses(kh_resolver *r, const struct kh_node_rule *t)
{
    const kh_node *own = t->highest;
    if (!own && t->limit && t->limit->kind == KH_NODE_PART &&
        KH_AS(part, t->limit)->word == KH_W_UPTO)
        own = t->limit;
    if (own)
        KH_SAY(r, KH_E1012, own->place, kh_resolve_text(r, own->place));
    return own != NULL;
}

bool kh_resolve_highest(kh_resolver *r, const struct kh_node_rule *t,
                        const struct kh_node_part *around, const kh_scope *scope, kh_rule *out)
{
    const struct kh_node_part *own =
        t->highest && t->highest->kind == KH_NODE_PART ? KH_AS(part, t->highest) : NULL;
    const struct kh_node_part *part = around ? around : own;
    if (!part)
        return true;
    if (around && own_clauses(r, t))
        return false;
    out->highest = !around;
    /* Without keys a group takes the largest of whatever its rules give. */
    if (out->counting != KH_COUNT_RECORDS && (part->args || !around)) {
        KH_SAY(r, KH_E1010, around ? t->base.place : part->base.place);
        return false;
    }
    return !part->args || kh_resolve_keys(r, part->args, scope, &out->keys, &out->key_count);
}

bool kh_resolve_keys_agree(kh_resolver *r, const kh_rule *rules, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = 0; k < rules[i].key_count && k < rules[0].key_count; k++) {
            const kh_expr *first = rules[0].keys[k], *e = rules[i].keys[k];
            if (first->type.tag == e->type.tag && first->type.scale == e->type.scale)
                continue;
            kh_diag *d = KH_SAY(r, KH_E1011, rules[i].place, kh_resolve_text(r, e->place),
                                kh_types_zh(r, e->type), kh_types_zh(r, first->type),
                                kh_types_en(r, e->type), kh_types_en(r, first->type));
            kh_resolve_related(r, d, KH_R_first_rule, rules[0].place, KH_LIT(""));
            return false;
        }
    return true;
}
