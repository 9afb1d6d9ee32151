/* The plan as text: a line per operation, then a line per node and result with the columns that
 * hold its stages. */
#include "model/plan.h"

static const char *opcode_name(kh_opcode code)
{
    static const char *const names[] = {
#define OPERATION(id, args, text) #id,
#include "model/operations.def"
#undef OPERATION
    };
    return names[code];
}

static void put_col(kh_strbuf *out, const char *label, kh_col col)
{
    if (col != KH_NONE)
        kh_strbuf_addf(out, " %s c%u", label, col);
}

static void put_number(kh_strbuf *out, const char *label, kh_num x)
{
    kh_strbuf_addf(out, " %s ", label);
    kh_num_show_exact(out, x);
}

static void put_domain(kh_strbuf *out, const kh_plan *p, kh_domain d)
{
    switch (d.tag) {
    case KH_DOMAIN_RUN:
        kh_strbuf_adds(out, "run");
        break;
    case KH_DOMAIN_UNIT:
        kh_strbuf_adds(out, "unit");
        break;
    case KH_DOMAIN_RECORD:
        kh_strbuf_add(out, kh_intern_text(p->model->names, p->model->records[d.record].name));
        break;
    }
}

static void put_named(kh_strbuf *out, const kh_plan *p, kh_id name)
{
    kh_strbuf_adds(out, " 「");
    kh_strbuf_add(out, kh_intern_text(p->model->names, name));
    kh_strbuf_adds(out, "」");
}

/* What an operation has beside its arguments. */
static void put_details(kh_strbuf *out, const kh_plan *p, const kh_operation *op)
{
    const kh_model *m = p->model;
    if (op->code == KH_DO_NUMBER)
        put_number(out, "", op->number);
    else if (op->code == KH_DO_YES_NO || op->code == KH_DO_CODE)
        kh_strbuf_addf(out, " %d", (int)op->index);
    else if (op->code == KH_DO_FACT)
        put_named(out, p, m->facts[op->index].name);
    else if (op->code == KH_DO_FIELD || op->code == KH_DO_KEY)
        put_named(out, p, m->records[op->domain.record].fields[op->index].name);
    else if (op->code == KH_DO_FILED_UNDER || op->code == KH_DO_AMOUNT)
        put_named(out, p, m->nodes[op->index].name);
    else if (op->code == KH_DO_SELECTED)
        put_named(out, p, m->selects[op->index].name);
    else if (op->code == KH_DO_KIND_IN)
        kh_strbuf_addf(out, " %lld", (long long)op->mask);
    else if (op->code == KH_DO_POINTS)
        put_named(out, p, m->scales[op->index].name);
    else if (op->code == KH_DO_ROUND || op->code == KH_DO_ROUND_ENCLOSED)
        kh_strbuf_addf(out, " %d %d", op->places, (int)op->mode);
    else if (op->split)
        kh_strbuf_addf(out, " asks %u of the last %u", op->split->subjects, op->index);
    if (op->code == KH_DO_TOTAL_FIRST || op->code == KH_DO_TOTAL_HIGHEST)
        kh_strbuf_addf(out, " keys %u", op->index);
    else if (op->code == KH_DO_IS_FIRST || op->code == KH_DO_IS_HIGHEST)
        kh_strbuf_addf(out, " keys %u set %d", op->index, op->places);
    if ((op->code == KH_DO_FACT || op->code == KH_DO_FIELD) && op->mask)
        kh_strbuf_adds(out, " or n/a");
    if (op->code == KH_DO_FIRST || op->code == KH_DO_MONTHS)
        kh_strbuf_addf(out, " %u", op->index);
    if (op->code == KH_DO_GATHER || op->code == KH_DO_OF_LIST) {
        kh_strbuf_addf(out, " %u %lld", op->index, (long long)op->mask);
        put_number(out, "share", op->number);
    }
    if (op->code == KH_DO_WITHIN || op->code == KH_DO_ONLY) {
        put_number(out, "from", op->low);
        put_number(out, "to", op->high);
    }
}

static void put_operation(kh_strbuf *out, const kh_plan *p, const kh_operation *op)
{
    kh_strbuf_addf(out, "c%u ", op->dst);
    put_domain(out, p, p->columns[op->dst].domain);
    kh_strbuf_addf(out, " = %s", opcode_name(op->code));
    for (uint32_t i = 0; i < op->n; i++)
        kh_strbuf_addf(out, " c%u", op->args[i]);
    put_details(out, p, op);
    if (op->domain.tag == KH_DOMAIN_RECORD && p->columns[op->dst].domain.tag == KH_DOMAIN_UNIT) {
        kh_strbuf_adds(out, " over ");
        put_domain(out, p, op->domain);
    }
    if (op->stratum)
        kh_strbuf_addf(out, " stratum %u", op->stratum);
    kh_strbuf_addc(out, '\n');
}

