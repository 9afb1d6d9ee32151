/* Options as texts: each is checked when it is set. */
#include "api/run.h"

#include "base/text.h"

static int refuse(kaohe_run *r, const char *zh, const char *en, const char *value)
{
    kh_strbuf text = {0};
    kh_strbuf_adds(&text, r->lang == KH_EN ? en : zh);
    kh_text_escape(&text, kh_slice_of(value));
    r->option_error = kh_arena_copy(r->arena, kh_strbuf_slice(&text)).p;
    kh_strbuf_free(&text);
    return 2;
}

static kh_slice keep(kaohe_run *r, kh_slice s)
{
    return kh_text_nfc(r->arena, kh_arena_copy(r->arena, s));
}

/* "甲,乙" (also with ， and 、) to one text each. */
static int add_list(kaohe_run *r, kh_texts *list, const char *value)
{
    kh_slice text = kh_text_narrow(r->arena, keep(r, kh_slice_of(value)));
    size_t start = 0;
    for (size_t i = 0; i <= text.n; i++) {
        bool pause = i + 3 <= text.n && memcmp(text.p + i, "、", 3) == 0;
        if (i < text.n && text.p[i] != ',' && !pause)
            continue;
        kh_slice part = kh_text_trim((kh_slice){text.p + start, i - start});
        if (part.n)
            *kh_push(r->arena, list) = part;
        i += pause ? 2 : 0;
        start = i + 1;
    }
    return list->n ? 0 : refuse(r, "名单是空的：", "the list is empty: ", value);
}

static int add_setting(kaohe_run *r, const char *value)
{
    kh_slice text = keep(r, kh_slice_of(value));
    size_t n = text.n; /* the last "=": a name may hold one, a value never does */
    while (n > 0 && text.p[n - 1] != '=')
        n--;
    if (n < 2)
        return refuse(r, "要写成 名称=值：", "write NAME=VALUE: ", value);
    n--;
    *kh_push(r->arena, &r->settings) =
        (kh_setting){kh_text_trim((kh_slice){text.p, n}),
                     kh_text_trim((kh_slice){text.p + n + 1, text.n - n - 1})};
    return 0;
}

static int set_format(kaohe_run *r, kh_slice s, const char *value)
{
    if (kh_slice_is(s, "table"))
        r->format = KH_FORMAT_TABLE;
    else if (kh_slice_is(s, "csv"))
        r->format = KH_FORMAT_CSV;
    else if (kh_slice_is(s, "json"))
        r->format = KH_FORMAT_JSON;
    else
        return refuse(r, "输出格式只有 table、csv、json，没有 ",
                      "the formats are table, csv and json, not ", value);
    return 0;
}

static int set_encoding(kaohe_run *r, kh_slice s, const char *value)
{
    if (kh_slice_is(s, "auto"))
        r->encoding = KH_ENCODING_AUTO;
    else if (kh_slice_is(s, "utf-8") || kh_slice_is(s, "utf8"))
        r->encoding = KH_ENCODING_UTF8;
    else if (kh_slice_is(s, "gb18030") || kh_slice_is(s, "gbk"))
        r->encoding = KH_ENCODING_GB18030;
    else
        return refuse(r, "编码只有 auto、utf-8、gb18030，没有 ",
                      "the encodings are auto, utf-8 and gb18030, not ", value);
    return 0;
}

static int set_lang(kaohe_run *r, kh_slice s, const char *value)
{
    if (!kh_slice_is(s, "zh") && !kh_slice_is(s, "en"))
        return refuse(r, "语言只有 zh、en，没有 ", "the languages are zh and en, not ", value);
    r->lang = kh_slice_is(s, "en") ? KH_EN : KH_ZH;
    return 0;
}

static int set_words(kaohe_run *r, kh_slice s, const char *value)
{
    if (!kh_slice_is(s, "zh") && !kh_slice_is(s, "en"))
        return refuse(r, "关键词只有 zh（中文）、en（英文），没有 ",
                      "keywords are zh or en, not ", value);
    r->words = kh_slice_is(s, "en") ? KH_WORDS_ENGLISH : KH_WORDS_CHINESE;
    return 0;
}

