/* Sums: what is inside a section adds up to its max, the sections to the scheme's; for each kind of
 * unit by itself, since items may be for some kinds only. And the best level of a rating is the
 * item's max. */
#include "model/resolve.h"

/* What the nodes inside add up to, for one kind of unit. */
typedef struct sum {
    kh_num total;
    bool unknown; /* a maximum is no constant, or in trouble */
    bool any;
    uint32_t terms;
} sum;

static bool applies(const kh_score *n, uint32_t kind)
{
    return !n->for_kinds || kind == KH_NONE || (n->for_kinds >> kind & 1);
}

static bool has_value(const kh_score *n)
{
    for (uint32_t i = 0; i < n->rule_count; i++)
        if (n->rules[i].verb == KH_SCORE || n->rules[i].verb == KH_RATE)
            return true;
    return false;
}

static bool has_errors(const kh_node *list)
{
    for (; list; list = list->next)
        if (list->kind == KH_NODE_ERROR)
            return true;
    return false;
}

/* Adds a node to what is above it. */
static void add(kh_resolver *r, const kh_score *n, uint32_t kind, const sum *inside, sum *above)
{
    kh_num max = inside->total, weight = KH_ONE;
    bool fine = !inside->unknown && inside->any;
    if (n->type == KH_EXTRA || !applies(n, kind))
        return;
    above->any = true;
    if (n->max)
        fine = kh_expr_constant_for(r->arena, r->model, n->max, kind, &max);
    if (fine && n->weight)
        fine = kh_expr_constant_for(r->arena, r->model, n->weight, kind, &weight);
    if (fine)
        above->total = kh_num_add(r->arena, above->total, kh_num_mul(r->arena, max, weight));
    else
        above->unknown = true;
}

static void compare(kh_resolver *r, kh_slice name, const kh_expr *max, uint32_t kind,
                    const sum *inside, bool *said)
{
    kh_num stated;
    if (*said || !max || inside->unknown || !inside->any ||
        !kh_expr_constant_for(r->arena, r->model, max, kind, &stated) ||
        kh_num_eq(stated, inside->total))
        return;
    kh_strbuf want = {0}, have = {0}, whose = {0};
    kh_num_show(&want, stated, -1);
    kh_num_show(&have, inside->total, -1);
    if (kind != KH_NONE) {
        kh_strbuf_adds(&whose, " (");
        kh_strbuf_add(&whose, kh_resolve_name(r, r->kinds.at[kind].name));
        kh_strbuf_adds(&whose, ")");
    }
    KH_SAY(r, KH_E0412, max->place, name, kh_strbuf_slice(&want), kh_strbuf_slice(&have),
           kh_strbuf_slice(&whose));
    *said = true;
    kh_strbuf_free(&want);
    kh_strbuf_free(&have);
    kh_strbuf_free(&whose);
}

static void check_kind(kh_resolver *r, uint32_t kind, sum *sums, bool *said)
{
    size_t n = r->nodes.n; /* the scheme's own stands behind the nodes' */
    for (size_t i = 0; i <= n; i++)
        sums[i] = (sum){.total = KH_ZERO};
    for (size_t i = n; i-- > 0;) {
        kh_score *node = &r->nodes.at[i];
        const kh_node_info *info = &r->node_info.at[i];
        bool checked = node->stated_max && node->child_count && !has_value(node) &&
                       applies(node, kind) && !has_errors(info->tree->inside);
        if (checked)
            compare(r, kh_resolve_name(r, node->name), node->max, kind, &sums[i], &said[i]);
        if (info->troubled && !node->stated_max)
            sums[i].unknown = true;
        add(r, node, kind, &sums[i], &sums[node->parent == KH_NONE ? n : node->parent]);
    }
    kh_slice title = r->model->title ? kh_resolve_name(r, r->model->title) : KH_LIT("scheme");
    if (!r->syntax_errors)
        compare(r, title, r->model->max, kind, &sums[n], &said[n]);
}

static bool depends_on_kind(const kh_resolver *r)
{
    for (size_t i = 0; i < r->nodes.n; i++) {
        const kh_score *n = &r->nodes.at[i];
        if (n->for_kinds || (n->max && n->max->domain.tag != KH_DOMAIN_RUN) ||
            (n->weight && n->weight->domain.tag != KH_DOMAIN_RUN))
            return true;
    }
    return r->model->max && r->model->max->domain.tag != KH_DOMAIN_RUN;
}

static void check_rating(kh_resolver *r, const kh_score *n, const kh_rule *rule)
{
    const kh_scale *s = &r->scales.at[rule->scale];
    kh_num max, best = KH_MINUS_INF;
    bool sums_up = rule->amount && rule->amount->op == KH_X_SUM;
    if (sums_up || !n->max || !kh_expr_constant(r->arena, r->model, n->max, &max))
        return;
    for (uint32_t i = 0; i < s->level_count; i++)
        best = kh_num_max(best, s->levels[i].points);
    if (kh_num_eq(best, max))
        return;
    kh_strbuf want = {0}, have = {0};
    kh_num_show(&want, max, -1);
    kh_num_show(&have, best, -1);
    kh_diag *d =
        KH_SAY(r, KH_E0493, rule->place, kh_resolve_name(r, n->name), kh_strbuf_slice(&want),
               kh_resolve_name(r, s->name), kh_strbuf_slice(&have));
    kh_resolve_related(r, d, KH_R_name_declared, s->place, kh_resolve_name(r, s->name));
    kh_strbuf_free(&want);
    kh_strbuf_free(&have);
}

void kh_check_sums(kh_resolver *r)
{
    size_t n = r->nodes.n + 1;
    sum *sums = KH_NEW_ARRAY(r->arena, sum, n);
    bool *said = KH_NEW_ARRAY(r->arena, bool, n);
    if (r->kinds.n && depends_on_kind(r))
        for (uint32_t k = 0; k < r->kinds.n; k++)
            check_kind(r, k, sums, said);
    else
        check_kind(r, KH_NONE, sums, said);
    for (size_t i = 0; i < r->nodes.n; i++)
        for (uint32_t k = 0; k < r->nodes.at[i].rule_count; k++)
            if (r->nodes.at[i].rules[k].verb == KH_RATE)
                check_rating(r, &r->nodes.at[i], &r->nodes.at[i].rules[k]);
}
