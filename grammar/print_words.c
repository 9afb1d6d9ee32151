/* Which word says what in which place and language, and which names are the language's own. */
#include "grammar/print_inside.h"

#include <stdlib.h>

#include "base/text.h"
#include "scheme.tab.h"

/* ---- keywords ------------------------------------------------------------------------------ */

/* Spellings that depend on the place; all others are the first of keywords.def. */
static const struct {
    kh_word word;
    kh_role role;
    const char *chinese, *english;
} by_role[] = {
    {KH_W_TO, KH_ROLE_EFFECT, "定为", "to"},
    {KH_W_PLUS, KH_ROLE_PLAIN, "加扣", "plus"},
    {KH_W_PLUS, KH_ROLE_AWARD, "另加", "plus"},
    {KH_W_WITHIN, KH_ROLE_CHOICE, "同", "within"},
    {KH_W_OTHERWISE, KH_ROLE_ASSERT, "否则", "otherwise"},
    {KH_W_BELOW, KH_ROLE_RANGE, "不满", "below"},
    {KH_W_BELOW, KH_ROLE_DATE, "早于", "earlier than"},
    {KH_W_BELOW, KH_ROLE_COUNT, "少于", "below"},
    {KH_W_ABOVE, KH_ROLE_DATE, "晚于", "later than"},
    {KH_W_AT_LEAST, KH_ROLE_DATE, "不早于", "at least"},
    {KH_W_AT_LEAST, KH_ROLE_COUNT, "不少于", "at least"},
    {KH_W_AT_MOST, KH_ROLE_DATE, "不晚于", "at most"},
    {KH_W_AT_MOST, KH_ROLE_EFFECT, "不高于", "at most"},
    {KH_W_EACH, KH_ROLE_PLAIN, "每", "per"},
    {KH_W_PER, KH_ROLE_PLAIN, "每", "per"},
    {KH_W_PER_FULL, KH_ROLE_PLAIN, "每满", "per full"},
    {KH_W_PER_STARTED, KH_ROLE_PLAIN, "每不足", "per started"},
    {KH_W_EACH_BELOW, KH_ROLE_COUNT, "每少", "per"},
    {KH_W_EACH_ABOVE, KH_ROLE_PLAIN, "每超过", "per"},
    {KH_W_EACH_ABOVE, KH_ROLE_COUNT, "每超过", "per"},
};

static kh_slice spelling(const kh_printer *p, kh_word w, kh_role role)
{
    bool chinese = p->words == KH_WORDS_CHINESE;
    for (size_t i = 0; i < sizeof by_role / sizeof *by_role; i++)
        if (by_role[i].word == w && by_role[i].role == role)
            return kh_slice_of(chinese ? by_role[i].chinese : by_role[i].english);
    return chinese ? kh_word_chinese(w) : kh_word_english(w);
}

/* As it was written, one blank between its words; a comment between them stands behind it. */
static kh_slice written(kh_printer *p, uint32_t token)
{
    const kh_written_token *t = &p->w->tokens.at[token];
    kh_slice s = {p->w->text.p + t->at, t->end - t->at};
    char *out = kh_arena_alloc(p->arena, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '#')
            while (i + 1 < s.n && s.p[i + 1] != '\n')
                i++;
        else if (!strchr(" \t\r\n\f\v", s.p[i]))
            out[n++] = s.p[i];
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return (kh_slice){out, n};
}

void kh_print_word(kh_printer *p, kh_word w, kh_role role)
{
    uint32_t token = kh_print_take(p);
    kh_slice text = token == KH_NO_TOKEN ? spelling(p, w, role) : written(p, token);
    kh_put(p, text, token);
    p->layout.atoms.at[p->layout.atoms.n - 1].word = true;
}

void kh_print_chinese_word(kh_printer *p, kh_word w)
{
    kh_print_words words = p->words;
    if (!kh_print_kept(p))
        p->words = KH_WORDS_CHINESE;
    kh_print_word(p, w, KH_ROLE_PLAIN);
    p->words = words;
}

static size_t find_declared(const kh_printer *p, kh_slice name);

/* The measure word that the scheme declares for a kind of record; empty when there is none. */
static kh_slice measure_of(const kh_printer *p, kh_slice kind)
{
    for (size_t i = find_declared(p, kind);
         i < p->declared.n && kh_slice_eq(p->declared.at[i].name, kind); i++)
        if (p->declared.at[i].kind == KH_NODE_RECORD && p->declared.at[i].measure.n)
            return p->declared.at[i].measure;
    return (kh_slice){0};
}

void kh_print_each(kh_printer *p, const kh_node *kind)
{
    uint32_t token = kh_print_take(p);
    kh_slice text = KH_LIT("per");
    if (token != KH_NO_TOKEN) {
        text = written(p, token);
    } else if (p->words == KH_WORDS_CHINESE) {
        kh_strbuf b = {0};
        kh_strbuf_adds(&b, "每");
        kh_strbuf_add(&b, measure_of(p, KH_AS(name, kind)->text));
        text = kh_arena_copy(p->arena, kh_strbuf_slice(&b));
        kh_strbuf_free(&b);
        const kh_lexeme *x = kh_lexicon_keyword(p->lexicon, text);
        if (text.n == strlen("每") || !x || x->word != KH_W_EACH)
            text = KH_LIT("每次");
    }
    kh_put(p, text, token);
    p->layout.atoms.at[p->layout.atoms.n - 1].word = true;
}

