/* The list of measure words. */
#include "grammar/lexicon.h"

#include <criterion/criterion.h>

Test(measure, each_word_stands_once)
{
    for (size_t i = 0; i < kh_measure_count; i++)
        cr_assert_eq(kh_measure_find(kh_slice_of(kh_measures[i].written)), &kh_measures[i], "%s",
                     kh_measures[i].written);
}

Test(measure, what_they_measure_in)
{
    static const struct {
        const char *written, *unit;
        int64_t factor;
        kh_measure_class class;
    } known[] = {
        {"亿元", "元", 100000000, KH_MEASURE_PLAIN}, {"日", "天", 1, KH_MEASURE_TIME},
        {"days", "天", 1, KH_MEASURE_EN_TIME},       {"万户", "", 10000, KH_MEASURE_PLAIN},
        {"百分点", "", 1, KH_MEASURE_POINTS},        {"yuan", "元", 1, KH_MEASURE_TYPE},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const kh_measure *m = kh_measure_find(kh_slice_of(known[i].written));
        cr_assert_not_null(m);
        cr_expect_str_eq(m->unit, known[i].unit);
        cr_expect_eq(m->factor, known[i].factor);
        cr_expect_eq(m->class, known[i].class);
    }
    cr_expect_null(kh_measure_find(KH_LIT("工作")));
    cr_expect_null(kh_measure_find(KH_LIT("")));
}

Test(measure, the_longest_begins_a_text)
{
    kh_arena *a = kh_arena_new();
    const kh_lexicon *l = kh_lexicon_new(a);
    bool duration;
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("个工作日内"), &duration), strlen("个工作日"));
    cr_expect(duration);
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("分扣"), &duration), strlen("分"));
    cr_expect_not(duration);
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("分钟"), &duration), strlen("分钟"));
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("元旦"), &duration), strlen("元"));
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("甲"), &duration), 0);
    kh_arena_free(a);
}
