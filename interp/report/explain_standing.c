/* Ranks and selections: with which values a unit was placed, with whom it is tied, why it is in or
 * out. What needs all units (who is tied, the places of those that may be selected) is worked out
 * once for a report. */
#include "report/ledger.h"

struct kh_standing {
    uint32_t *ranked; /* units by rank statement, group, rank */
    uint32_t ranked_count;
    uint32_t *at;           /* unit → its index in ranked, KH_NONE: not ranked */
    uint32_t *first, *last; /* by index in ranked: of those with the same rank */
    uint32_t *group;        /* by index in ranked: how many are ranked together */
    uint32_t **places;      /* [selects][units] place among those that may be selected, 0: none */
    uint32_t **equals;      /* [selects][units] how many stand at that place */
};

enum { TIED_NAMES = 5 };

typedef int comparer(const kh_report_run *run, const void *context, uint32_t a, uint32_t b);

/* A merge sort: stable, and the order of equal ones is that of the units. */
static void sort_units(kh_report_run *run, uint32_t *units, size_t n, comparer *compare,
                       const void *context)
{
    uint32_t *from = units, *to = KH_NEW_ARRAY(run->arena, uint32_t, n + 1);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = start + 2 * width < n ? start + 2 * width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                bool left =
                    j == end || (i < middle && compare(run, context, from[i], from[j]) <= 0);
                to[k] = left ? from[i++] : from[j++];
            }
        }
        uint32_t *t = from;
        from = to;
        to = t;
    }
    if (from != units)
        memcpy(units, from, n * sizeof *units);
}

static bool is_for(uint64_t kinds, const kh_unit *u)
{
    return !kinds || (u->kind != KH_NONE && (kinds >> u->kind & 1));
}

static uint32_t group_of(const kh_report_run *run, bool within_kind, uint32_t unit)
{
    return within_kind ? run->f->units[unit].kind : KH_NONE;
}

/* ---- ranks ------------------------------------------------------------------------------- */

static uint32_t rank_of(const kh_report_run *run, uint32_t unit)
{
    for (uint32_t i = 0; i < run->m->ranks_count; i++)
        if (is_for(run->m->ranks[i].for_kinds, &run->f->units[unit]))
            return i;
    return KH_NONE;
}

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int same_group(const kh_report_run *run, uint32_t a, uint32_t b)
{
    uint32_t r = rank_of(run, a);
    int c = by_number(r, rank_of(run, b));
    if (c || r == KH_NONE)
        return c;
    bool within = run->m->ranks[r].within_kind;
    return by_number(group_of(run, within, a), group_of(run, within, b));
}

static int by_rank(const kh_report_run *run, const void *context, uint32_t a, uint32_t b)
{
    (void)context;
    int c = same_group(run, a, b);
    c = c ? c : by_number(run->r->ranks[a].best, run->r->ranks[b].best);
    return c ? c : by_number(run->r->ranks[a].worst, run->r->ranks[b].worst);
}

/* The stretches of `ranked` that compare equal. */
static void mark_stretches(const kh_report_run *run, kh_standing *s)
{
    for (uint32_t i = 0, end; i < s->ranked_count; i = end) {
        for (end = i + 1;
             end < s->ranked_count && by_rank(run, NULL, s->ranked[i], s->ranked[end]) == 0;)
            end++;
        for (uint32_t k = i; k < end; k++) {
            s->first[k] = i;
            s->last[k] = end - 1;
        }
    }
    for (uint32_t i = 0, end; i < s->ranked_count; i = end) {
        for (end = i + 1;
             end < s->ranked_count && same_group(run, s->ranked[i], s->ranked[end]) == 0;)
            end++;
        for (uint32_t k = i; k < end; k++)
            s->group[k] = end - i;
    }
}

static void sort_ranks(kh_report_run *run, kh_standing *s)
{
    uint32_t n = run->f->unit_count;
    s->ranked = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)n + 1);
    s->at = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)n + 1);
    s->first = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)n + 1);
    s->last = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)n + 1);
    s->group = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = run->r->order[i];
        s->at[u] = KH_NONE;
        if (run->m->ranks_count && run->r->ranks[u].best)
            s->ranked[s->ranked_count++] = u;
    }
    sort_units(run, s->ranked, s->ranked_count, by_rank, NULL);
    for (uint32_t i = 0; i < s->ranked_count; i++)
        s->at[s->ranked[i]] = i;
    mark_stretches(run, s);
}

