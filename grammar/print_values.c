/* Names, numbers, dates and texts. */
#include "grammar/print_inside.h"

#include "base/date.h"
#include "base/text.h"
#include "scheme.tab.h"

/* The token of a node that is one, when it is put out in another order than it was written in. */
static uint32_t token_of(const kh_printer *p, const kh_node *n)
{
    uint32_t t = kh_written_from(p->w, n->place.at);
    return t < p->w->tokens.n && p->w->tokens.at[t].at == n->place.at ? t : KH_NO_TOKEN;
}

static kh_slice written(const kh_printer *p, const kh_node *n)
{
    return (kh_slice){p->w->text.p + n->place.at, n->place.len};
}

static bool holds(kh_slice s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, part, n) == 0)
            return true;
    return false;
}

static kh_slice joined(kh_printer *p, kh_slice a, kh_slice b, kh_slice c)
{
    kh_strbuf s = {0};
    kh_strbuf_add(&s, a);
    kh_strbuf_add(&s, b);
    kh_strbuf_add(&s, c);
    kh_slice made = kh_arena_copy(p->arena, kh_strbuf_slice(&s));
    kh_strbuf_free(&s);
    return made;
}

/* ---- names --------------------------------------------------------------------------------- */

#define CLASS(c) (1u << KH_BC_##c)

static unsigned classes_of(const kh_printer *p, kh_slice name, kh_name_role role)
{
    switch (role) {
    case KH_NAME_OWN:
        return 0;
    case KH_NAME_CALL:
        return kh_print_declares(p, name, KH_NODE_CALL)
                   ? 0
                   : CLASS(FUNCTION) | CLASS(AGGREGATE) | CLASS(LATER) | CLASS(GROUP);
    case KH_NAME_SET:
        return kh_print_declares(p, name, KH_NODE_ERROR) ? 0 : CLASS(KIND) | CLASS(GROUP);
    case KH_NAME_TYPE:
        return kh_print_declares(p, name, KH_NODE_SCALE) ? 0 : CLASS(TYPE);
    case KH_NAME_MODE:
        return CLASS(MODE);
    case KH_NAME_TIE:
        return CLASS(TIE);
    case KH_NAME_HOW:
        return CLASS(HOW);
    case KH_NAME_ATTRIBUTE:
        return CLASS(ATTRIBUTE);
    case KH_NAME_VALUE:
        break;
    }
    if (p->scope.records) {
        unsigned of_records =
            CLASS(FIELD) | (kh_print_declares(p, p->scope.kind, KH_NODE_DUTY) ? CLASS(DUE) : 0);
        if (kh_print_is_one_of(name, of_records))
            return kh_print_declares_field(p, p->scope.kind, name) ? 0 : of_records;
    }
    if (kh_print_declares(p, name, KH_NODE_ERROR) ||
        (p->scope.records && kh_print_declares_field(p, p->scope.kind, name)))
        return 0;
    return CLASS(VALUE) | CLASS(WORD) | CLASS(KIND) | CLASS(GROUP);
}

/* Whether a word of the language may stand in the name's place without quotes. */
static bool may_stand(const kh_printer *p, kh_slice name, kh_name_role role)
{
    const kh_lexeme *x = kh_lexicon_keyword(p->lexicon, name);
    if (!x)
        return true;
    switch (x->token) {
    case KH_T_MAX:
    case KH_T_BASE:
        return role == KH_NAME_VALUE || role == KH_NAME_ATTRIBUTE;
    case KH_T_LIMIT:
        return role == KH_NAME_ATTRIBUTE;
    case KH_T_RANK:
    case KH_T_ROUND:
        return role == KH_NAME_CALL;
    case KH_T_OWNER:
    case KH_T_ID:
    case KH_T_YEAR:
    case KH_T_NODE:
    case KH_T_KINDS:
        return role == KH_NAME_VALUE;
    default:
        return false;
    }
}

