/* From arguments to files: folders, links, KIND=FILE. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "rows.h"

static kh_arena *arena;
static kh_sources *sources;
static kh_diags diags;
static kh_strbuf listed, found;
static bool good;

static void set_up(void)
{
    rows_set_up();
    cr_assert_eq(chdir(rows_folder()), 0);
    arena = kh_arena_new();
    sources = kh_sources_new(arena);
}

static void tear_down(void)
{
    cr_assert_eq(chdir("/"), 0);
    kh_strbuf_free(&listed);
    kh_strbuf_free(&found);
    kh_arena_free(arena);
    rows_tear_down();
}

TestSuite(files, .init = set_up, .fini = tear_down);

static void touch(const char *path)
{
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    cr_assert_eq(fclose(f), 0);
}

static void folder(const char *path)
{
    cr_assert_eq(mkdir(path, 0777), 0);
}

static void link_to(const char *target, const char *path)
{
    cr_assert_eq(symlink(target, path), 0);
}

/* Lists the files of up to two arguments, a blank between them: "[KIND:]path" each. */
static void list(const char *first, const char *second)
{
    kh_slice arguments[] = {kh_slice_of(first), kh_slice_of(second)};
    kh_fact_file *files;
    size_t n;
    kh_diags_init(&diags, arena, sources);
    kh_strbuf_clear(&listed);
    kh_strbuf_clear(&found);
    kh_strbuf_adds(&listed, "");
    good = kh_fact_files(arena, arguments, second ? 2 : 1, &diags, &files, &n);
    for (size_t i = 0; i < n; i++) {
        if (files[i].kind.n > 0)
            kh_strbuf_addf(&listed, "%.*s:", (int)files[i].kind.n, files[i].kind.p);
        kh_strbuf_add(&listed, files[i].path);
        kh_strbuf_addc(&listed, ' ');
    }
    for (size_t i = 0; i < diags.list.n; i++) {
        const kh_diag *d = &diags.list.at[i];
        kh_strbuf_addf(&found, "%s", kh_code_name(d->code));
        for (int k = 0; k < 2 && d->args[k].n > 0; k++) {
            kh_strbuf_addc(&found, ' ');
            kh_strbuf_add(&found, d->args[k]);
        }
        kh_strbuf_addc(&found, '\n');
    }
}

static void expect(const char *files, const char *said)
{
    cr_expect_str_eq(listed.n > 0 ? listed.at : "", files);
    cr_expect_str_eq(found.n > 0 ? found.at : "", said);
    cr_expect_eq(good, diags.errors == 0);
}

Test(files, folders_in_the_order_of_bytes)
{
    folder("d");
    folder("d/b");
    touch("d/b/2.csv");
    touch("d/b/1.JSON");
    touch("d/a.facts");
    touch("d/c.csv");
    touch("d/B.csv");
    touch("d/甲.csv");
    touch("d/.hidden.csv");
    touch("d/~$c.csv");
    list("d", NULL);
    expect("d/B.csv d/a.facts d/b/1.JSON d/b/2.csv d/c.csv d/甲.csv ", "");
    list("d/", NULL);
    expect("d/B.csv d/a.facts d/b/1.JSON d/b/2.csv d/c.csv d/甲.csv ", "");
    list("d/c.csv", "d/a.facts");
    expect("d/c.csv d/a.facts ", "");
}

Test(files, others_in_a_folder_are_said)
{
    folder("d");
    touch("d/a.csv");
    touch("d/b.txt");
    touch("d/c.xlsx");
    touch("d/csv");
    cr_assert_eq(mkfifo("d/pipe.csv", 0666), 0);
    list("d", NULL);
    expect("d/a.csv ", "E0580 d/b.txt\nE0581 d/c.xlsx\nE0580 d/csv\nE0580 d/pipe.csv\n");
    cr_expect_eq(diags.status, 0);
}

Test(files, an_empty_folder)
{
    folder("d");
    folder("d/e");
    list("d", NULL);
    expect("", "E0583 d\n");
    touch("d/e/a.txt");
    list("d", NULL);
    expect("", "E0580 d/e/a.txt\nE0583 d\n");
}

Test(files, links_that_lead_back)
{
    folder("d");
    folder("d/e");
    touch("d/e/a.csv");
    link_to("..", "d/e/up");
    link_to("e", "d/f");
    link_to("nowhere", "d/g.csv");
    list("d", NULL);
    expect("d/e/a.csv ", "E0585 d/e/up\nE0585 d/f\nE0801 d/g.csv No such file or directory\n");
}