/* "总分 88.5、察访核验 7" */
static kh_slice keys_text(kh_report_run *run, const kh_order_key *keys, const kh_col *cols,
                          uint32_t n, uint32_t unit)
{
    size_t mark = kh_report_mark(run);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        size_t at = kh_report_mark(run);
        kh_expr_label(run, &run->text, keys[i].key);
        kh_slice label = kh_report_take(run, at);
        if (keys[i].lowest_first)
            KH_PHRASE(&run->text, run->lang, KH_P_LOWEST_FIRST, label);
        else
            kh_strbuf_add(&run->text, label);
        kh_strbuf_addc(&run->text, ' ');
        kh_show_value(run, &run->text, run->p->columns[cols[i]].type,
                      kh_result(run->r, cols[i], unit), kh_column_places(run, cols[i]));
    }
    return kh_report_take(run, mark);
}

static kh_slice count_text(kh_report_run *run, uint32_t n)
{
    size_t mark = kh_report_mark(run);
    kh_strbuf_addf(&run->text, "%u", n);
    return kh_report_take(run, mark);
}

/* Names of those with the same rank, at most TIED_NAMES; empty: none. */
static kh_slice tied_text(kh_report_run *run, const kh_standing *s, uint32_t unit)
{
    uint32_t first = s->first[s->at[unit]], last = s->last[s->at[unit]], named = 0;
    size_t mark = kh_report_mark(run);
    for (uint32_t i = first; i <= last && named < TIED_NAMES; i++) {
        if (s->ranked[i] == unit)
            continue;
        if (named++)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        kh_text_escape(&run->text, kh_unit_name(run, s->ranked[i]));
    }
    kh_slice names = kh_report_take(run, mark);
    if (last - first <= TIED_NAMES)
        return names;
    KH_PHRASE(&run->text, run->lang, KH_P_RANK_TIED_MORE, names, count_text(run, last - first));
    return kh_report_take(run, mark);
}

static void add_part(kh_report_run *run, size_t mark, kh_slice text)
{
    if (text.n == 0)
        return;
    if (run->text.n > mark)
        kh_strbuf_add(&run->text, kh_phrase_text(KH_P_SEMICOLON, run->lang));
    kh_strbuf_add(&run->text, text);
}

static kh_slice phrase(kh_report_run *run, kh_phrase p, kh_slice a, kh_slice b, kh_slice c)
{
    size_t mark = kh_report_mark(run);
    KH_PHRASE(&run->text, run->lang, p, a, b, c);
    return kh_report_take(run, mark);
}

void kh_explain_rank(kh_report_run *run, kh_reasons *reasons, const kh_standing *s, uint32_t unit)
{
    if (s->at[unit] == KH_NONE)
        return;
    const kh_rank *rank = &run->m->ranks[rank_of(run, unit)];
    kh_rank_range range = run->r->ranks[unit];
    size_t mark = kh_report_mark(run);
    kh_strbuf_addf(&run->text, "%u", range.best);
    if (range.worst != range.best)
        kh_strbuf_addf(&run->text, "..%u", range.worst);
    kh_slice place = kh_report_take(run, mark), empty = KH_LIT("");
    kh_slice size = count_text(run, s->group[s->at[unit]]);
    kh_slice keys =
        keys_text(run, rank->keys, run->p->rank_keys[rank - run->m->ranks], rank->key_count, unit);
    kh_slice others = range.best == range.worst ? tied_text(run, s, unit) : empty;
    kh_slice head =
        phrase(run, rank->within_kind ? KH_P_RANK_WITHIN : KH_P_RANK_ALL, size, place, empty);
    kh_slice by = phrase(run, KH_P_RANK_BY, keys, empty, empty);
    if (others.n)
        others = phrase(run, KH_P_RANK_TIED, others, empty, empty);
    add_part(run, mark, head);
    add_part(run, mark, by);
    add_part(run, mark, others);
    *kh_push(run->unit, reasons) = (kh_reason){.about = KH_ABOUT_RANK,
                                               .text = kh_report_take(run, mark),
                                               .cite = rank->docs.cite,
                                               .place = rank->place};
}

/* ---- selections -------------------------------------------------------------------------- */

static uint64_t from_mask(const kh_select *s)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < s->from_count; i++)
        mask |= UINT64_C(1) << s->from[i];
    return mask;
}

