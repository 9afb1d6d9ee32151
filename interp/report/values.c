/* Values of every type, names and places, as the reports show them. All text from outside is
 * escaped here, so that what comes out stays on its line. */
#include "report/inside.h"

#include "base/text.h"

kh_slice kh_name_of(const kh_report_run *run, kh_id id)
{
    return id ? kh_intern_text(run->m->names, id) : KH_LIT("");
}

kh_slice kh_unit_name(const kh_report_run *run, uint32_t unit)
{
    return kh_name_of(run, run->f->units[unit].name);
}

kh_slice kh_kind_name(const kh_report_run *run, uint32_t unit)
{
    uint32_t kind = run->f->units[unit].kind;
    return kind == KH_NONE ? KH_LIT("") : kh_name_of(run, run->m->kinds[kind].name);
}

static void add_phrase(kh_report_run *run, kh_strbuf *out, kh_phrase p)
{
    kh_strbuf_add(out, kh_phrase_text(p, run->lang));
}

static void add_code(kh_report_run *run, kh_strbuf *out, kh_type type, int32_t code)
{
    switch (type.tag) {
    case KH_TYPE_YES_NO:
        add_phrase(run, out, code ? KH_P_YES : KH_P_NO);
        break;
    case KH_TYPE_DATE:
        kh_date_show(out, code);
        break;
    case KH_TYPE_LEVEL:
        kh_text_escape(out, kh_name_of(run, run->m->scales[type.scale].levels[code].name));
        break;
    case KH_TYPE_KIND:
        kh_text_escape(out, kh_name_of(run, run->m->kinds[code].name));
        break;
    case KH_TYPE_TEXT:
    case KH_TYPE_UNKNOWN:
    case KH_TYPE_NUMBER:
        kh_text_escape(out, kh_name_of(run, (kh_id)code));
        break;
    }
}

static void show_answer(kh_report_run *run, kh_strbuf *out, uint8_t state)
{
    uint8_t both = KH_MAY_YES | KH_MAY_NO;
    kh_phrase p = (state & both) == both ? KH_P_UNDECIDED
                  : (state & KH_MAY_YES) ? KH_P_YES
                  : (state & KH_MAY_NO)  ? KH_P_NO
                                         : KH_P_NOT_APPLICABLE;
    add_phrase(run, out, p);
}

void kh_show_value(kh_report_run *run, kh_strbuf *out, kh_type type, kh_cell c, int places)
{
    if (type.tag == KH_TYPE_NUMBER)
        kh_show_cell(run, out, c, places, type.share);
    else if (kh_cell_na(c))
        add_phrase(run, out, KH_P_NOT_APPLICABLE);
    else if (type.tag == KH_TYPE_YES_NO)
        show_answer(run, out, c.state);
    else if (kh_cell_open(c))
        add_phrase(run, out, KH_P_UNDECIDED);
    else
        add_code(run, out, type, (int32_t)c.low.n);
}

void kh_show_filed(kh_report_run *run, kh_strbuf *out, kh_type type, const kh_fact_column *column,
                   uint32_t row)
{
    switch ((kh_filed)column->state[row]) {
    case KH_FILED_MISSING:
        add_phrase(run, out, KH_P_MISSING);
        return;
    case KH_FILED_NA:
        add_phrase(run, out, KH_P_NOT_APPLICABLE);
        return;
    case KH_FILED_VALUE:
        break;
    }
    if (type.tag != KH_TYPE_NUMBER) {
        add_code(run, out, type, column->codes[row]);
        return;
    }
    kh_cell c = {KH_MAY_VALUE, column->numbers[row], column->numbers[row]};
    kh_show_cell(run, out, c, -1, type.share);
}

void kh_show_place(kh_report_run *run, kh_strbuf *out, kh_place place)
{
    if (place.source == 0)
        return;
    kh_strbuf_addc(out, '[');
    kh_text_escape(out, kh_sources_at(run->m->sources, place.source)->name);
    kh_strbuf_addf(out, ":%zu]",
                   (size_t)kh_source_linecol(run->m->sources, place.source, place.at).line);
}

/* Blanks, line ends and comments become one blank. */
static size_t skip_pause(kh_slice s, size_t i)
{
    while (i < s.n) {
        if (s.p[i] == '#')
            while (i < s.n && s.p[i] != '\n')
                i++;
        else if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n')
            i++;
        else
            break;
    }
    return i;
}

