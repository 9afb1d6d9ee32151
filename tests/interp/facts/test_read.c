/* Reading a file of any form when memory runs out: nothing is left behind, nothing crashes. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "rows.h"

TestSuite(read, .init = rows_set_up, .fini = rows_tear_down);

static void count_row(void *context, const kh_raw_row *row)
{
    (void)row;
    ++*(size_t *)context;
}

/* Reads the file with the n-th allocation failing; false when it failed. */
static bool read_failing(const char *path, long n, size_t *rows)
{
    kh_arena *volatile arena = NULL;
    volatile bool done = false;
    kh_guard guard;
    *rows = 0;
    if (KH_GUARD(&guard)) {
        kh_memory_fail_after(n);
        arena = kh_arena_new();
        kh_sources *sources = kh_sources_new(arena);
        kh_diags diags;
        kh_diags_init(&diags, arena, sources);
        kh_fact_file *files;
        size_t count;
        uint32_t layouts = 0;
        kh_slice argument = kh_slice_of(path);
        kh_read_options options = {0};
        kh_row_sink sink = {rows, NULL, count_row};
        kh_fact_files(arena, &argument, 1, &diags, &files, &count);
        for (size_t i = 0; i < count; i++)
            kh_facts_read(arena, sources, &files[i], &options, &layouts, sink, &diags);
        done = true;
        kh_guard_leave(&guard);
    }
    kh_memory_fail_after(-1);
    kh_arena_free(arena);
    return done;
}

static void fail_everywhere(const char *name, const char *line, const char *head, const char *tail)
{
    kh_strbuf b = {0};
    char path[256];
    kh_strbuf_adds(&b, head);
    for (int i = 0; i < 2000; i++)
        kh_strbuf_adds(&b, line);
    kh_strbuf_adds(&b, tail);
    rows_read_bytes(name, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    uint32_t all = rows_count();
    cr_assert_geq(all, 2000u);
    snprintf(path, sizeof path, "%s", rows_folder());
    size_t rows = 0;
    long n = 1;
    while (!read_failing(path, n, &rows))
        n++;
    cr_expect_eq(rows, all);
    cr_expect_gt(n, 3, "%s: failed only %ld times", name, n - 1);
}

Test(read, quoted_csv_without_memory)
{
    fail_everywhere("a.csv", "\"甲\"\"所\",1\n", "单位,a\n", "");
}

Test(read, gb18030_without_memory)
{
    fail_everywhere("a.csv", "\274\327\313\371,1\n", "\265\245\316\273,a\n", "");
}

Test(read, json_without_memory)
{
    fail_everywhere("a.json", "{\"unit\":\"\\u7532\",\"a\":1},", "[", "{\"unit\":\"a\"}]");
}

Test(read, facts_without_memory)
{
    fail_everywhere("a.facts", "a 1 period 2013-05\n", "unit 甲所\n", "");
}
