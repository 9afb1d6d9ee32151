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
    return e ? e->place : KH_NOWHERE;
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

void kh_run_gathered(kh_run *run)
{
    report_undated(run);
    report_rescaled(run);
}
