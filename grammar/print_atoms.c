/* What the printer puts out, piece by piece, and how comments come between the pieces. */
#include "grammar/print_inside.h"

#include <assert.h>

#include "base/text.h"
#include "grammar/tokens.h"
#include "scheme.tab.h"

bool kh_print_kept(const kh_printer *p)
{
    return p->words == KH_WORDS_AS_WRITTEN;
}

bool kh_print_chinese(const kh_printer *p, bool written)
{
    return kh_print_kept(p) ? written : p->words == KH_WORDS_CHINESE;
}

static kh_atom *push(kh_printer *p, kh_atom_kind kind)
{
    kh_atom *a = kh_push(p->arena, &p->layout.atoms);
    a->kind = kind;
    a->token = KH_NO_TOKEN;
    return a;
}

void kh_put_atom(kh_printer *p, kh_atom_kind kind, uint32_t width)
{
    push(p, kind)->width = width;
}

void kh_put(kh_printer *p, kh_slice text, uint32_t token)
{
    kh_atom *a = push(p, KH_A_TEXT);
    a->text = text;
    a->token = token;
    a->width = (uint32_t)kh_text_width(text);
    a->space = !p->glued;
    p->glued = false;
}

void kh_print_open(kh_printer *p, uint32_t indent)
{
    push(p, KH_A_OPEN);
    kh_put_atom(p, KH_A_IN, indent);
}

void kh_print_close(kh_printer *p, uint32_t indent)
{
    kh_put_atom(p, KH_A_OUT, indent);
    push(p, KH_A_CLOSE);
}

void kh_print_fill(kh_printer *p)
{
    push(p, KH_A_FILL);
}

void kh_print_line(kh_printer *p)
{
    push(p, KH_A_LINE);
}

void kh_print_careful(kh_printer *p)
{
    push(p, KH_A_FILL)->careful = true;
}

uint32_t kh_print_take(kh_printer *p)
{
    if (!kh_print_kept(p))
        return KH_NO_TOKEN;
    assert(p->cursor < p->w->tokens.n);
    return p->cursor++;
}

int kh_print_next(const kh_printer *p)
{
    return kh_print_kept(p) ? p->w->tokens.at[p->cursor].kind : 0;
}

void kh_print_sign(kh_printer *p, const char *sign, bool glued)
{
    p->glued |= glued;
    kh_put(p, kh_slice_of(sign), kh_print_take(p));
}

void kh_print_comma(kh_printer *p)
{
    bool wide = p->chinese && !p->parens;
    kh_print_sign(p, wide ? "，" : ",", true);
    p->glued = wide;
    kh_print_fill(p);
}

/* A word of the language that is a name here does not begin a line: it would be read as that. */
static void keep_on_line(kh_printer *p)
{
    for (size_t i = p->layout.atoms.n; i > 0; i--) {
        kh_atom *a = &p->layout.atoms.at[i - 1];
        if (a->kind == KH_A_LINE || a->kind == KH_A_FILL)
            a->kind = KH_A_NOTHING;
        else if (a->kind == KH_A_TEXT)
            return;
    }
}

void kh_print_name_atom(kh_printer *p, kh_slice text, uint32_t token, bool own)
{
    if (kh_lexicon_keyword(p->lexicon, text))
        keep_on_line(p);
    kh_put(p, text, token);
    kh_atom *a = &p->layout.atoms.at[p->layout.atoms.n - 1];
    a->word = true;
    a->name = own;
}

/* ---- names that would join with a neighbour -------------------------------------------------- */

static kh_slice first_word(kh_slice s)
{
    const char *blank = s.n ? memchr(s.p, ' ', s.n) : NULL;
    return blank ? (kh_slice){s.p, (size_t)(blank - s.p)} : s;
}

static bool ends_in_digit(kh_slice s)
{
    return s.n && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9';
}

/* 3 days, 10 人: a number takes a measure word that stands behind it. */
static bool measures(const kh_printer *p, kh_slice word)
{
    static const char *const english[] = {
        "day",   "days", "week",  "weeks",   "month",      "months", "quarter", "quarters", "hour",
        "hours", "year", "years", "working", "percentage", "places", "points",  NULL};
    for (const char *const *e = english; *e; e++)
        if (kh_slice_is(word, *e))
            return true;
    const kh_lexeme *x = kh_lexicon_find(p->lexicon, word);
    return x && x->measure;
}