/* ---- built-in names ------------------------------------------------------------------------ */

typedef struct builtin {
    kh_builtin_class class;
    const char *chinese, *english;
} builtin;

static const builtin builtins[] = {
#define BUILTIN(id, class, zh, en) {KH_BC_##class, zh, en},
#include "grammar/builtins.def"
#undef BUILTIN
};

static kh_slice first_spelling(const char *s)
{
    return (kh_slice){s, strcspn(s, ",")};
}

static bool spells(const char *spellings, kh_slice name)
{
    for (const char *at = spellings; *at;) {
        kh_slice one = first_spelling(at);
        if (kh_slice_eq(one, name))
            return true;
        at += one.n + (at[one.n] == ',');
    }
    return false;
}

bool kh_print_is(kh_slice name, kh_builtin b)
{
    return spells(builtins[b].chinese, name) || spells(builtins[b].english, name);
}

bool kh_print_builtin(kh_slice name, unsigned classes, kh_slice *chinese, kh_slice *english)
{
    for (int i = 0; i < KH_B_END; i++) {
        if (!(classes >> builtins[i].class & 1) || !kh_print_is(name, (kh_builtin)i))
            continue;
        *chinese = first_spelling(builtins[i].chinese);
        *english = first_spelling(builtins[i].english);
        return true;
    }
    return false;
}

bool kh_print_is_one_of(kh_slice name, unsigned classes)
{
    kh_slice chinese, english;
    return kh_print_builtin(name, classes, &chinese, &english);
}

/* ---- what the scheme declares ---------------------------------------------------------------- */

static void declare(kh_printer *p, const kh_node *name, kh_node_kind kind, kh_slice record)
{
    if (name && name->kind == KH_NODE_NAME)
        *kh_push(p->arena, &p->declared) =
            (kh_declared){.name = KH_AS(name, name)->text, .record = record, .kind = kind};
}

static void declare_all(kh_printer *p, const kh_node *names, kh_node_kind kind)
{
    for (const kh_node *n = names; n; n = n->next)
        declare(p, n, kind, (kh_slice){0});
}

static void declare_record(kh_printer *p, const kh_node *n)
{
    const struct kh_node_record *r = KH_AS(record, n);
    declare(p, r->name, n->kind, (kh_slice){0});
    p->declared.at[p->declared.n - 1].measure = r->measure;
    for (const kh_node *f = r->fields; f; f = f->next)
        if (f->kind == KH_NODE_FIELD)
            declare(p, KH_AS(field, f)->name, f->kind, KH_AS(name, r->name)->text);
}

static bool visit(const kh_node *n, void *context)
{
    kh_printer *p = context;
    kh_slice none = {0};
    if (n->kind == KH_NODE_NODE)
        declare(p, KH_AS(node, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_KIND)
        declare(p, KH_AS(kind, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_SCALE)
        declare(p, KH_AS(scale, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_PAIR)
        declare(p, KH_AS(pair, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_FACT)
        declare_all(p, KH_AS(fact, n)->names, n->kind);
    else if (n->kind == KH_NODE_RECORD)
        declare_record(p, n);
    else if (n->kind == KH_NODE_LET) {
        /* f(x) is called as the language's own functions are */
        declare(p, KH_AS(let, n)->name, KH_AS(let, n)->params ? KH_NODE_CALL : n->kind, none);
        declare_all(p, KH_AS(let, n)->params, n->kind);
    } else if (n->kind == KH_NODE_DUTY)
        declare(p, KH_AS(duty, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_CYCLE)
        declare(p, KH_AS(cycle, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_VETO)
        declare(p, KH_AS(veto, n)->name, n->kind, none);
    else if (n->kind == KH_NODE_CHOICE)
        declare(p, KH_AS(choice, n)->name, n->kind, none);
    return true;
}

static int by_name(const void *a, const void *b)
{
    const kh_declared *x = a, *y = b;
    return kh_slice_cmp(x->name, y->name);
}

void kh_print_declare(kh_printer *p, const kh_node *file)
{
    if (kh_print_kept(p))
        return;
    kh_node_walk(file, visit, p);
    if (p->declared.n)
        qsort(p->declared.at, p->declared.n, sizeof *p->declared.at, by_name);
}

/* The first of that name. */
static size_t find_declared(const kh_printer *p, kh_slice name)
{
    size_t low = 0, high = p->declared.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (kh_slice_cmp(p->declared.at[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool kh_print_declares(const kh_printer *p, kh_slice name, kh_node_kind kind)
{
    for (size_t i = find_declared(p, name);
         i < p->declared.n && kh_slice_eq(p->declared.at[i].name, name); i++)
        if (p->declared.at[i].kind == kind ||
            (kind == KH_NODE_ERROR && p->declared.at[i].kind != KH_NODE_FIELD))
            return true;
    return false;
}

bool kh_print_declares_field(const kh_printer *p, kh_slice record, kh_slice name)
{
    for (size_t i = find_declared(p, name);
         i < p->declared.n && kh_slice_eq(p->declared.at[i].name, name); i++)
        if (p->declared.at[i].kind == KH_NODE_FIELD &&
            kh_slice_eq(p->declared.at[i].record, record))
            return true;
    return false;
}
