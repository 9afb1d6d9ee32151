/* Working days by calendar files. The deadlines are those of the real holidays of 2013, counted by
 * hand in the comments. */
#include <criterion/criterion.h>

#include "facts/calendar.h"

typedef struct fixture {
    kh_arena *arena;
    kh_sources *sources;
    kh_diags diags;
    kh_calendar *calendar;
} fixture;

static void add(fixture *f, const char *name, const char *csv)
{
    kh_source_id id = kh_source_add(f->sources, kh_slice_of(name), kh_slice_of(csv));
    kh_calendar_add(f->calendar, f->sources, id, KH_ENCODING_AUTO, &f->diags);
}

static fixture with(const char *csv)
{
    fixture f = {.arena = kh_arena_new()};
    f.sources = kh_sources_new(f.arena);
    kh_diags_init(&f.diags, f.arena, f.sources);
    f.calendar = kh_calendar_new(f.arena);
    add(&f, "cal.csv", csv);
    return f;
}

static kh_date day(int year, int month, int d)
{
    kh_date out;
    cr_assert(kh_date_make(year, month, d, &out));
    return out;
}

static kh_date after(const fixture *f, kh_date from, int n)
{
    kh_date out, uncovered;
    cr_assert(kh_calendar_after(f->calendar, from, n, &out, &uncovered));
    return out;
}

Test(calendar, counts_the_national_holiday)
{
    /* October 2013: 1 to 7 off, Saturday the 12th works. After 30 September: 8, 9, 10, 11, 12, then
     * Sunday the 13th is off, 14, 15: the seventh is the 15th. */
    fixture f = with("日期,性质,名称,依据\n2013-10-01,休,国庆,x\n2013-10-02,休,,\n2013-10-03,休,,\n"
                     "2013-10-04,休,,\n2013-10-05,休,,\n2013-10-06,休,,\n2013-10-07,休,,\n"
                     "2013-10-12,班,,\n");
    cr_assert_eq(f.diags.errors, 0);
    cr_expect_eq(after(&f, day(2013, 9, 30), 7), day(2013, 10, 15));
    cr_expect_not(kh_calendar_works(f.calendar, day(2013, 10, 7)));
    cr_expect(kh_calendar_works(f.calendar, day(2013, 10, 12)));
    cr_expect_not(kh_calendar_works(f.calendar, day(2013, 10, 13)));
    kh_arena_free(f.arena);
}

Test(calendar, one_row_makes_a_plain_year)
{
    /* After Sunday 30 June 2013: 1 to 5 July are five, 8 and 9 July six and seven. */
    fixture f = with("date,kind\n2013-01-02,work\n");
    cr_assert_eq(f.diags.errors, 0);
    cr_expect_eq(after(&f, day(2013, 6, 30), 7), day(2013, 7, 9));
    cr_expect(kh_calendar_covers(f.calendar, day(2013, 12, 31)));
    cr_expect_not(kh_calendar_covers(f.calendar, day(2014, 1, 1)));
    kh_arena_free(f.arena);
}

Test(calendar, a_day_outside_is_said)
{
    fixture f = with("date,kind\n2013-01-02,work\n");
    kh_date out, uncovered;
    cr_assert_not(kh_calendar_after(f.calendar, day(2013, 12, 31), 1, &out, &uncovered));
    cr_expect_eq(uncovered, day(2014, 1, 1));
    kh_arena_free(f.arena);
}

static uint32_t count_of(const fixture *f, kh_code code)
{
    uint32_t n = 0;
    for (size_t i = 0; i < f->diags.list.n; i++)
        n += f->diags.list.at[i].code == code;
    return n;
}

Test(calendar, says_all_that_is_wrong)
{
    fixture f = with("日期,性质\n2013-02-30,休\n2013-05-01,假\n2013-05-02,休\n2013-05-02,班\n");
    cr_expect_eq(count_of(&f, KH_E0621), 1);
    cr_expect_eq(count_of(&f, KH_E0622), 1);
    cr_expect_eq(count_of(&f, KH_E0623), 1);
    cr_expect_eq(f.diags.errors, 3);
    kh_arena_free(f.arena);
}

Test(calendar, names_the_columns_that_it_wants)
{
    fixture f = with("day,state\n2013-05-02,休\n");
    cr_expect_eq(count_of(&f, KH_E0620), 2);
    kh_arena_free(f.arena);
}

