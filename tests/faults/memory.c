/* memory STEP SCHEME FACTS…: the whole program once for every STEP-th allocation that may fail, in
 * this process. A run whose allocation failed must end with status 3 and print nothing; the others
 * print what a run without failures prints. Leaks are the sanitizer's to find. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kaohe.h"

typedef struct text {
    char at[1 << 20];
    size_t n;
} text;

/* Keeps what fits; the allocation that is to fail must be the program's own. */
static int collect(void *context, const char *bytes, size_t n)
{
    text *t = context;
    if (n > sizeof t->at - t->n)
        n = sizeof t->at - t->n;
    memcpy(t->at + t->n, bytes, n);
    t->n += n;
    return 0;
}

static const struct {
    kaohe_report_kind kind;
    const char *format;
    const char *keywords; /* the scheme's text instead, in these */
} reports[] = {
    {KAOHE_EVAL, "table", NULL},    {KAOHE_EVAL, "csv", NULL},     {KAOHE_EVAL, "json", NULL},
    {KAOHE_EXPLAIN, "table", NULL}, {KAOHE_EXPLAIN, "json", NULL}, {KAOHE_CHECK, NULL, "en"},
};
#define REPORTS (sizeof reports / sizeof *reports)

/* Loads and reports; the status. What is printed after a failure is not kept. */
static int whole(size_t report, char **files, size_t n, text *out)
{
    out->n = 0;
    kaohe_run *run = kaohe_new();
    if (!run)
        return 3;
    int status = 0;
    if (reports[report].keywords) {
        kaohe_set_option(run, KAOHE_KEYWORDS, reports[report].keywords);
        status = kaohe_format(run, files[0], NULL, collect, out);
    } else {
        kaohe_set_option(run, KAOHE_FORMAT, reports[report].format);
        status = kaohe_load_scheme(run, files[0]);
        if (status == 0)
            status = kaohe_load_facts(run, (const char *const *)files + 1, n - 1);
        if (status == 0)
            status = kaohe_report(run, reports[report].kind, collect, out);
    }
    if (status == 3 && out->n > 0)
        status = 100; /* printed in spite of the failure */
    kaohe_diagnostics(run, 0, collect, out);
    if (kaohe_status(run) == 3) /* memory ran out while they were written */
        status = 3;
    kaohe_free(run);
    return status;
}

static text clean, broken;

/* Every allocation of one report; returns the number of wrong runs. */
static size_t try_all(size_t report, char **files, size_t n, long step, size_t *runs)
{
    size_t wrong = 0;
    kh_memory_fail_after(-1);
    int want = whole(report, files, n, &clean);
    int whole_runs = 0;
    for (long k = 1; whole_runs < 20 && wrong < 5; k += step) {
        kh_memory_fail_after(k);
        int status = whole(report, files, n, &broken);
        kh_memory_fail_after(-1);
        bool same = status == want && broken.n == clean.n && !memcmp(broken.at, clean.at, clean.n);
        whole_runs += same;
        ++*runs;
        if (kh_scratch_count() != 0 || (!same && (status != 3 || whole_runs > 0))) {
            printf("report %zu, allocation %ld: status %d, %zu blocks left\n", report, k, status,
                   kh_scratch_count());
            printf("%.*s\n", (int)(broken.n < 400 ? broken.n : 400), broken.at);
            wrong++;
        }
    }
    return wrong;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    long step = strtol(argv[1], NULL, 10);
    size_t runs = 0, failed = 0;
    for (size_t i = 0; i < REPORTS; i++)
        failed += try_all(i, argv + 2, (size_t)argc - 2, step < 1 ? 1 : step, &runs);
    printf("%zu passed, %zu failed\n", runs - failed, failed);
    return failed != 0;
}