/* The veto that bars the unit, KH_NONE. */
static uint32_t barring_veto(const kh_report_run *run, uint32_t select, uint32_t unit)
{
    const kh_model *m = run->m;
    for (uint32_t v = 0; v < m->vetoes_count; v++)
        for (uint32_t i = 0; i < m->vetoes[v].effect_count; i++) {
            const kh_effect *e = &m->vetoes[v].effects[i];
            bool bars = e->type == KH_EFFECT_BARS && e->target == select;
            if (bars && kh_result(run->r, run->p->veto_holds[v], unit).state == KH_MAY_YES)
                return v;
        }
    return KH_NONE;
}

static bool has_grade(const kh_report_run *run, const kh_select *s, uint32_t unit)
{
    return s->from_count == 0 || (run->r->grades[unit] & ~from_mask(s)) == 0;
}

static bool meets(const kh_report_run *run, uint32_t select, uint32_t unit)
{
    kh_col when = run->p->select_when[select];
    return when == KH_NONE || kh_result(run->r, when, unit).state == KH_MAY_YES;
}

static bool may_be_selected(const kh_report_run *run, uint32_t select, uint32_t unit)
{
    const kh_select *s = &run->m->selects[select];
    return is_for(s->for_kinds, &run->f->units[unit]) && has_grade(run, s, unit) &&
           meets(run, select, unit) && barring_veto(run, select, unit) == KH_NONE;
}

static int by_keys(const kh_report_run *run, const void *context, uint32_t a, uint32_t b)
{
    uint32_t select = *(const uint32_t *)context;
    const kh_select *s = &run->m->selects[select];
    int c = by_number(group_of(run, s->within_kind, a), group_of(run, s->within_kind, b));
    for (uint32_t i = 0; i < s->key_count && c == 0; i++) {
        kh_col col = run->p->select_keys[select][i];
        kh_cell x = kh_result(run->r, col, a), y = kh_result(run->r, col, b);
        if (kh_cell_na(x) || kh_cell_na(y))
            c = kh_cell_na(x) - kh_cell_na(y);
        else if (run->p->columns[col].type.tag == KH_TYPE_YES_NO)
            c = (y.state == KH_MAY_YES) - (x.state == KH_MAY_YES);
        else
            c = kh_num_cmp(y.low, x.low);
        if (s->keys[i].lowest_first && !kh_cell_na(x) && !kh_cell_na(y))
            c = -c;
    }
    return c;
}

static void sort_selection(kh_report_run *run, kh_standing *s, uint32_t select)
{
    const kh_select *sel = &run->m->selects[select];
    size_t n = run->f->unit_count, count = 0;
    uint32_t *units = KH_NEW_ARRAY(run->arena, uint32_t, n + 1);
    s->places[select] = KH_NEW_ARRAY(run->arena, uint32_t, n + 1);
    s->equals[select] = KH_NEW_ARRAY(run->arena, uint32_t, n + 1);
    for (uint32_t u = 0; u < n; u++)
        if (may_be_selected(run, select, u))
            units[count++] = u;
    sort_units(run, units, count, by_keys, &select);
    uint32_t place = 0;
    for (size_t i = 0, end; i < count; i = end) {
        bool new_group = i > 0 && group_of(run, sel->within_kind, units[i]) !=
                                      group_of(run, sel->within_kind, units[i - 1]);
        place = new_group ? 0 : place;
        for (end = i + 1; end < count && by_keys(run, &select, units[i], units[end]) == 0;)
            end++;
        for (size_t k = i; k < end; k++) {
            s->places[select][units[k]] = place + 1;
            s->equals[select][units[k]] = (uint32_t)(end - i);
        }
        place += (uint32_t)(end - i);
    }
}

kh_standing *kh_standing_new(kh_report_run *run)
{
    kh_standing *s = KH_NEW(run->arena, kh_standing);
    uint32_t selects = run->m->selects_count;
    sort_ranks(run, s);
    s->places = KH_NEW_ARRAY(run->arena, uint32_t *, (size_t)selects + 1);
    s->equals = KH_NEW_ARRAY(run->arena, uint32_t *, (size_t)selects + 1);
    /* With open results nobody's place is certain. */
    for (uint32_t i = 0; i < selects && !run->r->any_provisional; i++)
        sort_selection(run, s, i);
    return s;
}

static kh_slice from_text(kh_report_run *run, const kh_select *s)
{
    size_t mark = kh_report_mark(run);
    for (uint32_t i = 0; i < s->from_count; i++) {
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        kh_text_escape(&run->text, kh_name_of(run, run->m->grades[s->from[i]].name));
    }
    return kh_report_take(run, mark);
}

