/* A report's inside, for tests of its single parts: lives until the case is freed. */
#ifndef KH_TESTS_REPORT_RUN_CASE_H
#define KH_TESTS_REPORT_RUN_CASE_H

#include "office.h"
#include "report/ledger.h"

typedef struct run_case {
    kh_report_run run;
    kh_strbuf out;
    kh_report_options options;
} run_case;

static inline void run_case_begin(run_case *c, office *o, kh_lang lang)
{
    if (!o->r)
        o->r = build_run(o->b);
    cr_assert(o->r != NULL && o->b->d.errors == 0);
    *c = (run_case){.options = {.lang = lang}};
    c->run = (kh_report_run){.r = o->r,
                             .o = &c->options,
                             .p = o->r->plan,
                             .m = &o->b->m,
                             .f = &o->b->f,
                             .lang = lang,
                             .out = &c->out,
                             .arena = kh_arena_new(),
                             .unit = kh_arena_new()};
}

static inline void run_case_end(run_case *c)
{
    kh_strbuf_free(&c->run.text);
    kh_strbuf_free(&c->out);
    kh_arena_free(c->run.arena);
    kh_arena_free(c->run.unit);
}

/* What was written since the last call. */
static inline const char *run_case_text(run_case *c)
{
    const char *text = kh_arena_copy(c->run.arena, kh_strbuf_slice(&c->out)).p;
    kh_strbuf_clear(&c->out);
    return text;
}

#endif