static int set_order(kaohe_run *r, kh_slice s, const char *value)
{
    if (!kh_slice_is(s, "rank") && !kh_slice_is(s, "input"))
        return refuse(r, "顺序只有 rank（按名次）、input（按文件），没有 ",
                      "the orders are rank and input, not ", value);
    r->input_order = kh_slice_is(s, "input");
    return 0;
}

static int set_max_errors(kaohe_run *r, kh_slice s, const char *value)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || s.n > 8)
            return refuse(r, "--max-errors 要一个整数，不是 ",
                          "--max-errors is a whole number, not ", value);
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    }
    r->max_errors = n;
    return s.n ? 0 : refuse(r, "--max-errors 要一个整数", "--max-errors is a whole number", value);
}

static int set_date(kaohe_run *r, kh_slice s, const char *value)
{
    if (kh_date_parse(kh_text_narrow(r->arena, s), &r->date) == KH_DATE_OK)
        return 0;
    return refuse(r, "日期写成 2013-07-31，不是 ", "a date is written 2013-07-31, not ", value);
}

static int add_text(kaohe_run *r, kh_texts *list, const char *value)
{
    *kh_push(r->arena, list) = keep(r, kh_slice_of(value));
    return 0;
}

static int set_option(kaohe_run *r, kaohe_option option, const char *value)
{
    kh_slice s = kh_slice_of(value);
    switch (option) {
    case KAOHE_LANG:
        return set_lang(r, s, value);
    case KAOHE_SET:
        return add_setting(r, value);
    case KAOHE_CALENDAR:
        *kh_push(r->arena, &r->calendars) = kh_arena_copy(r->arena, s);
        return 0;
    case KAOHE_UNITS:
        *kh_push(r->arena, &r->units_files) = kh_arena_copy(r->arena, s);
        return 0;
    case KAOHE_DATE:
        return set_date(r, s, value);
    case KAOHE_UNIT_COLUMNS:
        return add_list(r, &r->unit_columns, value);
    case KAOHE_IGNORE_COLUMN:
        return add_text(r, &r->ignore_columns, value);
    case KAOHE_ENCODING:
        return set_encoding(r, s, value);
    case KAOHE_SKIP_UNKNOWN_UNITS:
        r->skip_unknown_units = true;
        return 0;
    case KAOHE_FORMAT:
        return set_format(r, s, value);
    case KAOHE_UNIT:
        return add_text(r, &r->units, value);
    case KAOHE_ITEM:
        r->item = keep(r, s);
        return 0;
    case KAOHE_BY_ITEM:
        r->by_item = true;
        return 0;
    case KAOHE_ORDER:
        return set_order(r, s, value);
    case KAOHE_COLUMNS:
        return add_list(r, &r->columns, value);
    case KAOHE_MAX_ERRORS:
        return set_max_errors(r, s, value);
    case KAOHE_COLOUR:
        r->colour = true;
        return 0;
    case KAOHE_DENY_WARNINGS:
        r->deny_warnings = true;
        return 0;
    case KAOHE_KEYWORDS:
        return set_words(r, s, value);
    case KAOHE_CHECKING:
        r->checking = true;
        return 0;
    }
    return refuse(r, "没有这个选项", "there is no such option", "");
}

static int checked_option(kaohe_run *r, kaohe_option option, const char *value)
{
    kh_slice s = kh_slice_of(value);
    if (kh_text_invalid(s) < s.n)
        return refuse(r, "选项不是 UTF-8 文字：", "an option is not UTF-8: ", value);
    return set_option(r, option, value ? value : "");
}

int kaohe_set_option(kaohe_run *run, kaohe_option option, const char *value)
{
    kh_guard guard;
    volatile int status = 3; /* read after the guard unwound */
    if (KH_GUARD(&guard)) {
        status = checked_option(run, option, value);
        kh_guard_leave(&guard);
    } else {
        run->out_of_memory = true;
    }
    return status;
}

const char *kaohe_option_error(const kaohe_run *run)
{
    return run->option_error ? run->option_error : "";
}