void kh_show_source(kh_report_run *run, kh_strbuf *out, kh_place place)
{
    if (place.source == 0)
        return;
    const kh_source *source = kh_sources_at(run->m->sources, place.source);
    uint64_t from = kh_source_original(source, place.at);
    uint64_t to = kh_source_original(source, place.at + place.len);
    kh_slice s = {source->bytes.p + from, (size_t)(to - from)};
    size_t start = kh_report_mark(run);
    bool quoted = false;
    for (size_t i = skip_pause(s, 0); i < s.n;) {
        if (s.p[i] == '"')
            quoted = !quoted;
        size_t next = quoted ? i : skip_pause(s, i);
        if (next > i && next < s.n)
            kh_strbuf_addc(&run->text, ' ');
        if (next == i)
            kh_strbuf_addc(&run->text, s.p[i++]);
        else
            i = next;
    }
    kh_text_escape(out, kh_report_take(run, start));
}

static kh_phrase gap_phrase(kh_gap_reason reason)
{
    static const kh_phrase phrases[] = {
        [KH_GAP_FACT] = KH_P_GAP_FACT,           [KH_GAP_FIELD] = KH_P_GAP_FIELD,
        [KH_GAP_RATING] = KH_P_GAP_RATING,       [KH_GAP_NO_ROWS] = KH_P_GAP_NO_ROWS,
        [KH_GAP_ZERO] = KH_P_GAP_ZERO,           [KH_GAP_TABLE] = KH_P_GAP_TABLE,
        [KH_GAP_NO_NUMBER] = KH_P_GAP_NO_NUMBER, [KH_GAP_TOO_FEW] = KH_P_GAP_TOO_FEW,
    };
    return phrases[reason];
}

/* The fact or kind of record; for a quotient or a table, which have no name, that of their node. */
kh_slice kh_gap_name(const kh_report_run *run, const kh_gap *gap)
{
    const kh_model *m = run->m;
    switch (gap->reason) {
    case KH_GAP_FACT:
        return gap->index < m->facts_count ? kh_name_of(run, m->facts[gap->index].name)
                                           : KH_LIT("");
    case KH_GAP_FIELD:
    case KH_GAP_RATING:
    case KH_GAP_NO_ROWS:
    case KH_GAP_TOO_FEW:
        return gap->index < m->records_count ? kh_name_of(run, m->records[gap->index].name)
                                             : KH_LIT("");
    case KH_GAP_ZERO:
    case KH_GAP_TABLE:
    case KH_GAP_NO_NUMBER:
        break;
    }
    return gap->node == KH_NONE ? KH_LIT("") : kh_name_of(run, m->nodes[gap->node].name);
}

static kh_slice field_name(kh_report_run *run, const kh_gap *gap)
{
    const kh_record *record = &run->m->records[gap->index];
    kh_phrase p = kh_phrase_of_field(record, gap->field);
    if (p != KH_P_END)
        return kh_phrase_text(p, run->lang);
    return gap->field < record->field_count ? kh_name_of(run, record->fields[gap->field].name)
                                            : KH_LIT("");
}

void kh_show_gap(kh_report_run *run, kh_strbuf *out, const kh_gap *gap, bool with_item)
{
    size_t mark = kh_report_mark(run);
    kh_text_escape(&run->text, kh_gap_name(run, gap));
    kh_slice name = kh_report_take(run, mark), field = KH_LIT("");
    if (gap->reason == KH_GAP_FIELD)
        field = field_name(run, gap);
    if (name.n == 0) {
        kh_show_source(run, &run->text, gap->place);
        name = kh_report_take(run, mark);
    }
    KH_PHRASE(&run->text, run->lang, gap_phrase(gap->reason), name, field);
    kh_slice gap_text = kh_report_take(run, mark);
    bool named_by_item = gap->reason == KH_GAP_ZERO || gap->reason == KH_GAP_TABLE ||
                         gap->reason == KH_GAP_NO_NUMBER;
    if (!with_item || gap->node == KH_NONE || named_by_item) {
        kh_strbuf_add(out, gap_text);
        return;
    }
    kh_text_escape(&run->text, kh_name_of(run, run->m->nodes[gap->node].name));
    KH_PHRASE(out, run->lang, KH_P_GAP_IN, gap_text, kh_report_take(run, mark));
}

void kh_show_grades(kh_report_run *run, kh_strbuf *out, uint64_t grades, const char *separator)
{
    bool first = true;
    for (uint32_t g = 0; g < run->m->grades_count; g++) {
        if (!(grades >> g & 1))
            continue;
        if (!first)
            kh_strbuf_adds(out, separator);
        first = false;
        kh_text_escape(out, kh_name_of(run, run->m->grades[g].name));
    }
}
