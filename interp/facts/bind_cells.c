/* Cells as values: what a cell of each type may hold, and the sentence when it does not. */
#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "facts/binder.h"
#include "grammar/lexicon.h"

kh_slice kh_bind_text(kh_binder *b, const kh_raw_cell *raw)
{
    return kh_text_trim(kh_text_narrow(b->arena, raw->text));
}

bool kh_bind_is_missing(kh_slice text)
{
    return text.n == 0 || kh_slice_is(text, "缺") || kh_slice_is(text, "-");
}

static bool is_na(kh_slice text)
{
    return kh_slice_is(text, "不适用") || kh_slice_is(text, "n/a") || kh_slice_is(text, "N/A");
}

/* A word that the fact's type names: DNF. */
static bool is_na_word(const kh_binder *b, const kh_bounds *bounds, kh_slice text)
{
    kh_id id = bounds && bounds->na_word_count ? kh_intern_find(b->model->names, text) : 0;
    for (uint32_t i = 0; id && i < bounds->na_word_count; i++)
        if (bounds->na_words[i] == id)
            return true;
    return false;
}

static kh_bound_cell value(kh_place place, int32_t code)
{
    return (kh_bound_cell){KH_FILED_VALUE, code, KH_ZERO, place};
}

static kh_bound_cell missing(kh_place place)
{
    return (kh_bound_cell){KH_FILED_MISSING, 0, KH_ZERO, place};
}

static kh_bound_cell read_yes_no(kh_binder *b, kh_slice what, const kh_raw_cell *raw, kh_slice text)
{
    static const char *const yes[] = {"是", "yes", "true", "1", "√", "YES", "Yes", "TRUE", "True"};
    static const char *const no[] = {"否", "no", "false", "0", "×", "NO", "No", "FALSE", "False"};
    if (raw->type == KH_CELL_TRUE || raw->type == KH_CELL_FALSE)
        return value(raw->place, raw->type == KH_CELL_TRUE);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (kh_slice_is(text, yes[i]))
            return value(raw->place, 1);
        if (kh_slice_is(text, no[i]))
            return value(raw->place, 0);
    }
    KH_REPORT(b->diags, KH_E0601, raw->place, what, raw->text);
    return missing(raw->place);
}

static kh_bound_cell read_date(kh_binder *b, kh_slice what, const kh_raw_cell *raw, kh_slice text)
{
    kh_date date;
    switch (kh_date_parse(text, &date)) {
    case KH_DATE_OK:
        return value(raw->place, date);
    case KH_DATE_NO_DAY:
        KH_REPORT(b->diags, KH_E0603, raw->place, what, raw->text);
        break;
    case KH_DATE_ORDER:
        KH_REPORT(b->diags, KH_E0604, raw->place, what, raw->text);
        break;
    case KH_DATE_NOT:
        KH_REPORT(b->diags, KH_E0602, raw->place, what, raw->text);
        break;
    }
    return missing(raw->place);
}

static kh_bound_cell read_level(kh_binder *b, uint32_t scale, kh_slice what, const kh_raw_cell *raw,
                                kh_slice text)
{
    const kh_scale *s = &b->model->scales[scale];
    kh_id id = kh_intern_find(b->model->names, text);
    for (uint32_t i = 0; id && i < s->level_count; i++)
        if (s->levels[i].name == id)
            return value(raw->place, (int32_t)i);
    kh_nearest near = kh_nearest_to(text);
    kh_strbuf zh = {0}, en = {0};
    for (uint32_t i = 0; i < s->level_count; i++) {
        kh_slice name = kh_intern_text(b->model->names, s->levels[i].name);
        kh_nearest_offer(&near, name);
        kh_strbuf_adds(&zh, i ? "、" : "");
        kh_strbuf_add(&zh, name);
        kh_strbuf_adds(&en, i ? ", " : "");
        kh_strbuf_add(&en, name);
    }
    kh_diag *d = KH_REPORT(b->diags, KH_E0605, raw->place, what, raw->text,
                           kh_intern_text(b->model->names, s->name), kh_strbuf_slice(&zh),
                           kh_strbuf_slice(&en), near.best);
    if (near.best.n)
        kh_diag_fix(b->diags, d, near.best);
    else
        d->no_hint = true;
    kh_strbuf_free(&zh);
    kh_strbuf_free(&en);
    return missing(raw->place);
}