static void put_rule(kh_strbuf *out, const kh_plan_rule *r)
{
    kh_strbuf_adds(out, "  rule");
    put_col(out, "condition", r->condition);
    put_col(out, "unless", r->unless);
    put_col(out, "counted", r->counted);
    put_col(out, "times", r->times);
    put_col(out, "measured", r->measured);
    put_col(out, "size", r->size);
    put_col(out, "count", r->count);
    put_col(out, "basis", r->basis);
    put_col(out, "amount", r->amount);
    put_col(out, "raw", r->raw);
    put_col(out, "kept", r->kept);
    put_col(out, "taken", r->taken);
    put_col(out, "limit", r->limit);
    put_col(out, "points", r->points);
    put_col(out, "applies", r->applies);
    put_col(out, "acts", r->acts);
    kh_strbuf_addc(out, '\n');
}

static void put_group(kh_strbuf *out, const kh_plan_group *g)
{
    kh_strbuf_adds(out, "  together");
    put_col(out, "condition", g->condition);
    put_col(out, "unless", g->unless);
    put_col(out, "raw", g->raw);
    put_col(out, "kept", g->kept);
    put_col(out, "limit", g->limit);
    put_col(out, "points", g->points);
    kh_strbuf_addc(out, '\n');
}

static void put_node(kh_strbuf *out, const kh_plan *p, uint32_t node)
{
    const kh_plan_node *n = &p->nodes[node];
    kh_strbuf_adds(out, "node");
    put_named(out, p, p->model->nodes[node].name);
    put_col(out, "applies", n->applies);
    put_col(out, "max", n->max);
    put_col(out, "base", n->base);
    put_col(out, "start", n->start);
    put_col(out, "subtotal", n->subtotal);
    put_col(out, "value", n->value);
    put_col(out, "raw", n->raw);
    put_col(out, "floor", n->floor);
    put_col(out, "cap", n->cap);
    put_col(out, "limited", n->limited);
    put_col(out, "extras", n->extras);
    put_col(out, "corrected", n->corrected);
    put_col(out, "result", n->result);
    put_col(out, "weight", n->weight);
    put_col(out, "counted", n->counted);
    kh_strbuf_addc(out, '\n');
    for (uint32_t i = 0; i < p->model->nodes[node].rule_count; i++)
        put_rule(out, &n->rules[i]);
    for (uint32_t i = 0; i < p->model->nodes[node].group_count; i++)
        put_group(out, &n->groups[i]);
}

static void put_keys(kh_strbuf *out, const kh_col *keys, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        put_col(out, "key", keys[i]);
}

static void put_results(kh_strbuf *out, const kh_plan *p)
{
    const kh_model *m = p->model;
    for (uint32_t i = 0; i < m->vetoes_count; i++) {
        kh_strbuf_adds(out, "veto");
        put_named(out, p, m->vetoes[i].name);
        put_col(out, "holds", p->veto_holds[i]);
        kh_strbuf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < m->grades_count; i++) {
        kh_strbuf_adds(out, "grade");
        put_named(out, p, m->grades[i].name);
        put_col(out, "when", p->grade_when[i]);
        kh_strbuf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < m->ranks_count; i++) {
        kh_strbuf_adds(out, "rank");
        put_keys(out, p->rank_keys[i], m->ranks[i].key_count);
        kh_strbuf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < m->selects_count; i++) {
        kh_strbuf_adds(out, "select");
        put_named(out, p, m->selects[i].name);
        put_col(out, "top", p->select_top[i]);
        put_col(out, "when", p->select_when[i]);
        put_keys(out, p->select_keys[i], m->selects[i].key_count);
        kh_strbuf_addf(out, " stratum %u\n", p->select_stratum[i]);
    }
    for (uint32_t i = 0; i < m->shows_count; i++) {
        kh_strbuf_adds(out, "show");
        put_named(out, p, m->shows[i].name);
        put_col(out, "value", p->shows[i]);
        kh_strbuf_addc(out, '\n');
    }
}

void kh_plan_dump(kh_strbuf *out, const kh_plan *p)
{
    for (uint32_t i = 0; i < p->operations_count; i++)
        put_operation(out, p, &p->operations[i]);
    for (uint32_t i = 0; i < p->model->nodes_count; i++)
        put_node(out, p, i);
    kh_strbuf_adds(out, "total");
    put_col(out, "subtotal", p->subtotal);
    put_col(out, "extras", p->extras);
    put_col(out, "raw", p->raw_total);
    put_col(out, "limited", p->limited_total);
    put_col(out, "result", p->total);
    put_col(out, "max", p->max_total);
    kh_strbuf_addc(out, '\n');
    put_results(out, p);
}