Test(files, nothing_counts_twice)
{
    folder("d");
    touch("d/a.csv");
    list("d", "d/a.csv");
    expect("d/a.csv ", "E0584 d/a.csv d/a.csv\n");
    list("d/a.csv", "./d/a.csv");
    expect("d/a.csv ", "E0584 ./d/a.csv d/a.csv\n");
    link_to("a.csv", "d/b.csv");
    list("d", NULL);
    expect("d/a.csv ", "E0584 d/b.csv d/a.csv\n");
    list("-", "-");
    expect("- ", "E0584 - -\n");
    cr_expect_eq(diags.status, 1);
}

Test(files, kind_of_record)
{
    touch("a.csv");
    touch("x=a.csv");
    folder("d");
    touch("d/b.csv");
    list("投诉=a.csv", "x=a.csv");
    expect("投诉:a.csv x=a.csv ", "");
    list("投诉=d", "a.csv");
    expect("投诉:d/b.csv a.csv ", "");
    list("e\xcc\x81 =a.csv", NULL); /* composed and trimmed */
    expect("é:a.csv ", "");
}

/* Reading it says that it is not there. */
Test(files, what_is_not_there_is_read_to_say_so)
{
    list("none.csv", "投诉=none.csv");
    expect("none.csv 投诉:none.csv ", "");
    list("=a.csv", "投诉=");
    expect("=a.csv 投诉= ", "");
}

Test(files, a_deep_folder)
{
    char path[512] = "d";
    folder(path);
    for (int i = 1; i < 64; i++) {
        strcat(path, "/d");
        folder(path);
    }
    char file[600];
    snprintf(file, sizeof file, "%s/a.csv", path);
    touch(file);
    list("d", NULL);
    cr_expect_eq(diags.errors, 0u);
    cr_expect_eq(listed.n, strlen(file) + 1);
    strcat(path, "/d");
    folder(path);
    list("d", NULL);
    cr_expect_eq(diags.status, 4);
    cr_expect_not_null(strstr(found.at, "E0587 d/d/"));
}

Test(files, unknown_ends_and_kinds_of_text)
{
    rows_read("a.txt", "unit a\n");
    cr_expect_eq(strncmp(rows_found(), "E0582 nowhere /tmp/", 19), 0);
    rows_kind = KH_LIT("投诉");
    rows_read("a.facts", "unit a\n");
    cr_expect_eq(strncmp(rows_found(), "E0586 nowhere 投诉 /tmp/", 25), 0);
    cr_expect_eq(rows_count(), 0u);
}

static void take_row(void *context, const kh_raw_row *row)
{
    size_t *rows = context;
    cr_expect_str_eq(row->layout->keys[0].text.p ? "" : "none", "");
    cr_expect(kh_slice_is(row->layout->keys[1].text, "性质"));
    (*rows)++;
}

/* A calendar: any columns, no unit; the same strictness. */
Test(files, csv_without_units)
{
    size_t rows = 0;
    kh_row_sink sink = {&rows, NULL, take_row};
    kh_diags_init(&diags, arena, sources);
    kh_slice text = KH_LIT("日期,性质,名称\n2013-01-01,休,元旦\n2013-01-05,班\n2013-01-06,班,\n");
    kh_csv_read(arena, sources, kh_source_add(sources, KH_LIT("c.csv"), text), KH_ENCODING_UTF8,
                sink, &diags);
    cr_expect_eq(rows, 2);
    cr_expect_eq(diags.list.n, 1);
    cr_expect_eq(diags.list.at[0].code, KH_E0523);
}

/* Whatever is missing, the three forms say it with the same rows. */
Test(files, one_meaning_in_three_forms)
{
    static const char rows[] = "R#0 单位=甲所 事项=投诉 日期=2013-06-03 属实=是\n";
    rows_read("a.csv", "单位,事项,日期,属实\n甲所,投诉,2013-06-03,是\n");
    rows_expect(rows);
    rows_read("a.json",
              "[{\"单位\":\"甲所\",\"事项\":\"投诉\",\"日期\":\"2013-06-03\",\"属实\":\"是\"}]");
    rows_expect(rows);
    rows_read("a.facts", "单位 甲所\n投诉 2013-06-03 属实 是\n");
    cr_expect_str_eq(rows_rows(),
                     "W#0 单位=甲所\nR#1 单位=甲所 事项=投诉 日期=2013-06-03 属实=是\n");
}
