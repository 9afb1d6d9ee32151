/* Measure words (measures.def) and numerals in words. */
#include "grammar/lexicon.h"

#include <stdio.h>

const kh_measure kh_measures[] = {
#define MEASURE(class, written, unit, factor) {KH_MEASURE_##class, written, unit, factor},
#include "grammar/measures.def"
#undef MEASURE
};
const size_t kh_measure_count = sizeof kh_measures / sizeof *kh_measures;

const kh_measure *kh_measure_find(kh_slice written)
{
    for (size_t i = 0; i < kh_measure_count; i++)
        if (kh_slice_is(written, kh_measures[i].written))
            return &kh_measures[i];
    return NULL;
}

/* 零 to 九 stand for themselves, 十 百 千 万 亿 multiply. -1: no numeral; 10…: see value. */
static int numeral(kh_slice s, size_t at)
{
    static const struct {
        char text[4];
        int value;
    } signs[] = {{"零", 0},   {"一", 1},    {"二", 2},     {"两", 2},  {"三", 3}, {"四", 4},
                 {"五", 5},   {"六", 6},    {"七", 7},     {"八", 8},  {"九", 9}, {"十", 10},
                 {"百", 100}, {"千", 1000}, {"万", 10000}, {"半", -5}, {"几", -9}};
    if (at + 3 > s.n)
        return -1;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (memcmp(signs[i].text, s.p + at, 3) == 0)
            return signs[i].value;
    return -1;
}

size_t kh_numeral(kh_slice s, char digits[24])
{
    int64_t total = 0, section = 0, one = -1;
    bool half = false, vague = false;
    size_t at = 0;
    for (; at < s.n; at += 3) {
        int v = numeral(s, at);
        if (v == -1)
            break;
        half |= v == -5;
        vague |= v == -9 || at > 30;
        if (v >= 0 && v < 10) {
            vague |= one > 0; /* 三五 */
            one = v;
        } else if (v == 10000) {
            total += (section + (one < 0 ? 0 : one)) * v;
            section = 0;
            one = -1;
        } else if (v > 0) {
            section += (one < 0 ? 1 : one) * v;
            one = -1;
        }
    }
    digits[0] = '\0';
    if (at == 0)
        return 0;
    total += section + (one < 0 ? 0 : one);
    if (half && at == 3)
        snprintf(digits, 24, "0.5");
    else if (!half && !vague)
        snprintf(digits, 24, "%lld", (long long)total);
    return at;
}
