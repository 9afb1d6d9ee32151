/* What the user is told when a text cannot be read: a sentence of its own for what offices often
 * write (syntax_rules.c, syntax_conditions.c, syntax_values.c), otherwise what could stand there.
 */
#include <string.h>

#include "base/source.h"
#include "base/text.h"
#include "grammar/syntax_inside.h"
#include "scheme.tab.h"

kh_span kh_token_span(const kh_token *t)
{
    return (kh_span){t->piece.at, t->piece.end};
}

kh_slice kh_token_quote(const kh_failure *f, const kh_token *t)
{
    return kh_quote(f->kh, kh_token_span(t));
}

bool kh_expects(const kh_failure *f, int token)
{
    int symbol = kh_symbol_of(token);
    for (int i = 0; i < f->count; i++)
        if (f->expected[i] == symbol)
            return true;
    return false;
}

kh_brace kh_failure_brace(const kh_failure *f)
{
    const kh_level *l = f->level;
    while (l->kind == KH_PAREN)
        l--;
    return l->kind;
}

const kh_token *kh_failure_next(const kh_failure *f)
{
    return f->kh->tokens.ready.n ? &f->kh->tokens.ready.at[f->kh->tokens.ready.head]
                                 : kh_shaped_peek(f->kh);
}

kh_slice kh_like(const kh_token *t, const char *chinese, const char *english)
{
    bool ascii = t->text.n && (unsigned char)t->text.p[0] < 0x80;
    return kh_slice_of(ascii ? english : chinese);
}

kh_slice kh_as_wide(const kh_failure *f, const kh_token *t, const char *wide, const char *ascii)
{
    const kh_source *source = kh_sources_at(f->kh->sources, f->kh->source);
    uint64_t at = kh_source_original(source, t->piece.at);
    bool is_wide = at < source->bytes.n && (unsigned char)source->bytes.p[at] >= 0x80;
    return kh_slice_of(is_wide ? wide : ascii);
}

size_t kh_fail_at(const kh_failure *f, kh_code code, const kh_token *t, kh_slice second)
{
    return kh_complain(f->kh, code, kh_token_span(t), kh_token_quote(f, t), second);
}

bool kh_fail_instead(const kh_failure *f, kh_code code, const kh_token *t, kh_slice with)
{
    size_t diag = kh_fail_at(f, code, t, with);
    kh_mend(f->kh, diag, t->piece.at, t->piece.end - t->piece.at, with);
    return true;
}

bool kh_is_operand(int kind)
{
    return kind == KH_T_NAME || kind == KH_T_NAMED || kind == KH_T_TEXT || kind == KH_T_DATE ||
           kh_token_is_number(kind);
}

bool kh_is_text(const kh_token *t, const char *text)
{
    return t->kind == KH_T_NAME && kh_slice_is(t->text, text);
}

static bool unreadable(const kh_failure *f)
{
    if (f->t->kind != KH_T_BAD)
        return false;
    kh_fail_at(f, KH_E0120, f->t, (kh_slice){0});
    return true;
}

/* Item, MAX: the words of the language are small. */
static bool capitals(const kh_failure *f)
{
    if (f->t->kind != KH_T_NAME || f->t->text.n > 20)
        return false;
    char small[20];
    bool changed = false;
    for (size_t i = 0; i < f->t->text.n; i++) {
        char c = f->t->text.p[i];
        bool capital = c >= 'A' && c <= 'Z';
        small[i] = capital ? (char)(c - 'A' + 'a') : c;
        changed |= capital;
    }
    const kh_lexeme *x = kh_lexicon_keyword(f->kh->tokens.lexicon, (kh_slice){small, f->t->text.n});
    return changed && x && kh_fail_instead(f, KH_E0134, f->t, x->text);
}

static bool lone_measure(const kh_failure *f)
{
    if (f->t->kind != KH_T_MEASURE)
        return false;
    kh_fail_at(f, KH_E0123, f->t, (kh_slice){0});
    return true;
}

/* The head word before t was read as the name or value that the line before it lacks: 每次 / 项目
 * y. The statement is read again from its head word. */
static bool missing_before_head(const kh_failure *f)
{
    const kh_token *head = f->p;
    if (!kh_token_is_head(head->kind) || !head->piece.first || f->t->piece.first || !f->q->kind ||
        head->kind == KH_T_CHANGE || head->kind == KH_T_REMOVE || kh_expects(f, KH_T_NAME) ||
        kh_expects(f, KH_T_TEXT) || (head->kind == KH_T_RANK && kh_expects(f, KH_T_BY)) ||
        (head->kind == KH_T_ITEMS && kh_expects(f, KH_T_MAX)))
        return false;
    kh_fail_at(f, KH_E0203, f->q, kh_token_quote(f, head));
    kh_tokens_unread(f->kh, 2);
    f->kh->tokens.reread = true;
    return true;
}