Test(calendar, a_repeated_row_is_allowed)
{
    fixture f = with("日期,性质\n2013-05-01,休\n2013-05-01,休\n2013-05-04,休\n");
    cr_expect_eq(f.diags.errors, 0);
    kh_arena_free(f.arena);
}

Test(calendar, a_later_file_is_laid_over_an_earlier_one)
{
    /* Thursday 2 May off in the first, worked in the second; Friday 3 May off in the second only. */
    fixture f = with("日期,性质\n2013-05-01,休\n2013-05-02,休\n");
    add(&f, "local.csv", "日期,性质\n2013-05-01,休\n2013-05-02,班\n2013-05-03,休\n");
    cr_expect_eq(f.diags.errors, 0);
    cr_expect_eq(count_of(&f, KH_E0625), 1);
    cr_expect_eq(f.diags.list.at[0].related_count, 1);
    cr_expect_not(kh_calendar_works(f.calendar, day(2013, 5, 1)));
    cr_expect(kh_calendar_works(f.calendar, day(2013, 5, 2)));
    cr_expect_not(kh_calendar_works(f.calendar, day(2013, 5, 3)));
    kh_arena_free(f.arena);
}

Test(calendar, a_file_that_contradicts_itself_is_wrong_under_others_too)
{
    /* 1 May: as in the first, then not; 2 May: not as in the first, then as there. */
    fixture f = with("日期,性质\n2013-05-01,休\n2013-05-02,休\n");
    add(&f, "local.csv",
        "日期,性质\n2013-05-01,休\n2013-05-01,班\n2013-05-02,班\n2013-05-02,休\n");
    cr_expect_eq(count_of(&f, KH_E0623), 2);
    cr_expect_eq(count_of(&f, KH_E0625), 1);
    kh_arena_free(f.arena);
}

Test(calendar, a_year_that_only_local_days_cover_is_said_once)
{
    fixture f = with("日期,性质\n2013-05-01,休\n");
    add(&f, "local.csv", "日期,性质\n2013-04-12,休\n2014-04-02,休\n");
    kh_calendar_check(f.calendar, f.sources, day(2013, 1, 1), day(2013, 12, 31), &f.diags);
    cr_expect_eq(f.diags.warnings, 0);
    kh_calendar_check(f.calendar, f.sources, day(2013, 12, 31), day(2014, 1, 9), &f.diags);
    kh_calendar_check(f.calendar, f.sources, day(2014, 1, 1), day(2014, 1, 9), &f.diags);
    cr_expect_eq(f.diags.warnings, 1);
    cr_expect_eq(count_of(&f, KH_E0626), 1);
    kh_arena_free(f.arena);
}

Test(calendar, a_year_of_its_own_is_no_local_addition)
{
    /* A file a year, of which one has a day of the year before and ten of its own. */
    fixture f = with("日期,性质\n2013-05-01,休\n");
    add(&f, "2014.csv", "日期,性质\n2014-05-01,休\n");
    kh_calendar_check(f.calendar, f.sources, day(2013, 1, 1), day(2014, 12, 31), &f.diags);
    add(&f, "2015.csv", "日期,性质\n2014-12-31,休\n2015-01-01,休\n2015-01-02,休\n2015-02-18,休\n"
                        "2015-02-19,休\n2015-02-20,休\n2015-04-06,休\n2015-05-01,休\n"
                        "2015-06-22,休\n2015-10-01,休\n2015-10-02,休\n");
    kh_calendar_check(f.calendar, f.sources, day(2013, 1, 1), day(2015, 12, 31), &f.diags);
    cr_expect_eq(f.diags.list.n, 0);
    kh_arena_free(f.arena);
}

Test(calendar, reads_what_excel_saves)
{
    /* "日期,性质\n２０１３/５/１,休\n" in GB18030: full-width digits are narrowed. */
    fixture f = with("\xc8\xd5\xc6\xda,\xd0\xd4\xd6\xca\n"
                     "\xa3\xb2\xa3\xb0\xa3\xb1\xa3\xb3/\xa3\xb5/\xa3\xb1,\xd0\xdd\n");
    cr_expect_eq(f.diags.errors, 0);
    cr_expect_eq(count_of(&f, KH_E0503), 1);
    cr_expect_not(kh_calendar_works(f.calendar, day(2013, 5, 1)));
    kh_arena_free(f.arena);
}