static kh_bound_cell read_kind(kh_binder *b, const kh_raw_cell *raw, kh_slice text)
{
    kh_model *m = b->model;
    kh_id id = kh_intern_id(m->names, text);
    kh_nearest near = kh_nearest_to(text);
    for (uint32_t i = 0; i < m->kinds_count; i++) {
        if (m->kinds[i].name == id)
            return value(raw->place, (int32_t)i);
        kh_nearest_offer(&near, kh_intern_text(m->names, m->kinds[i].name));
    }
    if (!m->kinds_declared && m->kinds_count < KH_MAX_KINDS)
        return value(raw->place, (int32_t)kh_model_add_kind(m, id, raw->place));
    if (!m->kinds_declared) {
        KH_REPORT(b->diags, KH_E0640, raw->place);
        return missing(raw->place);
    }
    kh_diag *d = KH_REPORT(b->diags, KH_E0606, raw->place, raw->text);
    if (near.best.n)
        kh_diag_fix(b->diags, d, near.best);
    return missing(raw->place);
}

/* ---- numbers ----------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Splits "-12.5元" into sign, digits and what stands behind them. */
static kh_slice number_digits(kh_slice text, bool *negative, kh_slice *rest)
{
    size_t at = 0;
    *negative = text.n && text.p[0] == '-';
    at += *negative;
    size_t start = at;
    while (at < text.n && (is_digit(text.p[at]) || text.p[at] == '.' || text.p[at] == ','))
        at++;
    *rest = kh_text_trim((kh_slice){text.p + at, text.n - at});
    return (kh_slice){text.p + start, at - start};
}

/* Digits with separators, leading zeros or a bare point: the spelling that is meant, if it is
 * clear. */
static bool plain_spelling(kh_strbuf *out, kh_slice text, kh_slice digits, bool negative)
{
    size_t from = 0, points = 0;
    if (text.n > 1 && text.p[0] == '+')
        digits = (kh_slice){text.p + 1, text.n - 1};
    for (size_t i = 0; i < digits.n; i++) {
        points += digits.p[i] == '.';
        if (!is_digit(digits.p[i]) && digits.p[i] != '.' && digits.p[i] != ',')
            return false;
    }
    while (from + 1 < digits.n && digits.p[from] == '0' && is_digit(digits.p[from + 1]))
        from++;
    if (points > 1 || digits.n == 0)
        return false;
    if (negative)
        kh_strbuf_addc(out, '-');
    if (digits.p[from] == '.')
        kh_strbuf_addc(out, '0');
    for (size_t i = from; i < digits.n; i++)
        if (digits.p[i] != ',' && !(digits.p[i] == '.' && i + 1 == digits.n))
            kh_strbuf_addc(out, digits.p[i]);
    return out->n > 0 && is_digit(out->at[out->n - 1]);
}

static void bad_number(kh_binder *b, kh_slice what, const kh_raw_cell *raw, kh_slice text,
                       kh_slice digits, bool negative)
{
    kh_strbuf fix = {0};
    kh_diag *d = KH_REPORT(b->diags, KH_E0607, raw->place, what, raw->text);
    if (plain_spelling(&fix, text, digits, negative))
        kh_diag_fix(b->diags, d, kh_strbuf_slice(&fix));
    kh_strbuf_free(&fix);
}

/* "1e3", "9 5", "95O%": no number with a unit of measure behind it. */
static bool is_no_measure(kh_slice rest)
{
    for (size_t i = 0; i < rest.n; i++)
        if (is_digit(rest.p[i]) || (rest.p[i] == '%' && rest.n > 1))
            return true;
    return false;
}

static bool leading_zero(kh_slice digits)
{
    return digits.n > 1 && digits.p[0] == '0' && is_digit(digits.p[1]);
}

/* Measure words that say nothing about a number, and multiples of one. */
static bool measure_fits(kh_binder *b, kh_type type, kh_slice measure, int64_t *times)
{
    *times = 1;
    if (measure.n == 0)
        return true;
    if (type.measure && kh_slice_eq(kh_intern_text(b->model->names, type.measure), measure))
        return true;
    const kh_measure *m = kh_measure_find(measure);
    if (m && m->class == KH_MEASURE_PLAIN && m->factor == 1 &&
        (!*m->unit || strcmp(m->unit, "分") == 0))
        return true;
    static const struct {
        const char *prefix;
        int64_t times;
    } multiples[] = {{"万", 10000}, {"亿", 100000000}};
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(multiples[i].prefix);
        if (measure.n < n || memcmp(measure.p, multiples[i].prefix, n) != 0)
            continue;
        int64_t ignored;
        *times = multiples[i].times;
        kh_slice rest = {measure.p + n, measure.n - n};
        return rest.n == 0 || measure_fits(b, type, rest, &ignored);
    }
    return false;
}

static bool in_bounds(const kh_bounds *bounds, kh_num x)
{
    int low = kh_num_cmp(x, bounds->low), high = kh_num_cmp(x, bounds->high);
    return (bounds->low_open ? low > 0 : low >= 0) && (bounds->high_open ? high < 0 : high <= 0);
}