/* 满分 in quotes is another name; the names of functions and types have none. */
static bool may_be_quoted(const kh_printer *p, kh_slice name, kh_name_role role)
{
    const kh_lexeme *x = kh_lexicon_keyword(p->lexicon, name);
    bool figure = x && (x->token == KH_T_MAX || x->token == KH_T_BASE || x->token == KH_T_LIMIT);
    return !figure && role != KH_NAME_CALL && role != KH_NAME_TYPE;
}

/* Whether the name may be put: the scheme itself has not chosen it for something. */
static bool is_free(const kh_printer *p, kh_slice name, kh_name_role role, unsigned classes)
{
    return may_stand(p, name, role) && classes_of(p, name, role) == classes;
}

static kh_slice in_quotes(kh_printer *p, kh_slice name)
{
    /* Only behind a head word can a name hold the sign that ends it: there it is a text. */
    if (!holds(name, "」"))
        return joined(p, KH_LIT("「"), name, KH_LIT("」"));
    if (!memchr(name.p, '"', name.n))
        return joined(p, KH_LIT("\""), name, KH_LIT("\""));
    return joined(p, KH_LIT("“"), name, KH_LIT("”"));
}

void kh_print_name(kh_printer *p, const kh_node *n, kh_name_role role)
{
    kh_slice text = KH_AS(name, n)->text;
    if (kh_print_kept(p)) {
        uint32_t token = kh_print_take(p);
        if (KH_AS(name, n)->quoted)
            kh_put(p, written(p, n), token);
        else
            kh_print_name_atom(p, text, token, false);
        return;
    }
    uint32_t token = token_of(p, n);
    if (KH_AS(name, n)->quoted) {
        kh_put(p, in_quotes(p, text), token);
        return;
    }
    unsigned classes = classes_of(p, text, role);
    kh_slice zh = {0}, en = {0};
    bool own = !classes || !kh_print_builtin(text, classes, &zh, &en);
    if (!own && is_free(p, zh, role, classes) && is_free(p, en, role, classes))
        kh_print_name_atom(p, p->words == KH_WORDS_CHINESE ? zh : en, token, false);
    else if (token != KH_NO_TOKEN && p->quoted[token])
        kh_put(p, in_quotes(p, text), token);
    else
        kh_print_name_atom(p, text, token, own && may_be_quoted(p, text, role));
}

void kh_print_names(kh_printer *p, const kh_node *list)
{
    for (const kh_node *n = list; n; n = n->next) {
        kh_print_name(p, n, KH_NAME_OWN);
        if (n->next)
            kh_print_comma(p);
    }
}

/* ---- numbers ------------------------------------------------------------------------------- */

static const struct {
    const char *chinese, *other, *one, *many;
} durations[] = {
    {"天", "日", "day", "days"},
    {"周", "", "week", "weeks"},
    {"个月", "月", "month", "months"},
    {"个季度", "季度", "quarter", "quarters"},
    {"年", "", "year", "years"},
    {"个工作日", "工作日", "working day", "working days"},
    {"小时", "", "hour", "hours"},
    {"个百分点", "百分点", "percentage point", "percentage points"},
};

/* A span of time, or percentage points. */
static kh_slice measured(kh_printer *p, kh_slice digits, kh_slice measure)
{
    bool one = kh_slice_is(digits, "1");
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        if (!kh_slice_is(measure, durations[i].chinese) &&
            !kh_slice_is(measure, durations[i].other) && !kh_slice_is(measure, durations[i].one) &&
            !kh_slice_is(measure, durations[i].many))
            continue;
        if (p->words == KH_WORDS_CHINESE)
            return joined(p, digits, kh_slice_of(durations[i].chinese), KH_LIT(""));
        return joined(p, digits, KH_LIT(" "),
                      kh_slice_of(one ? durations[i].one : durations[i].many));
    }
    return joined(p, digits, measure, KH_LIT(""));
}

