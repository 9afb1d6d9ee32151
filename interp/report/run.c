/* What every report begins and ends with. */
#include "report/inside.h"

static void finish(kh_report_run *run)
{
    kh_strbuf_free(&run->text);
    kh_arena_free(run->unit);
    kh_arena_free(run->arena);
}

/* `run` lives outside of the function that sets the guard, so its contents are certain behind it.
 */
static void write_guarded(kh_report_run *run, void (*step)(kh_report_run *))
{
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        run->arena = kh_arena_new();
        run->unit = kh_arena_new();
        step(run);
        kh_guard_leave(&guard);
        finish(run);
        return;
    }
    run->text = (kh_strbuf){0}; /* gone with the guard */
    finish(run);
    kh_out_of_memory();
}

void kh_report_write(kh_strbuf *out, const kh_results *r, const kh_report_options *o,
                     void (*step)(kh_report_run *))
{
    kh_report_run run = {
        .r = r,
        .o = o,
        .p = r->plan,
        .m = r->plan->model,
        .f = r->facts,
        .lang = o->lang,
        .out = out,
    };
    write_guarded(&run, step);
}

size_t kh_report_mark(const kh_report_run *run)
{
    return run->text.n;
}

kh_slice kh_report_take(kh_report_run *run, size_t mark)
{
    kh_slice kept = KH_LIT("");
    if (run->text.n > mark)
        kept = kh_arena_copy(run->unit, (kh_slice){run->text.at + mark, run->text.n - mark});
    run->text.n = mark;
    if (run->text.at)
        run->text.at[mark] = '\0';
    return kept;
}

static bool is_wanted(const kh_report_run *run, uint32_t unit)
{
    kh_slice name = kh_unit_name(run, unit);
    for (size_t i = 0; i < run->o->unit_count; i++)
        if (kh_slice_eq(run->o->units[i], name))
            return true;
    return run->o->unit_count == 0;
}

uint32_t *kh_report_units(kh_report_run *run, uint32_t *n)
{
    uint32_t count = run->f->unit_count;
    uint32_t *units = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)count + 1);
    *n = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t u = run->o->input_order ? i : run->r->order[i];
        if (is_wanted(run, u))
            units[(*n)++] = u;
    }
    return units;
}

const kh_gap *kh_report_gaps(const kh_gap *gaps, uint32_t count, uint32_t unit, uint32_t *n)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (gaps[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    *n = 0;
    while (low + *n < count && gaps[low + *n].unit == unit)
        (*n)++;
    return gaps + low;
}
