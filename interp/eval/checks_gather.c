/* What is said of aggregates once they have run: records without a day, weights that were rescaled.
 */
#include "eval/cross.h"

static kh_slice unit_name(const kh_run *run, uint32_t unit)
{
    return kh_intern_text(run->plan->model->names, run->facts->units[unit].name);
}

static kh_place place_of(const kh_run *run, kh_col col)
{
    const kh_expr *e = run->plan->columns[col].expr;
    uint32_t node = run->plan->operations[col].index;
    if (e)
        return e->place;
    return node < run->plan->model->nodes_count ? run->plan->model->nodes[node].place : KH_NOWHERE;
}

/* A record is named once, however many aggregates ask for it. */
static void report_undated(kh_run *run)
{
    for (size_t i = 0; i < run->undated.n; i++) {
        const kh_event *e = &run->undated.at[i];
        uint32_t record = run->plan->operations[e->operation].domain.record;
        KH_REPORT(run->diags, KH_E0741, run->facts->records[record].places[e->row],
                  kh_intern_text(run->plan->model->names, run->plan->model->records[record].name),
                  unit_name(run, e->unit));
    }
}

/* One note for each aggregate, with the first unit and how many there are. */
static void report_rescaled(kh_run *run)
{
    uint32_t *units = KH_NEW_ARRAY(run->arena, uint32_t, run->plan->columns_count + 1u);
    for (size_t i = 0; i < run->rescaled.n; i++)
        units[run->rescaled.at[i].operation]++;
    for (size_t i = 0; i < run->rescaled.n; i++) {
        const kh_negative *w = &run->rescaled.at[i];
        if (units[w->operation] == 0)
            continue;
        kh_strbuf count = {0}, sum = {0};
        kh_strbuf_addf(&count, "%u", units[w->operation]);
        kh_num_show(&sum, kh_num_mul(run->arena, w->value, kh_num_int(100)), -1);
        kh_strbuf_addc(&sum, '%');
        KH_REPORT(run->diags, KH_E0740, place_of(run, w->operation), unit_name(run, w->unit),
                  kh_strbuf_slice(&sum), kh_strbuf_slice(&count));
        kh_strbuf_free(&count);
        kh_strbuf_free(&sum);
        units[w->operation] = 0;
    }
}

static kh_slice item_name(const kh_run *run, uint32_t node)
{
    const kh_model *m = run->plan->model;
    return node == KH_NONE ? KH_LIT("—") : kh_intern_text(m->names, m->nodes[node].name);
}

/* Said once for an item or column, with the first unit that it happens to. */
static void report_events(kh_run *run, const kh_event *events, size_t n, kh_code code)
{
    bool *done = KH_NEW_ARRAY(run->arena, bool, run->plan->columns_count + 1u);
    for (size_t i = 0; i < n; i++) {
        const kh_event *e = &events[i];
        if (done[e->operation])
            continue;
        done[e->operation] = true;
        kh_slice unit = e->unit == KH_NONE ? KH_LIT("—") : unit_name(run, e->unit);
        KH_REPORT(run->diags, code, place_of(run, e->operation), unit,
                  item_name(run, run->plan->operations[e->operation].index));
    }
}

/* Once for an expression and a year. */
static void report_uncovered(kh_run *run)
{
    kh_map *done = kh_map_new(run->arena);
    for (size_t i = 0; i < run->uncovered.n; i++) {
        const kh_uncovered *u = &run->uncovered.at[i];
        int year, month, day;
        kh_date_split(u->day, &year, &month, &day);
        uint64_t key = (uint64_t)u->operation << 32 | (uint32_t)year;
        if (kh_map_get(done, key) != KH_NONE)
            continue;
        kh_map_set(done, key, 1);
        kh_strbuf shown = {0};
        kh_strbuf_addf(&shown, "%d", year);
        KH_REPORT(run->diags, KH_E0650, place_of(run, u->operation),
                  item_name(run, run->plan->operations[u->operation].index),
                  kh_strbuf_slice(&shown));
        kh_strbuf_free(&shown);
    }
}

void kh_run_gathered(kh_run *run)
{
    report_uncovered(run);
    report_events(run, run->undecided.at, run->undecided.n, KH_E0742);
    report_events(run, run->too_large.at, run->too_large.n, KH_E0743);
    report_undated(run);
    report_rescaled(run);
}