/* What ties at the edge of the selection did; empty: nothing. */
static kh_slice edge_text(kh_report_run *run, const kh_standing *s, uint32_t select, uint32_t unit)
{
    const kh_select *sel = &run->m->selects[select];
    uint32_t place = s->places[select][unit], equals = s->equals[select][unit];
    kh_num last = kh_num_int((int64_t)place + equals - 1);
    kh_num top = kh_result(run->r, run->p->select_top[select], unit).low;
    kh_slice empty = KH_LIT("");
    if (kh_num_cmp(kh_num_int(place), top) > 0 || kh_num_cmp(last, top) <= 0)
        return empty;
    return phrase(run, sel->ties == KH_TIES_EXTEND ? KH_P_SELECT_TIED : KH_P_SELECT_CUT,
                  count_text(run, place), empty, empty);
}

/* Where it stands among those that may be selected. */
static kh_slice place_text(kh_report_run *run, const kh_standing *s, uint32_t select, uint32_t unit,
                           bool in)
{
    const kh_select *sel = &run->m->selects[select];
    kh_slice empty = KH_LIT("");
    if (!sel->top || run->p->select_top[select] == KH_NONE)
        return empty;
    kh_slice keys = keys_text(run, sel->keys, run->p->select_keys[select], sel->key_count, unit);
    kh_slice top = kh_cell_text(run, kh_result(run->r, run->p->select_top[select], unit), -1);
    if (!s->places[select] || s->places[select][unit] == 0)
        return phrase(run, in ? KH_P_SELECT_WITHIN : KH_P_SELECT_BEYOND, top, keys, empty);
    kh_slice place = count_text(run, s->places[select][unit]);
    kh_slice text = phrase(run, KH_P_SELECT_PLACE, top, place, keys);
    kh_slice edge = edge_text(run, s, select, unit);
    size_t mark = kh_report_mark(run);
    add_part(run, mark, text);
    add_part(run, mark, edge);
    return kh_report_take(run, mark);
}

static kh_slice out_text(kh_report_run *run, const kh_standing *s, uint32_t select, uint32_t unit)
{
    const kh_select *sel = &run->m->selects[select];
    kh_slice empty = KH_LIT("");
    size_t mark = kh_report_mark(run);
    uint32_t veto = barring_veto(run, select, unit);
    if (sel->from_count && (run->r->grades[unit] & from_mask(sel)) == 0) {
        kh_show_grades(run, &run->text, run->r->grades[unit], ";");
        kh_slice grades = kh_report_take(run, mark);
        return phrase(run, KH_P_SELECT_GRADE, grades, from_text(run, sel), empty);
    }
    if (veto != KH_NONE)
        return phrase(run, KH_P_SELECT_BARRED, kh_escaped_name(run, run->m->vetoes[veto].name),
                      empty, empty);
    if (!meets(run, select, unit))
        return kh_phrase_text(KH_P_SELECT_WHEN, run->lang);
    return place_text(run, s, select, unit, false);
}

static void explain_selection(kh_report_run *run, kh_reasons *reasons, const kh_standing *s,
                              uint32_t select, uint32_t unit)
{
    static const kh_phrase heads[] = {
        [KH_OUT] = KH_P_SELECT_OUT,
        [KH_POSSIBLE] = KH_P_SELECT_POSSIBLE,
        [KH_CERTAIN] = KH_P_SELECT_IN,
    };
    const kh_select *sel = &run->m->selects[select];
    uint8_t choice = run->r->selected[(size_t)unit * run->m->selects_count + select];
    kh_slice empty = KH_LIT("");
    kh_slice head = phrase(run, heads[choice], kh_escaped_name(run, sel->name), empty, empty);
    kh_slice why = choice == KH_OUT       ? out_text(run, s, select, unit)
                   : choice == KH_CERTAIN ? place_text(run, s, select, unit, true)
                                          : empty;
    size_t mark = kh_report_mark(run);
    add_part(run, mark, head);
    add_part(run, mark, why);
    kh_reason reason = {.about = KH_ABOUT_SELECTION,
                        .name = sel->name,
                        .text = kh_report_take(run, mark),
                        .cite = sel->docs.cite,
                        .place = sel->place};
    if (sel->when && !meets(run, select, unit))
        kh_condition_atoms(run, &reason.atoms, sel->when, unit, false);
    *kh_push(run->unit, reasons) = reason;
}

void kh_explain_selections(kh_report_run *run, kh_reasons *reasons, const kh_standing *s,
                           uint32_t unit)
{
    for (uint32_t i = 0; i < run->m->selects_count; i++)
        if (is_for(run->m->selects[i].for_kinds, &run->f->units[unit]))
            explain_selection(run, reasons, s, i, unit);
}
