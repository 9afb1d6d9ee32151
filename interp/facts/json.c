/* A JSON file: an array of flat objects, each one row. The parser is libyajl, which hands numbers
 * over as text and tells how many bytes it has read when it calls back: that is the end of the
 * token, and only blanks, commas and colons stand between a token and the one before it, so the
 * place of every token is exact. What yajl lets pass (equal keys, halves of surrogate pairs, NUL)
 * is refused here. */
#include <yajl/yajl_parse.h>

#include "base/text.h"
#include "facts/reader.h"

#define MAX_DEPTH    64
#define MAX_DIGITS   30 /* of a number that is written out for a message */
#define MAX_EXPONENT 30

typedef struct kh_json {
    kh_reader *reader;
    yajl_handle parser;
    size_t end;    /* of the last token */
    int depth;     /* brackets open */
    int ignored;   /* the depth at which something began that is no row or value; 0: nothing did */
    bool bad;      /* the object cannot be handed over */
    bool last;     /* yajl sees a blank of its own behind the text, to end a number */
    size_t object; /* where it begins */
    KH_VEC(kh_raw_cell) keys, cells;
} kh_json;

static bool between(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':';
}

static size_t consumed(const kh_json *j)
{
    return j->last ? j->reader->text.n : yajl_get_bytes_consumed(j->parser);
}

/* The place of the token that yajl has just read. */
static kh_place token(kh_json *j)
{
    kh_slice text = j->reader->text;
    size_t from = j->end;
    j->end = consumed(j);
    while (from < j->end && between(text.p[from]))
        from++;
    return kh_reader_place(j->reader, from, j->end);
}

static int hex(const char *p)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = p[i] <= '9' ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10;
        value = value * 16 + digit;
    }
    return value;
}

/* Refuses \u0000 and halves of surrogate pairs. yajl has seen that every \u has four digits. */
static bool check_escapes(kh_json *j, kh_place string)
{
    kh_slice text = j->reader->text;
    size_t end = (size_t)string.at + string.len;
    for (size_t at = (size_t)string.at; at < end; at++) {
        if (text.p[at] != '\\' || text.p[++at] != 'u')
            continue;
        int unit = hex(text.p + at + 1);
        size_t len = 6, from = at - 1;
        at += 4;
        if (unit >= 0xd800 && unit < 0xdc00 && end - at > 6 && text.p[at + 1] == '\\' &&
            text.p[at + 2] == 'u') {
            int low = hex(text.p + at + 3);
            if (low >= 0xdc00 && low < 0xe000) {
                at += 6;
                continue;
            }
        }
        if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
            KH_REPORT(j->reader->diags, KH_E0568, kh_reader_place(j->reader, from, from + len),
                      ((kh_slice){text.p + from, len}));
            return false;
        }
    }
    return true;
}

/* The cell of a string: it borrows from the text unless yajl had to undo escapes. */
static kh_raw_cell string_cell(kh_json *j, kh_place place, const unsigned char *p, size_t n)
{
    kh_reader *r = j->reader;
    kh_raw_cell cell = {.place = place, .type = KH_CELL_TEXT};
    bool escaped = memchr(r->text.p + place.at, '\\', place.len) != NULL;
    if (escaped && !check_escapes(j, place)) {
        j->bad = true;
        return cell;
    }
    if (n > KH_MAX_CELL_BYTES) {
        KH_REPORT(r->diags, KH_E0527, place);
        j->bad = true;
        return cell;
    }
    if (escaped)
        cell.text = kh_arena_copy(r->arena, (kh_slice){(const char *)p, n});
    else
        cell.text = (kh_slice){r->text.p + place.at + 1, place.len - 2};
    j->bad = !kh_cell_clean(r, &cell) || j->bad;
    return cell;
}

static void add_value(kh_json *j, kh_raw_cell cell)
{
    *kh_push(j->reader->arena, &j->cells) = cell;
}

/* A value that is no list and no object; false when it does not stand in a row. */
static bool in_row(kh_json *j, kh_place place)
{
    if (j->ignored > 0)
        return false;
    if (j->depth == 2)
        return true;
    KH_REPORT(j->reader->diags, j->depth == 0 ? KH_E0563 : KH_E0564, place);
    return false;
}

static int on_word(kh_json *j, kh_cell_type type)
{
    kh_place place = token(j);
    if (in_row(j, place))
        add_value(j, (kh_raw_cell){{j->reader->text.p + place.at, place.len}, place, type});
    return 1;
}

static int on_null(void *context)
{
    return on_word(context, KH_CELL_NULL);
}