static kh_slice plain(kh_printer *p, kh_slice digits, kh_slice measure, kh_number_role role)
{
    bool chinese = p->words == KH_WORDS_CHINESE;
    bool points = kh_slice_is(measure, "分") || kh_slice_is(measure, "points");
    if (role == KH_NUMBER_BARE)
        return digits;
    if (role == KH_NUMBER_LOW && points)
        return digits;
    if (role == KH_NUMBER_POINTS && (points || !measure.n))
        return chinese ? joined(p, digits, KH_LIT("分"), KH_LIT("")) : digits;
    if (points)
        return joined(p, digits, chinese ? KH_LIT("分") : KH_LIT(" points"), KH_LIT(""));
    if (kh_slice_is(measure, "places"))
        return joined(p, digits, KH_LIT(" places"), KH_LIT(""));
    return joined(p, digits, measure, KH_LIT(""));
}

void kh_print_number(kh_printer *p, const kh_node *n, kh_number_role role)
{
    const struct kh_node_number *x = KH_AS(number, n);
    if (kh_print_kept(p)) {
        bool ascii = x->measure.n && (unsigned char)x->measure.p[0] < 0x80;
        kh_slice unit = x->unit == KH_OP_PERCENT ? KH_LIT("%") : x->measure;
        kh_put(p, joined(p, x->digits, ascii ? KH_LIT(" ") : KH_LIT(""), unit), kh_print_take(p));
        return;
    }
    kh_slice text = x->digits;
    if (x->unit == KH_OP_PERCENT)
        text = joined(p, x->digits, KH_LIT("%"), KH_LIT(""));
    else if (role != KH_NUMBER_BARE && x->unit != KH_OP_PLAIN)
        text = measured(p, x->digits, x->measure);
    else
        text = plain(p, x->digits, x->measure, role);
    kh_put(p, text, token_of(p, n));
}

void kh_print_date(kh_printer *p, const kh_node *n)
{
    kh_slice text = KH_AS(date, n)->text;
    if (kh_print_kept(p)) {
        kh_put(p, text, kh_print_take(p));
        return;
    }
    kh_date date;
    if (kh_date_parse(text, &date) == KH_DATE_OK) {
        kh_strbuf b = {0};
        int year, month, day;
        kh_date_split(date, &year, &month, &day);
        if (p->words == KH_WORDS_CHINESE)
            kh_strbuf_addf(&b, "%d年%d月%d日", year, month, day);
        else
            kh_date_show(&b, date);
        text = kh_arena_copy(p->arena, kh_strbuf_slice(&b));
        kh_strbuf_free(&b);
    }
    kh_put(p, text, token_of(p, n));
}

/* ---- texts --------------------------------------------------------------------------------- */

void kh_print_text(kh_printer *p, const kh_node *n, const char *quotes)
{
    static const struct {
        const char *open, *close;
    } pairs[] = {{"“", "”"}, {"「", "」"}, {"\"", "\""}};
    if (kh_print_kept(p)) {
        /* 依据「四」 */
        p->glued |=
            n->place.len > 3 && memcmp(p->w->text.p + n->place.at, "「", 3) == 0 && *quotes != '"';
        kh_put(p, written(p, n), kh_print_take(p));
        return;
    }
    kh_slice text = KH_AS(text, n)->text;
    quotes = p->words == KH_WORDS_CHINESE ? quotes : "\"";
    if (holds(text, *quotes == '"' ? "\"" : strcmp(quotes, "「") == 0 ? "」" : "”"))
        quotes = holds(text, "\"") ? "“" : "\"";
    p->glued |= strcmp(quotes, "「") == 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(pairs[i].open, quotes) == 0)
            kh_put(p, joined(p, kh_slice_of(pairs[i].open), text, kh_slice_of(pairs[i].close)),
                   token_of(p, n));
}

void kh_print_tie(kh_printer *p, const kh_node *n)
{
    const struct kh_node_tie *t = KH_AS(tie, n);
    if (t->name) {
        kh_print_name(p, t->name, KH_NAME_TIE);
        return;
    }
    uint32_t token = token_of(p, n);
    if (kh_print_kept(p)) /* numbers and signs, one token each */
        p->cursor = kh_written_up_to(p->w, n->place.at + n->place.len) + 1;
    kh_put(p, t->pattern, token);
}
