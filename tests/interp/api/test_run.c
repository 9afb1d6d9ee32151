/* The public interface: texts from memory are under the limits of files, and what a run keeps of
 * many errors. */
#include "kaohe.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MB     ((size_t)1 << 20)
#define SCHEME "fact x: number\nitem a max 10 score x\n"

static kaohe_run *run;
static char said[1 << 20];
static size_t said_n;

static void set_up(void)
{
    run = kaohe_new();
    cr_assert_not_null(run);
    said_n = 0;
}

static void tear_down(void)
{
    kaohe_free(run);
}

TestSuite(run, .init = set_up, .fini = tear_down);

static int collect(void *context, const char *bytes, size_t n)
{
    (void)context;
    cr_assert_lt(n, sizeof said - said_n);
    memcpy(said + said_n, bytes, n);
    said_n += n;
    said[said_n] = '\0';
    return 0;
}

static size_t times_said(const char *word)
{
    size_t n = 0;
    for (const char *p = said; (p = strstr(p, word)) != NULL; p++)
        n++;
    return n;
}

/* A valid text that comments fill up to n bytes. */
static char *filled(const char *text, size_t n)
{
    char *bytes = malloc(n);
    cr_assert_not_null(bytes);
    memset(bytes, '#', n);
    memcpy(bytes, text, strlen(text));
    bytes[n - 1] = '\n';
    return bytes;
}

/* Beyond the limit nothing is read: a few bytes stand for many. */
Test(run, a_scheme_text_is_as_long_as_a_file_may_be)
{
    char *text = filled(SCHEME, 16 * MB);
    cr_expect_eq(kaohe_load_scheme_text(run, "s.rules", text, 16 * MB), 0);
    free(text);
    cr_expect_eq(kaohe_load_scheme_text(run, "t.rules", "#", 16 * MB + 1), 4);
    cr_expect_eq(kaohe_diagnostics(run, 0, collect, NULL), 1);
    cr_expect_str_eq(said, "kaohe: error: 「t.rules」太大：最多 16 MB [E0806]\n");
}

Test(run, facts_from_memory_have_the_limits_of_their_form)
{
    static const char *const names[] = {"f.facts", "f.json"};
    for (size_t i = 0; i < 2; i++) {
        kaohe_run *r = kaohe_new();
        cr_assert_eq(kaohe_load_scheme_text(r, "s.rules", SCHEME, strlen(SCHEME)), 0);
        cr_expect_eq(kaohe_load_facts_text(r, names[i], "#", 256 * MB + 1), 4);
        said_n = 0;
        cr_expect_eq(kaohe_diagnostics(r, 0, collect, NULL), 1);
        cr_expect(strstr(said, "太大：最多 256 MB [E0806]\n"), "%s", said);
        cr_expect_eq(kaohe_report(r, KAOHE_EVAL, collect, NULL), 4);
        kaohe_free(r);
    }
}

Test(run, facts_from_memory_within_the_limits_are_read)
{
    static const char csv[] = "unit,x\nu,7\n";
    cr_assert_eq(kaohe_load_scheme_text(run, "s.rules", SCHEME, strlen(SCHEME)), 0);
    cr_expect_eq(kaohe_load_facts_text(run, "f.csv", csv, strlen(csv)), 0);
    cr_expect_eq(kaohe_report(run, KAOHE_EVAL, collect, NULL), 0);
    cr_expect_not_null(strstr(said, "7"));
}

/* 2,500 rows without a number; what is shown is what `most` says, the count is always whole. */
static void expect_errors(const char *most, size_t shown, const char *end, int as_json)
{
    enum { ROWS = 2500 };
    static char csv[16 + ROWS * 8];
    size_t n = (size_t)sprintf(csv, "unit,x\n");
    for (int i = 0; i < ROWS; i++)
        n += (size_t)sprintf(csv + n, "u,bad\n");
    kaohe_run *r = kaohe_new();
    cr_assert_eq(kaohe_set_option(r, KAOHE_MAX_ERRORS, most), 0);
    cr_assert_eq(kaohe_load_scheme_text(r, "s.rules", SCHEME, strlen(SCHEME)), 0);
    cr_expect_eq(kaohe_load_facts_text(r, "f.csv", csv, n), 1);
    said_n = 0;
    cr_expect_eq(kaohe_diagnostics(r, as_json, collect, NULL), ROWS);
    cr_expect_eq(times_said(as_json ? "\"error\"" : ": error: "), shown, "--max-errors %s", most);
    cr_expect(strstr(said, end), "--max-errors %s", most);
    cr_expect_eq(times_said("未列出"), *end != '\0', "--max-errors %s", most);
    kaohe_free(r);
}

Test(run, of_many_errors_the_rest_is_counted)
{
    expect_errors("20", 20, "还有 2480 个错误未列出", 0);
    expect_errors("1000", 1000, "还有 1500 个错误未列出", 0);
    expect_errors("1001", 1001, "还有 1499 个错误未列出", 0);
    expect_errors("2499", 2499, "还有 1 个错误未列出", 0);
    expect_errors("2500", 2500, "", 0);
    expect_errors("0", 2500, "", 0);
    expect_errors("20", 1000, "还有 1500 个错误、0 个警告、0 个说明未列出", 1);
    expect_errors("0", 2500, "", 1);
}