static void show_bound(kh_binder *b, kh_strbuf *out, kh_type type, kh_num x)
{
    if (!kh_num_is_finite(x)) {
        kh_strbuf_adds(out, "…");
        return;
    }
    kh_num_show(out, type.share ? kh_num_mul(b->arena, x, kh_num_int(100)) : x, -1);
    if (type.share)
        kh_strbuf_addc(out, '%');
}

static void out_of_bounds(kh_binder *b, kh_type type, const kh_bounds *bounds, kh_slice what,
                          const kh_raw_cell *raw)
{
    kh_strbuf low = {0}, high = {0};
    show_bound(b, &low, type, bounds->low);
    show_bound(b, &high, type, bounds->high);
    KH_REPORT(b->diags, KH_E0610, raw->place, what, raw->text, kh_strbuf_slice(&low),
              kh_strbuf_slice(&high));
    kh_strbuf_free(&low);
    kh_strbuf_free(&high);
}

static kh_bound_cell read_number(kh_binder *b, kh_type type, const kh_bounds *bounds, kh_slice what,
                                 const kh_raw_cell *raw, kh_slice text)
{
    bool negative;
    kh_slice rest, digits = number_digits(text, &negative, &rest);
    kh_num x;
    int64_t times = 1;
    if (!kh_num_parse(b->arena, digits, &x) || leading_zero(digits) ||
        (negative && kh_num_sign(x) == 0)) {
        bad_number(b, what, raw, text, digits, negative);
        return missing(raw->place);
    }
    if (is_no_measure(rest)) {
        KH_REPORT(b->diags, KH_E0607, raw->place, what, raw->text);
        return missing(raw->place);
    }
    bool percent = kh_slice_is(rest, "%");
    if (percent != type.share) {
        kh_strbuf fix = {0};
        kh_strbuf_addf(&fix, "%s%.*s%s", negative ? "-" : "", (int)digits.n, digits.p,
                       type.share ? "%" : "");
        kh_diag *d = kh_report(b->diags, type.share ? KH_E0608 : KH_E0609, raw->place,
                               (kh_slice[]){what, raw->text}, 2);
        if (type.share && rest.n == 0)
            kh_diag_fix(b->diags, d, kh_strbuf_slice(&fix));
        kh_strbuf_free(&fix);
        return missing(raw->place);
    }
    if (percent) {
        x = kh_num_div(b->arena, x, kh_num_int(100));
    } else if (!measure_fits(b, type, rest, &times)) {
        KH_REPORT(b->diags, KH_E0611, raw->place, what, raw->text, rest);
        return missing(raw->place);
    }
    x = kh_num_mul(b->arena, x, kh_num_int(negative ? -times : times));
    if (bounds && !in_bounds(bounds, x)) {
        out_of_bounds(b, type, bounds, what, raw);
        return missing(raw->place);
    }
    return (kh_bound_cell){KH_FILED_VALUE, 0, x, raw->place};
}

kh_bound_cell kh_bind_cell(kh_binder *b, kh_type type, const kh_bounds *bounds, kh_slice what,
                           const kh_raw_cell *raw)
{
    kh_slice text = kh_bind_text(b, raw);
    if (raw->type == KH_CELL_NULL || (raw->type == KH_CELL_TEXT && kh_bind_is_missing(text)))
        return missing(raw->place);
    if (raw->type == KH_CELL_TEXT && (is_na(text) || is_na_word(b, bounds, text)))
        return (kh_bound_cell){KH_FILED_NA, 0, KH_ZERO, raw->place};
    if ((raw->type == KH_CELL_TRUE || raw->type == KH_CELL_FALSE) && type.tag != KH_TYPE_YES_NO) {
        KH_REPORT(b->diags, KH_E0612, raw->place, what, raw->text);
        return missing(raw->place);
    }
    switch (type.tag) {
    case KH_TYPE_UNKNOWN:
        return missing(raw->place);
    case KH_TYPE_NUMBER:
        return read_number(b, type, bounds, what, raw, text);
    case KH_TYPE_YES_NO:
        return read_yes_no(b, what, raw, text);
    case KH_TYPE_DATE:
        return read_date(b, what, raw, text);
    case KH_TYPE_LEVEL:
        return read_level(b, type.scale, what, raw, text);
    case KH_TYPE_TEXT:
        return value(raw->place, (int32_t)kh_intern_id(b->model->names, kh_text_trim(raw->text)));
    case KH_TYPE_KIND:
        return read_kind(b, raw, text);
    }
    assert(!"a type without cells");
    return missing(raw->place);
}
