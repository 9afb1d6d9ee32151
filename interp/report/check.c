/* What `check` says of a scheme in which it found no errors: what is in it, and how much of the
 * paper it covers. */
#include "report/inside.h"

typedef struct summary {
    const kh_model *m;
    const kh_results *r;
    kh_lang lang;
    kh_strbuf *out;
    kh_arena *arena;
    kh_strbuf text;
} summary;

static kh_slice take(summary *s)
{
    kh_slice kept = kh_arena_copy(s->arena, kh_strbuf_slice(&s->text));
    kh_strbuf_clear(&s->text);
    return kept;
}

static kh_slice number(summary *s, uint32_t n)
{
    kh_strbuf_addf(&s->text, "%u", n);
    return take(s);
}

/* ---- clauses ----------------------------------------------------------------------------- */

static void add_clause(kh_intern *clauses, const kh_docs *docs)
{
    if (docs->cite.n)
        kh_intern_id(clauses, docs->cite);
}

/* How many different clauses are cited anywhere. */
static uint32_t cited(const summary *s)
{
    const kh_model *m = s->m;
    kh_intern *clauses = kh_intern_new(s->arena);
    add_clause(clauses, &m->docs);
    for (uint32_t i = 0; i < m->nodes_count; i++) {
        add_clause(clauses, &m->nodes[i].docs);
        for (uint32_t k = 0; k < m->nodes[i].rule_count; k++)
            add_clause(clauses, &m->nodes[i].rules[k].docs);
        for (uint32_t k = 0; k < m->nodes[i].group_count; k++)
            add_clause(clauses, &m->nodes[i].groups[k].docs);
    }
    for (uint32_t i = 0; i < m->facts_count; i++)
        add_clause(clauses, &m->facts[i].docs);
    for (uint32_t i = 0; i < m->vetoes_count; i++)
        add_clause(clauses, &m->vetoes[i].docs);
    for (uint32_t i = 0; i < m->grades_count; i++)
        add_clause(clauses, &m->grades[i].docs);
    for (uint32_t i = 0; i < m->ranks_count; i++)
        add_clause(clauses, &m->ranks[i].docs);
    for (uint32_t i = 0; i < m->selects_count; i++)
        add_clause(clauses, &m->selects[i].docs);
    return kh_intern_count(clauses);
}

static void say_clauses(summary *s)
{
    uint32_t n = cited(s);
    if (n == 0 && s->m->omits_count == 0)
        return;
    kh_strbuf_adds(s->out, "  ");
    KH_PHRASE(s->out, s->lang, KH_P_CHECK_CLAUSES, number(s, n), number(s, s->m->omits_count));
    kh_strbuf_addc(s->out, '\n');
}

/* ---- the scheme -------------------------------------------------------------------------- */

static void say_kinds(summary *s)
{
    const kh_model *m = s->m;
    if (m->kinds_count == 0)
        return;
    for (uint32_t i = 0; i < m->kinds_count; i++) {
        if (i)
            kh_strbuf_add(&s->text, kh_phrase_text(KH_P_COMMA, s->lang));
        kh_text_escape(&s->text, kh_intern_text(m->names, m->kinds[i].name));
    }
    kh_strbuf_adds(s->out, "  ");
    KH_PHRASE(s->out, s->lang, KH_P_CHECK_KINDS, take(s));
    kh_strbuf_addc(s->out, '\n');
}

/* The maximum when it is one number for every kind of unit. */
static bool full_marks(const summary *s, kh_num *sum)
{
    const kh_model *m = s->m;
    *sum = KH_ZERO;
    if (m->max)
        return kh_expr_constant(s->arena, m, m->max, sum);
    for (uint32_t i = 0; i < m->nodes_count; i++) {
        const kh_score *n = &m->nodes[i];
        kh_num max;
        if (n->parent != KH_NONE || n->type == KH_EXTRA)
            continue;
        if (n->for_kinds || n->weight || !n->max || !kh_expr_constant(s->arena, m, n->max, &max))
            return false;
        *sum = kh_num_add(s->arena, *sum, max);
    }
    return true;
}

static void say_items(summary *s)
{
    uint32_t n = 0;
    kh_num max;
    for (uint32_t i = 0; i < s->m->nodes_count; i++)
        n += s->m->nodes[i].rule_count > 0;
    kh_strbuf_adds(s->out, "  ");
    KH_PHRASE(s->out, s->lang, KH_P_CHECK_ITEMS, number(s, n));
    if (full_marks(s, &max)) {
        kh_num_show(&s->text, max, -1);
        KH_PHRASE(s->out, s->lang, KH_P_CHECK_MAX, take(s));
    }
    kh_strbuf_addc(s->out, '\n');
}

static void say_units(summary *s)
{
    if (!s->r)
        return;
    uint32_t provisional = 0;
    for (uint32_t u = 0; u < s->r->facts->unit_count; u++)
        provisional += s->r->provisional[u];
    kh_strbuf_adds(s->out, "  ");
    KH_PHRASE(s->out, s->lang, KH_P_CHECK_UNITS, number(s, s->r->facts->unit_count));
    if (provisional)
        KH_PHRASE(s->out, s->lang, KH_P_CHECK_PROVISIONAL, number(s, provisional));
    kh_strbuf_addc(s->out, '\n');
}

static void say_all(summary *s)
{
    kh_slice title = kh_phrase_text(KH_P_CHECK_SCHEME, s->lang);
    if (s->m->title) {
        kh_text_escape(&s->text, kh_intern_text(s->m->names, s->m->title));
        title = take(s);
    }
    KH_PHRASE(s->out, s->lang, KH_P_CHECK_FINE, title);
    kh_strbuf_addc(s->out, '\n');
    say_kinds(s);
    say_items(s);
    say_clauses(s);
    say_units(s);
}

static void finish(summary *s)
{
    kh_strbuf_free(&s->text);
    kh_arena_free(s->arena);
}

static void say_guarded(summary *s)
{
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        s->arena = kh_arena_new();
        say_all(s);
        kh_guard_leave(&guard);
        finish(s);
        return;
    }
    s->text = (kh_strbuf){0}; /* gone with the guard */
    finish(s);
    kh_out_of_memory();
}

void kh_report_check(kh_strbuf *out, const kh_model *m, const kh_results *r, kh_lang lang)
{
    summary s = {.m = m, .r = r, .lang = lang, .out = out};
    say_guarded(&s);
}
