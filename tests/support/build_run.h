/* Facts made by hand for a model of build.h, running it, and cells as texts. */
#ifndef KH_TESTS_SUPPORT_BUILD_RUN_H
#define KH_TESTS_SUPPORT_BUILD_RUN_H

#include "eval/eval.h"
#include "support/build.h"

/* ---- facts ------------------------------------------------------------------------------- */

static inline uint32_t build_unit(build *b, const char *name, uint32_t kind)
{
    assert(b->f.unit_count < b->unit_room);
    uint32_t u = b->f.unit_count++;
    b->f.units[u] = (kh_unit){.name = build_name(b, name), .kind = kind, .parent = KH_NONE};
    for (uint32_t r = 0; r < b->m.records_count; r++)
        b->f.records[r].start[u + 1] = b->f.records[r].row_count;
    return u;
}

static inline void cell_number(kh_fact_column *c, uint32_t row, kh_num x)
{
    c->state[row] = KH_FILED_VALUE;
    c->numbers[row] = x;
}

static inline void cell_code(kh_fact_column *c, uint32_t row, int32_t code)
{
    c->state[row] = KH_FILED_VALUE;
    c->codes[row] = code;
}

static inline void fact_int(build *b, uint32_t fact, uint32_t unit, int64_t x)
{
    cell_number(&b->f.facts[fact], unit, kh_num_int(x));
}

static inline void fact_code(build *b, uint32_t fact, uint32_t unit, int32_t code)
{
    cell_code(&b->f.facts[fact], unit, code);
}

static inline void fact_na(build *b, uint32_t fact, uint32_t unit)
{
    b->f.facts[fact].state[unit] = KH_FILED_NA;
}

/* A row of the last unit. */
static inline uint32_t build_row(build *b, uint32_t record, int64_t count)
{
    kh_record_table *t = &b->f.records[record];
    assert(t->row_count < b->row_room && b->f.unit_count);
    uint32_t row = t->row_count++;
    t->unit[row] = b->f.unit_count - 1;
    t->count[row] = count;
    t->item[row] = KH_NONE;
    t->places[row] = (kh_place){2, 1, row};
    t->start[b->f.unit_count] = t->row_count;
    return row;
}

static inline kh_fact_column *row_field(build *b, uint32_t record, uint32_t field)
{
    return &b->f.records[record].fields[field];
}

/* ---- running ----------------------------------------------------------------------------- */

static inline kh_results *build_run_with(build *b, kh_eval_options options)
{
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    return p ? kh_evaluate(b->a, p, &b->f, &options, &b->d) : NULL;
}

static inline kh_results *build_run(build *b)
{
    return build_run_with(b, (kh_eval_options){.trace = true});
}

static inline kh_cell shown(const kh_results *r, uint32_t show, uint32_t unit)
{
    return kh_result(r, r->plan->shows[show], unit);
}

static inline kh_cell node_result(const kh_results *r, uint32_t node, uint32_t unit)
{
    return kh_result(r, r->plan->nodes[node].result, unit);
}

static inline kh_cell total_of(const kh_results *r, uint32_t unit)
{
    return kh_result(r, r->plan->total, unit);
}

/* "7", "[3,5]", "[0,inf]", "n/a", "[1,2]|n/a", "yes", "no", "yes|no"; a settled number alone; "?"
 * in front: no value. */
static inline const char *cell_text(build *b, kh_cell c)
{
    kh_strbuf s = {0};
    static const struct {
        uint8_t bit;
        const char *word;
    } words[] = {{KH_MAY_YES, "yes"}, {KH_MAY_NO, "no"}, {KH_MAY_NA, "n/a"}};
    if (c.state & KH_NO_VALUE)
        kh_strbuf_addc(&s, '?');
    if (c.state & KH_MAY_VALUE) {
        bool range = kh_num_cmp(c.low, c.high) != 0;
        kh_strbuf_adds(&s, range ? "[" : "");
        if (kh_num_is_finite(c.low))
            kh_num_show_exact(&s, c.low);
        else
            kh_strbuf_adds(&s, "-inf");
        kh_strbuf_adds(&s, range ? "," : "");
        if (range && kh_num_is_finite(c.high))
            kh_num_show_exact(&s, c.high);
        else if (range)
            kh_strbuf_adds(&s, "inf");
        kh_strbuf_adds(&s, range ? "]" : "");
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c.state & words[i].bit) {
            kh_strbuf_adds(&s, s.n && s.at[s.n - 1] != '?' ? "|" : "");
            kh_strbuf_adds(&s, words[i].word);
        }
    kh_slice text = kh_arena_copy(b->a, kh_strbuf_slice(&s));
    kh_strbuf_free(&s);
    return text.p;
}

#endif