/* The line, or the text, ends where something is still to come. */
static bool unfinished(const kh_failure *f)
{
    const kh_token *t = f->t;
    bool made = t->kind == '}' && t->piece.at == t->piece.end;
    bool starts = t->piece.first && (kh_token_is_head(t->kind) || kh_token_is_rule_start(t->kind));
    if (!(starts || made || t->kind == KH_T_END || t->kind == '}' || t->kind == ';') ||
        !f->p->kind || f->p->kind == '}' || f->p->kind == ';')
        return false;
    kh_slice zh, en;
    kh_expected_words(f, &zh, &en);
    kh_complain(f->kh, KH_E0202, kh_token_span(f->p), kh_token_quote(f, f->p), zh, en);
    return true;
}

/* A name that is nearly a word that could stand here. */
bool kh_misspelt(const kh_failure *f)
{
    static const struct {
        int token;
        const char *english, *chinese;
    } words[] = {
#define KEYWORD(id, token, english, chinese, hidden) {KH_T_##token, english, chinese},
#include "grammar/keywords.def"
#undef KEYWORD
    };
    if (f->t->kind != KH_T_NAME)
        return false;
    kh_nearest near = kh_nearest_to(f->t->text);
    bool ascii = (unsigned char)f->t->text.p[0] < 0x80;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!kh_expects(f, words[i].token))
            continue;
        for (const char *at = ascii ? words[i].english : words[i].chinese; *at;) {
            size_t n = strcspn(at, ",");
            /* One character alone is near to too much. */
            if (n > (ascii ? 2 : 3))
                kh_nearest_offer(&near, (kh_slice){at, n});
            at += n + (at[n] == ',');
        }
    }
    return near.best.n && kh_fail_instead(f, KH_E0207, f->t, near.best);
}

/* A word of the language where only a name can stand. */
static bool keyword_as_name(const kh_failure *f)
{
    const kh_token *t = f->t;
    kh_brace brace = kh_failure_brace(f);
    int next = kh_failure_next(f)->kind;
    bool label = brace == KH_ROWS && (next == ':' || next == ',') && kh_expects(f, KH_T_NAMED);
    bool name = kh_expects(f, KH_T_NAMED) && !kh_expects(f, KH_T_NUMBER) && !t->piece.first &&
                !kh_is_operand(next) && (brace == KH_ENTRIES || !kh_token_is_rule_start(t->kind));
    if (!t->word || t->piece.sign || !(label || name))
        return false;
    size_t diag = kh_fail_at(f, KH_E0208, t, (kh_slice){0});
    kh_mend(f->kh, diag, t->piece.at, 0, KH_LIT("「"));
    kh_mend(f->kh, diag, t->piece.end, 0, KH_LIT("」"));
    return true;
}

static void anything_else(const kh_failure *f)
{
    kh_slice zh, en;
    kh_expected_words(f, &zh, &en);
    kh_complain(f->kh, KH_E0201, kh_token_span(f->t), kh_token_quote(f, f->t), zh, en);
}

static bool say(const kh_failure *f, const kh_hint *hints)
{
    for (; *hints; hints++)
        if ((*hints)(f))
            return true;
    return false;
}

void kh_syntax_error(kh_parser *kh, const int *expected, int count)
{
    static const kh_hint first[] = {unreadable, capitals, missing_before_head, NULL};
    static const kh_hint last[] = {lone_measure, keyword_as_name, unfinished, kh_misspelt, NULL};
    kh_tokens *ts = &kh->tokens;
    const kh_token *t = &ts->past[0];
    ts->failed_again = ts->failed_at == t->piece.at;
    ts->failed_at = t->piece.at;
    if (ts->failed_again)
        return;
    if (!kh_listing(kh)) { /* only counted */
        kh_complain(kh, KH_E0201, kh_token_span(t), (kh_slice){0});
        return;
    }
    kh_failure f = {.kh = kh,
                    .t = t,
                    .p = &ts->past[1],
                    .q = &ts->past[2],
                    .said = &ts->said,
                    .level = &ts->levels[ts->depth],
                    .expected = expected,
                    .count = count};
    if (!say(&f, first) && !say(&f, kh_hints_rules) && !say(&f, kh_hints_conditions) &&
        !say(&f, kh_hints_values) && !say(&f, last))
        anything_else(&f);
}
