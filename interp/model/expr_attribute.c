/* What an item has beside its result: X's max, base, cap, floor, weight, raw, title, id. */
#include "model/resolve.h"

/* An item has limits unless it says it has none; others have those that they state. */
static bool has_limit(const kh_score *n, bool stated, const kh_expr *limit)
{
    return n->type == KH_ITEM ? !(stated && !limit) : stated && limit;
}

static bool has(const kh_score *n, kh_builtin attribute)
{
    return attribute == KH_B_ATTR_CAP ? has_limit(n, n->stated_cap, n->cap)
           : attribute == KH_B_ATTR_FLOOR
               ? n->down_to_zero || has_limit(n, n->stated_floor, n->floor)
           : attribute == KH_B_ATTR_WEIGHT ? n->weight != NULL
           : attribute == KH_B_ATTR_ID     ? n->docs.id.n > 0
                                           : true;
}

static kh_expr *text(kh_resolver *r, kh_expr *e, kh_id id)
{
    e->op = KH_X_TEXT;
    e->type = kh_types_of(KH_TYPE_TEXT);
    e->index = id;
    e->domain.tag = KH_DOMAIN_RUN;
    (void)r;
    return e;
}

kh_expr *kh_expr_of_node(kh_resolver *r, const kh_node *n, kh_expr *e, kh_builtin attribute)
{
    const kh_score *of = &r->nodes.at[e->index];
    e->place = n->place;
    if (!has(of, attribute)) {
        KH_SAY(r, KH_E1016, n->place, kh_resolve_name(r, of->name), kh_names_builtin_zh(attribute),
               kh_names_builtin_en(attribute));
        return kh_expr_error(r, n->place);
    }
    if (attribute == KH_B_ATTR_ID)
        return text(r, e, kh_intern_id(r->model->names, of->docs.id));
    if (attribute == KH_B_ATTR_TITLE) /* without one, its name */
        return text(r, e,
                    of->docs.title.n ? kh_intern_id(r->model->names, of->docs.title) : of->name);
    e->op = attribute == KH_B_ATTR_MAX     ? KH_X_NODE_MAX
            : attribute == KH_B_ATTR_BASE  ? KH_X_NODE_BASE
            : attribute == KH_B_ATTR_RAW   ? KH_X_NODE_RAW
            : attribute == KH_B_ATTR_CAP   ? KH_X_NODE_CAP
            : attribute == KH_B_ATTR_FLOOR ? KH_X_NODE_FLOOR
                                           : KH_X_NODE_WEIGHT;
    return e;
}
