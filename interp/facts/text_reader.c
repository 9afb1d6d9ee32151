/* .facts text: a line `unit NAME kind K parent P` opens a unit; the lines below it are facts,
 * `NAME VALUE [period P]`, ratings, `NAME VALUE by RATER`, and records, `KIND [DATE] [key value]
 * …`. A line is a row of its own, with the words of its line as keys, so that it binds as a row of
 * a CSV file with the same columns does. */
#include "base/date.h"
#include "base/text.h"
#include "facts/text_line.h"
#include "grammar/lexicon.h"

typedef enum kh_text_unit {
    NO_UNIT, /* none was named yet */
    UNIT_KNOWN,
    UNIT_BROKEN /* its line was wrong: the lines below it belong to nobody */
} kh_text_unit;

typedef struct kh_text_reader {
    kh_reader *reader;
    kh_facts_line line;
    kh_text_unit state;
    kh_raw_cell unit;
    bool said_no_unit;
    KH_VEC(kh_raw_cell) keys, cells;
} kh_text_reader;

static kh_slice heading_text(kh_heading h)
{
    return kh_heading_name(h, KH_ZH);
}

/* Adds a cell to the row; a heading is known by its Chinese word whatever language it came in. */
static void add(kh_text_reader *t, kh_slice key, kh_place key_place, const kh_raw_cell *value)
{
    kh_raw_cell cell = {key, key_place, KH_CELL_TEXT};
    *kh_push(t->reader->arena, &t->keys) = cell;
    *kh_push(t->reader->arena, &t->cells) = *value;
}

static void add_pair(kh_text_reader *t, const kh_facts_word *key, const kh_facts_word *value)
{
    kh_slice text = key->heading != KH_H_END ? heading_text(key->heading) : key->cell.text;
    add(t, text, key->cell.place, &value->cell);
}

static void start_row(kh_text_reader *t)
{
    t->keys.n = t->cells.n = 0;
    add(t, heading_text(KH_H_UNIT), t->unit.place, &t->unit);
}

static bool end_row(kh_text_reader *t)
{
    kh_table *table = kh_table_of(t->reader, t->keys.at, t->keys.n, t->line.place);
    if (table)
        kh_table_row(t->reader, table, t->cells.at, t->line.place);
    return table != NULL;
}

static bool refuse(kh_text_reader *t, kh_code code, const kh_facts_word *word)
{
    KH_REPORT(t->reader->diags, code, word->cell.place, word->cell.text);
    return false;
}

/* The word at i must have a value behind it; the name of a column is none, unless it is quoted.
 * False when reported. */
static bool has_value(kh_text_reader *t, size_t i)
{
    if (i + 1 < t->line.words.n && t->line.words.at[i + 1].heading == KH_H_END)
        return true;
    return refuse(t, KH_E0543, &t->line.words.at[i]);
}