static bool join(const kh_printer *p, const kh_atom *a, const kh_atom *b)
{
    kh_slice second = first_word(b->text);
    if (ends_in_digit(a->text))
        return b->word && measures(p, second);
    if (!a->word || !b->word || a->text.n + second.n > 100)
        return false;
    char joined[128];
    memcpy(joined, a->text.p, a->text.n);
    joined[a->text.n] = ' ';
    memcpy(joined + a->text.n + 1, second.p, second.n);
    const kh_lexeme *x = kh_lexicon_find(p->lexicon, (kh_slice){joined, a->text.n + 1 + second.n});
    if (x && (x->word || x->opens))
        return true;
    memcpy(joined + a->text.n, second.p, second.n);
    x = kh_lexicon_keyword(p->lexicon, (kh_slice){joined, a->text.n + second.n});
    return x &&
           !(kh_lexicon_keyword(p->lexicon, a->text) && kh_lexicon_keyword(p->lexicon, second));
}

void kh_print_note_joined(kh_printer *p)
{
    const kh_atom *before = NULL;
    for (size_t i = 0; i < p->layout.atoms.n; i++) {
        const kh_atom *a = &p->layout.atoms.at[i];
        if (a->kind != KH_A_TEXT)
            continue;
        if (before && a->space && join(p, before, a)) {
            const kh_atom *named = a->name ? a : before->name ? before : NULL;
            if (named && named->token != KH_NO_TOKEN)
                p->quoted[named->token] = true;
        }
        before = a;
    }
}

/* ---- comments ------------------------------------------------------------------------------ */

static const kh_comment *comment_of(const kh_printer *p, const kh_written_token *t, uint32_t i)
{
    return &p->w->comments.at[t->comments + i];
}

kh_slice kh_print_comment_behind(const kh_printer *p, uint32_t token)
{
    if (token + 1 >= p->w->tokens.n)
        return (kh_slice){0};
    const kh_written_token *next = &p->w->tokens.at[token + 1];
    if (!next->comment_count || comment_of(p, next, 0)->own_line)
        return (kh_slice){0};
    return comment_of(p, next, 0)->text;
}

/* A comment on its way to the atoms: before which atom it is put. */
typedef struct placed {
    size_t at;
    kh_atom atom;
} placed;

typedef KH_VEC(placed) placed_list;

/* Where the tokens [first, last] stand among the atoms; SIZE_MAX: nowhere. */
typedef struct whereabouts {
    uint32_t first, last;
    size_t *at;
} whereabouts;

static whereabouts find_atoms(kh_printer *p, uint32_t first, uint32_t last)
{
    size_t n = (size_t)last - first + 1;
    whereabouts w = {first, last, KH_NEW_ARRAY(p->arena, size_t, n)};
    for (size_t i = 0; i < n; i++)
        w.at[i] = SIZE_MAX;
    for (size_t i = 0; i < p->layout.atoms.n; i++) {
        const kh_atom *a = &p->layout.atoms.at[i];
        if (a->kind == KH_A_TEXT && a->token >= first && a->token <= last)
            w.at[a->token - first] = i;
    }
    return w;
}

/* The atom of the nearest token that was put out: forward, else backward; or the other way. */
static size_t nearest_atom(const whereabouts *w, uint32_t token, bool forward)
{
    for (int pass = 0; pass < 2; pass++, forward = !forward) {
        for (uint32_t t = token; t >= w->first && t <= w->last; t = forward ? t + 1 : t - 1) {
            if (w->at[t - w->first] != SIZE_MAX)
                return w->at[t - w->first];
            if (t == 0)
                break;
        }
    }
    return 0;
}

static bool is_break(const kh_atom *a)
{
    return a->kind == KH_A_LINE || a->kind == KH_A_FILL;
}

/* The place to break in front of the atom, when only words stand between that are no tokens of the
 * text: those that were chosen. */
static size_t break_before(const kh_printer *p, size_t at)
{
    for (size_t i = at; i > 0; i--) {
        const kh_atom *a = &p->layout.atoms.at[i - 1];
        if (is_break(a))
            return i - 1;
        if ((a->kind == KH_A_TEXT && a->token != KH_NO_TOKEN) || a->kind == KH_A_CLOSE)
            break;
    }
    return SIZE_MAX;
}

static size_t break_behind(const kh_printer *p, size_t at)
{
    size_t i = at;
    while (i < p->layout.atoms.n && !is_break(&p->layout.atoms.at[i]))
        i++;
    return i;
}

/* At one place, what ends a line stands before what has lines of its own. */
static bool goes_before(const placed *a, const placed *b)
{
    return a->at != b->at ? a->at < b->at : !a->atom.own_line && b->atom.own_line;
}

/* Keeps the list in order; what comes later in the text stays behind. False: a line can end in one
 * comment only. */
