/* Lowering what is inside: a block's nodes added up; where some of them are absent and 折算 is
 * said, the others count for them. */
#include "model/lower.h"

/* The children, or the nodes directly below the scheme. */
static uint32_t nodes_inside(const kh_lowering *l, uint32_t node, bool extras, uint32_t *out)
{
    const kh_model *m = l->m;
    uint32_t n = 0, count = node == KH_NONE ? m->nodes_count : m->nodes[node].child_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t child = node == KH_NONE ? i : m->nodes[node].children[i];
        if (m->nodes[child].parent == node && (m->nodes[child].type == KH_EXTRA) == extras)
            out[n++] = child;
    }
    return n;
}

kh_col kh_lower_marks(kh_lowering *l, uint32_t node)
{
    const kh_plan_node *p = &l->plan->nodes[node];
    return l->m->nodes[node].rescale ? p->full : p->max;
}

static bool rescales(const kh_lowering *l, const uint32_t *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (l->m->nodes[nodes[i]].rescale)
            return true;
    return false;
}

static kh_col rescaled(kh_lowering *l, const uint32_t *nodes, uint32_t n)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, 3 * (size_t)n);
    for (uint32_t i = 0; i < n; i++) {
        const kh_score *node = &l->m->nodes[nodes[i]];
        const kh_plan_node *p = &l->plan->nodes[nodes[i]];
        kh_col marks = p->full == KH_NONE ? kh_lower_constant(l, KH_ZERO) : p->full;
        if (p->weight != KH_NONE)
            marks = kh_lower_two(l, KH_DO_MUL, KH_TYPE_NUMBER, marks, p->weight);
        args[3 * i] = node->rescale ? p->gate : kh_lower_yes_no(l, true);
        args[3 * i + 1] = p->counted;
        args[3 * i + 2] = marks;
    }
    return kh_lower_map(l, (kh_operation){.code = KH_DO_RESCALED}, args, 3 * n,
                        kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_inside(kh_lowering *l, uint32_t node, bool extras)
{
    uint32_t most = node == KH_NONE ? l->m->nodes_count : l->m->nodes[node].child_count;
    uint32_t *inside = KH_NEW_ARRAY(l->arena, uint32_t, most + 1u);
    uint32_t n = nodes_inside(l, node, extras, inside);
    if (n == 0)
        return KH_NONE;
    if (rescales(l, inside, n))
        return rescaled(l, inside, n);
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, n);
    for (uint32_t i = 0; i < n; i++)
        args[i] = l->plan->nodes[inside[i]].counted;
    /* The sum of one is a column of its own: the child's result and the section's are two things.
     */
    return kh_lower_map(l, (kh_operation){.code = KH_DO_SUM}, args, n,
                        kh_lower_type(KH_TYPE_NUMBER));
}