static bool unit_line(kh_text_reader *t)
{
    const kh_facts_word *words = t->line.words.at;
    size_t n = t->line.words.n;
    if (n < 2 || words[1].heading != KH_H_END || words[1].cell.text.n == 0)
        return refuse(t, KH_E0541, &words[0]);
    t->unit = words[1].cell;
    start_row(t);
    t->keys.at[0].place = words[0].cell.place;
    for (size_t i = 2; i < n; i += 2) {
        if (words[i].heading != KH_H_KIND && words[i].heading != KH_H_PARENT)
            return refuse(t, KH_E0542, &words[i]);
        if (!has_value(t, i))
            return false;
        add_pair(t, &words[i], &words[i + 1]);
    }
    return kh_name_check(t->reader, &t->unit) && end_row(t);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a word reads as a number of occurrences: digits, signs and points, then nothing or a
 * measure word. What is wrong with it (1,000, -1) is said when the number is read. */
static bool reads_as_count(kh_slice s)
{
    size_t at = 0;
    while (at < s.n && memchr("+-.", s.p[at], 3))
        at++;
    if (at == s.n || !is_digit(s.p[at]))
        return false;
    while (at < s.n && (is_digit(s.p[at]) || memchr(".,", s.p[at], 2)))
        at++;
    kh_slice rest = {s.p + at, s.n - at};
    const kh_measure *m = kh_measure_find(rest);
    return rest.n == 0 || (m && (m->class == KH_MEASURE_PLAIN || m->class == KH_MEASURE_POINTS));
}

/* What a value without a key means right behind the kind of a record. */
static kh_heading bare_heading(kh_text_reader *t, const kh_facts_word *word)
{
    kh_slice s = kh_text_narrow(t->reader->arena, word->cell.text);
    kh_date date;
    if (kh_date_parse(s, &date) != KH_DATE_NOT)
        return KH_H_DATE;
    return reads_as_count(s) ? KH_H_COUNT : KH_H_LEVEL;
}

/* A text, a number or a date is no name of a field. */
static bool is_field_name(kh_text_reader *t, const kh_facts_word *word)
{
    if (word->cell.text.n == 0 || word->quote == KH_QUOTED_TEXT)
        return false;
    return word->quote == KH_QUOTED || bare_heading(t, word) == KH_H_LEVEL;
}

/* Whether the word behind the kind is a value without a key. A date and a number are; a level is
 * told from the name of a field by the number of words, or by the column that follows. */
static bool stands_alone(const kh_facts_line *line, kh_heading h)
{
    size_t n = line->words.n;
    return h != KH_H_LEVEL || n % 2 == 0 || line->words.at[2].heading != KH_H_END;
}

/* The kind, a value without a key, then keys and values. */
static bool record_line(kh_text_reader *t)
{
    const kh_facts_word *words = t->line.words.at;
    size_t n = t->line.words.n, i = 1;
    start_row(t);
    add(t, heading_text(KH_H_WHAT), words[0].cell.place, &words[0].cell);
    if (n > 1 && words[1].heading == KH_H_END) {
        kh_heading h = bare_heading(t, &words[1]);
        if (stands_alone(&t->line, h)) {
            add(t, heading_text(h), words[1].cell.place, &words[1].cell);
            i = 2;
        }
    }
    for (; i < n; i += 2) {
        if (!is_field_name(t, &words[i]))
            return refuse(t, KH_E0548, &words[i]);
        if (!has_value(t, i))
            return false;
        add_pair(t, &words[i], &words[i + 1]);
    }
    return end_row(t);
}

/* The columns that only records have: one of them among the keys makes a line a record. */
static bool of_records(kh_heading h)
{
    switch (h) {
#define HEADING(id, zh, en, shapes)                                                                \
    case KH_H_##id:                                                                                \
        return #shapes[0] == 'R';
#include "facts/headings.def"
#undef HEADING
    case KH_H_END:
        return false;
    }
    return false;
}

/* A line whose first word the scheme does not know as a kind of record may be one all the same (a
 * rating, or a misspelt kind): then a column of records stands on it, though not as a lone value.
 */
static bool looks_like_record(const kh_facts_line *line)
{
    for (size_t i = 1; i < line->words.n; i++) {
        if (of_records(line->words.at[i].heading) && (i > 1 || line->words.n > 2))
            return true;
    }
    return false;
}

static bool fact_line(kh_text_reader *t)
{
    const kh_facts_word *words = t->line.words.at;
    size_t n = t->line.words.n;
    if (n < 2)
        return refuse(t, KH_E0543, &words[0]);
    start_row(t);
    for (size_t i = 2; i < n; i += 2) {
        if (words[i].heading != KH_H_PERIOD)
            return refuse(t, KH_E0544, &words[i]);
        if (!has_value(t, i))
            return false;
        add_pair(t, &words[i], &words[i + 1]);
    }
    add_pair(t, &words[0], &words[1]);
    return end_row(t);
}

static bool is_record(const kh_text_reader *t, kh_slice name)
{
    const kh_row_sink *sink = &t->reader->sink;
    return sink->is_record && sink->is_record(sink->context, name);
}

static void statement(kh_text_reader *t)
{
    const kh_facts_word *first = &t->line.words.at[0];
    if (first->heading == KH_H_UNIT) {
        t->state = UNIT_BROKEN;
        if (unit_line(t))
            t->state = UNIT_KNOWN;
        return;
    }
    if (t->state == NO_UNIT && !t->said_no_unit) {
        KH_REPORT(t->reader->diags, KH_E0540, t->line.place);
        t->said_no_unit = true;
    }
    if (t->state != UNIT_KNOWN)
        return;
    if (first->cell.text.n == 0)
        refuse(t, KH_E0548, first);
    else if (is_record(t, first->cell.text) || looks_like_record(&t->line))
        record_line(t);
    else
        fact_line(t);
}

static void read_line(kh_text_reader *t, size_t from, size_t to)
{
    bool good = kh_facts_line_split(t->reader, from, to, &t->line);
    if (t->line.words.n == 0)
        return;
    if (good)
        statement(t);
    else if (t->line.words.at[0].heading == KH_H_UNIT)
        t->state = UNIT_BROKEN;
}

void kh_text_file_read(kh_reader *r)
{
    kh_text_reader t = {.reader = r};
    uint64_t row = 0;
    r->names_units = true;
    for (size_t at = 0, end; at < r->text.n; at = end + 1) {
        const char *lf = memchr(r->text.p + at, '\n', r->text.n - at);
        end = lf ? (size_t)(lf - r->text.p) : r->text.n;
        size_t to = end > at && r->text.p[end - 1] == '\r' ? end - 1 : end;
        const char *cr = memchr(r->text.p + at, '\r', to - at);
        row++;
        if (cr) {
            size_t alone = (size_t)(cr - r->text.p);
            KH_REPORT(r->diags, KH_E0108, kh_reader_place(r, alone, alone + 1));
        } else if (to - at > KH_MAX_ROW_BYTES) {
            KH_REPORT(r->diags, KH_E0526, kh_reader_place(r, at, at), kh_reader_number(r, row));
        } else {
            read_line(&t, at, to);
        }
    }
}