static int on_boolean(void *context, int value)
{
    return on_word(context, value ? KH_CELL_TRUE : KH_CELL_FALSE);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits of a number with an exponent, and where its point belongs: 0.15e1 is 015 with the
 * point behind two. False when the exponent is too large to be written out. */
static bool split_number(kh_slice s, char *digits, int *count, int *point)
{
    size_t at = s.p[0] == '-';
    int exponent = 0;
    bool negative = false, fraction = false;
    *count = *point = 0;
    for (; at < s.n && s.p[at] != 'e' && s.p[at] != 'E'; at++) {
        if (s.p[at] == '.') {
            fraction = true;
            continue;
        }
        if (*count == MAX_DIGITS)
            return false;
        digits[(*count)++] = s.p[at];
        *point += !fraction;
    }
    for (at++; at < s.n; at++) {
        negative = negative || s.p[at] == '-';
        if (is_digit(s.p[at]))
            exponent = exponent * 10 + (s.p[at] - '0');
        if (exponent > MAX_EXPONENT)
            return false;
    }
    *point += negative ? -exponent : exponent;
    return true;
}

/* 1.5e3 as 1500; empty when it is too long to be written out. */
static kh_slice plain_number(kh_arena *a, kh_slice s)
{
    char digits[MAX_DIGITS];
    int count, point;
    if (!split_number(s, digits, &count, &point))
        return (kh_slice){0};
    int from = 0;
    while (from < point - 1 && (from >= count || digits[from] == '0'))
        from++;
    char *out = kh_arena_alloc(a, MAX_DIGITS + 2 * MAX_EXPONENT + 4);
    size_t n = 0;
    if (s.p[0] == '-')
        out[n++] = '-';
    int start = point <= 0 ? point - 1 : from, end = count > point ? count : point;
    while (end > point && end > 0 && digits[end - 1] == '0')
        end--;
    for (int i = start; i < end; i++) {
        if (i == point)
            out[n++] = '.';
        out[n++] = i >= 0 && i < count ? digits[i] : '0';
    }
    return (kh_slice){out, n};
}

static int on_number(void *context, const char *p, size_t n)
{
    kh_json *j = context;
    kh_place place = token(j);
    kh_slice text = {j->reader->text.p + place.at, place.len};
    (void)p;
    (void)n;
    if (!in_row(j, place))
        return 1;
    if (memchr(text.p, 'e', text.n) || memchr(text.p, 'E', text.n)) {
        kh_slice plain = plain_number(j->reader->arena, text);
        kh_diag *d = KH_REPORT(j->reader->diags, KH_E0567, place, text, plain);
        d->no_hint = plain.n == 0;
        j->bad = true;
    } else if (text.n > KH_MAX_CELL_BYTES) {
        KH_REPORT(j->reader->diags, KH_E0527, place);
        j->bad = true;
    }
    add_value(j, (kh_raw_cell){text, place, KH_CELL_NUMBER});
    return 1;
}

static int on_string(void *context, const unsigned char *p, size_t n)
{
    kh_json *j = context;
    kh_place place = token(j);
    if (in_row(j, place))
        add_value(j, string_cell(j, place, p, n));
    return 1;
}

static int on_key(void *context, const unsigned char *p, size_t n)
{
    kh_json *j = context;
    kh_place place = token(j);
    if (j->ignored > 0)
        return 1;
    kh_raw_cell key = string_cell(j, place, p, n);
    *kh_push(j->reader->arena, &j->keys) = key;
    return 1;
}

/* A list or an object inside a row: its value is left out, and so is the row. */
static void nested(kh_json *j, kh_place place)
{
    const kh_raw_cell *key = &j->keys.at[j->keys.n - 1];
    KH_REPORT(j->reader->diags, KH_E0565, place, key->text);
    add_value(j, (kh_raw_cell){.place = place});
    j->bad = true;
    j->ignored = j->depth;
}

static int open_bracket(kh_json *j, bool is_object)
{
    kh_place place = token(j);
    kh_diags *diags = j->reader->diags;
    if (++j->depth > MAX_DEPTH) {
        KH_REPORT(diags, KH_E0566, place);
        return 0;
    }
    if (j->ignored > 0)
        return 1;
    if (j->depth == 1 && is_object) {
        KH_REPORT(diags, KH_E0563, place);
        j->ignored = 1;
    } else if (j->depth == 2 && is_object) {
        j->object = (size_t)place.at;
        j->keys.n = j->cells.n = 0;
        j->bad = false;
    } else if (j->depth == 2) {
        KH_REPORT(diags, KH_E0564, place);
        j->ignored = 2;
    } else if (j->depth > 2) {
        nested(j, place);
    }
    return 1;
}

static int on_start_object(void *context)
{
    return open_bracket(context, true);
}

static int on_start_list(void *context)
{
    return open_bracket(context, false);
}

static void end_row(kh_json *j)
{
    kh_reader *r = j->reader;
    kh_place place = kh_reader_place(r, j->object, j->end);
    if (j->bad)
        return;
    if (j->keys.n > KH_MAX_COLUMNS) {
        KH_REPORT(r->diags, KH_E0528, place, kh_reader_number(r, j->keys.n));
        return;
    }
    kh_table *table = kh_table_of(r, j->keys.at, j->keys.n, place);
    if (table)
        kh_table_row(r, table, j->cells.at, place);
}

static int on_end(void *context)
{
    kh_json *j = context;
    token(j);
    if (j->ignored == j->depth)
        j->ignored = 0;
    else if (j->ignored == 0 && j->depth == 2)
        end_row(j);
    j->depth--;
    return 1;
}

/* What yajl allocates goes when memory runs out in one of the functions above. */
static void *allocate(void *context, size_t n)
{
    (void)context;
    return kh_scratch_alloc(n);
}

static void *reallocate(void *context, void *p, size_t n)
{
    (void)context;
    return kh_scratch_resize(p, n);
}

static void release(void *context, void *p)
{
    (void)context;
    kh_scratch_free(p);
}

/* The reason in yajl's words, without its line end; a NUL follows. */
static kh_slice reason(kh_json *j)
{
    unsigned char *words = yajl_get_error(j->parser, 0, NULL, 0);
    kh_slice s = kh_slice_of((const char *)words);
    while (s.n > 0 && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
        s.n--;
    kh_slice kept = kh_arena_copy(j->reader->arena, s);
    yajl_free_error(j->parser, words);
    return kept;
}

/* The last byte before `at` that is no blank. */
static size_t before(kh_slice text, size_t at)
{
    while (at > 0 && strchr(" \t\r\n", text.p[at - 1]))
        at--;
    return at > 0 ? at - 1 : 0;
}

/* Where the token at `from` ends, whatever it is. */
static size_t end_of(kh_slice text, size_t from)
{
    size_t at = from;
    if (at < text.n && text.p[at] == '"') {
        for (at++; at < text.n && text.p[at] != '"'; at++)
            at += text.p[at] == '\\' && at + 1 < text.n;
        return at < text.n ? at + 1 : at;
    }
    while (at < text.n && !strchr(" \t\r\n,:[]{}\"", text.p[at]))
        at++;
    return at > from || at == text.n ? at : at + 1;
}

/* The token that yajl refused. It says a byte of it, or the end of it. */
static kh_place refused(const kh_json *j)
{
    kh_slice text = j->reader->text;
    size_t from = j->end, end, said = consumed(j);
    for (;; from = end) {
        while (from < text.n && strchr(" \t\r\n", text.p[from]))
            from++;
        end = end_of(text, from);
        if (said <= end || from == text.n)
            return kh_reader_place(j->reader, from, end);
    }
}

static void report_syntax(kh_json *j)
{
    kh_reader *r = j->reader;
    kh_slice words = reason(j), text = r->text;
    kh_place place = refused(j);
    size_t from = (size_t)place.at, last = before(text, from), end = before(text, text.n);
    kh_place ended = kh_reader_place(r, end, text.n > 0 ? end + 1 : end);
    bool closes = from < text.n && (text.p[from] == ']' || text.p[from] == '}');
    if (strstr(words.p, "trailing garbage"))
        KH_REPORT(r->diags, KH_E0562, place);
    else if (strstr(words.p, "premature EOF"))
        KH_REPORT(r->diags, KH_E0561, ended);
    else if (closes && text.p[last] == ',')
        KH_REPORT(r->diags, KH_E0569, kh_reader_place(r, last, last + 1));
    else
        KH_REPORT(r->diags, KH_E0560, place, words);
}

void kh_json_file_read(kh_reader *r)
{
    static const yajl_callbacks callbacks = {
        .yajl_null = on_null,
        .yajl_boolean = on_boolean,
        .yajl_number = on_number,
        .yajl_string = on_string,
        .yajl_start_map = on_start_object,
        .yajl_map_key = on_key,
        .yajl_end_map = on_end,
        .yajl_start_array = on_start_list,
        .yajl_end_array = on_end,
    };
    yajl_alloc_funcs memory = {allocate, reallocate, release, NULL};
    kh_json j = {.reader = r};
    j.parser = yajl_alloc(&callbacks, &memory, &j);
    const unsigned char *text = (const unsigned char *)r->text.p;
    /* Blanks at the end say nothing, so a cut file reads like one with a line end. */
    while (r->text.n > 0 && strchr(" \t\r\n", r->text.p[r->text.n - 1]))
        r->text.n--;
    yajl_status status = yajl_parse(j.parser, text, r->text.n);
    if (status == yajl_status_ok) {
        j.last = true;
        status = yajl_complete_parse(j.parser);
    }
    if (status == yajl_status_error)
        report_syntax(&j);
    yajl_free(j.parser);
}