static bool insert(kh_printer *p, placed_list *list, placed x)
{
    size_t i = list->n;
    while (i > 0 && goes_before(&x, &list->at[i - 1]))
        i--;
    if (i > 0 && list->at[i - 1].at == x.at && !list->at[i - 1].atom.own_line && !x.atom.own_line)
        return false;
    kh_push(p->arena, list);
    for (size_t k = list->n - 1; k > i; k--)
        list->at[k] = list->at[k - 1];
    list->at[i] = x;
    return true;
}

/* A line may begin with 当, 最多 and so on behind a comment only where it did so before: it may
 * look as if that were said of several rules. */
static bool is_safe(const kh_printer *p, size_t at)
{
    const kh_atom *atoms = p->layout.atoms.at;
    if (at == p->layout.atoms.n || !atoms[at].careful)
        return true;
    while (at < p->layout.atoms.n && atoms[at].kind != KH_A_TEXT)
        at++;
    return kh_print_kept(p) && p->w->tokens.at[atoms[at].token].first;
}

static size_t place_of(const kh_printer *p, const whereabouts *w, const kh_comment *c,
                       uint32_t token)
{
    if (!c->own_line)
        return break_behind(p, nearest_atom(w, token - 1, false));
    size_t atom = nearest_atom(w, token, true);
    size_t at = break_before(p, atom);
    return at == SIZE_MAX ? break_behind(p, atom) : at;
}

/* Before which atom a comment of the token is put; the number of atoms when there is no place. */
static size_t position(const kh_printer *p, const whereabouts *w, const kh_comment *c,
                       uint32_t token)
{
    size_t at = place_of(p, w, c, token);
    return is_safe(p, at) ? at : p->layout.atoms.n;
}

/* The token beside a place to break: before it for a comment that ends a line, else behind it. */
static uint32_t anchor(const kh_printer *p, size_t at, bool own_line)
{
    const kh_atom *atoms = p->layout.atoms.at;
    for (size_t i = at; own_line && i < p->layout.atoms.n; i++)
        if (atoms[i].kind == KH_A_TEXT && atoms[i].token != KH_NO_TOKEN)
            return atoms[i].token;
    for (size_t i = at; !own_line && i > 0; i--)
        if (atoms[i - 1].kind == KH_A_TEXT && atoms[i - 1].token != KH_NO_TOKEN)
            return atoms[i - 1].token;
    return KH_NO_TOKEN;
}

void kh_print_anchor(kh_printer *p, uint32_t first, uint32_t last, bool again)
{
    whereabouts w = find_atoms(p, first, last);
    for (uint32_t t = first + 1; t <= last; t++) {
        const kh_written_token *x = &p->w->tokens.at[t];
        for (uint32_t i = 0; i < x->comment_count; i++) {
            const kh_comment *c = comment_of(p, x, i);
            size_t at = position(p, &w, c, t);
            uint32_t *known = &p->anchors[x->comments + i];
            uint32_t now = at == p->layout.atoms.n ? KH_NO_TOKEN : anchor(p, at, c->own_line);
            *known = !again || *known == now ? now : KH_NO_TOKEN;
        }
    }
}

static void place(kh_printer *p, placed_list *list, uint32_t token, const whereabouts *w,
                  uint32_t indent)
{
    const kh_written_token *t = &p->w->tokens.at[token];
    for (uint32_t i = 0; i < t->comment_count; i++) {
        const kh_comment *c = comment_of(p, t, i);
        size_t at = position(p, w, c, token);
        bool homeless = !kh_print_kept(p) && p->anchors[t->comments + i] == KH_NO_TOKEN;
        kh_atom atom = {
            .kind = KH_A_COMMENT, .text = c->text, .token = KH_NO_TOKEN, .own_line = c->own_line};
        if (homeless || at == p->layout.atoms.n || !insert(p, list, (placed){at, atom}))
            kh_layout_comment(&p->layout, indent, c->text);
    }
}

void kh_print_attach(kh_printer *p, uint32_t first, uint32_t last, uint32_t indent)
{
    placed_list list = {0};
    whereabouts w = {0};
    for (uint32_t t = first + 1; t <= last; t++) {
        if (!p->w->tokens.at[t].comment_count)
            continue;
        if (!w.at)
            w = find_atoms(p, first, last);
        place(p, &list, t, &w, indent);
    }
    if (!list.n)
        return;
    size_t n = p->layout.atoms.n, done = 0;
    kh_atom *old = p->layout.atoms.at;
    p->layout.atoms.at = NULL;
    p->layout.atoms.n = p->layout.atoms.cap = 0;
    for (size_t i = 0; i <= n; i++) {
        while (done < list.n && list.at[done].at == i)
            *kh_push(p->arena, &p->layout.atoms) = list.at[done++].atom;
        if (i < n)
            *kh_push(p->arena, &p->layout.atoms) = old[i];
    }
}
