/* What an unknown name may have been meant as: a misspelt one, a word and a name written together.
 * And names that look alike but are not the same. */
#include "model/resolve.h"

#include "base/text.h"

static bool is_ascii(kh_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

void kh_guess_offer(const kh_resolver *r, kh_nearest *near, kh_symbol_tag tag)
{
    for (size_t i = 0; i < r->symbols.n; i++)
        if (r->symbols.at[i].tag == tag && r->symbols.at[i].declared)
            kh_nearest_offer(near, kh_resolve_name(r, r->symbols.at[i].name));
}

kh_slice kh_guess_function(kh_slice name)
{
    static const kh_slice functions[] = {
#define BUILTIN(id, class, zh, en)                                                                 \
    {KH_BC_##class == KH_BC_FUNCTION || KH_BC_##class == KH_BC_AGGREGATE ? zh : "",                \
     KH_BC_##class == KH_BC_FUNCTION || KH_BC_##class == KH_BC_AGGREGATE ? sizeof(zh) - 1 : 0},    \
        {KH_BC_##class == KH_BC_FUNCTION || KH_BC_##class == KH_BC_AGGREGATE ? en : "",            \
         KH_BC_##class == KH_BC_FUNCTION || KH_BC_##class == KH_BC_AGGREGATE ? sizeof(en) - 1      \
                                                                             : 0},
#include "grammar/builtins.def"
#undef BUILTIN
    };
    kh_nearest near = kh_nearest_to(name);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (functions[i].n)
            kh_nearest_offer(&near, functions[i]);
    return near.best;
}

/* The Chinese words that may stand right before a name: keywords and functions. */
static const char *const leading_words[] = {
#define KEYWORD(id, token, english, chinese, hidden) chinese,
#include "grammar/keywords.def"
#undef KEYWORD
#define BUILTIN(id, class, zh, en)                                                                 \
    KH_BC_##class == KH_BC_FUNCTION || KH_BC_##class == KH_BC_AGGREGATE ||                         \
            KH_BC_##class == KH_BC_CALLED || KH_BC_##class == KH_BC_LATER                          \
        ? zh                                                                                       \
        : "",
#include "grammar/builtins.def"
#undef BUILTIN
};

/* A name that the scheme itself knows, or a field of these records. */
static bool is_known(kh_resolver *r, kh_slice s, uint32_t record)
{
    kh_id id = kh_intern_find(r->model->names, s);
    if (!id)
        return false;
    for (int tag = KH_SYMBOL_FACT; tag <= KH_SYMBOL_SELECT; tag++)
        if (kh_names_find(r, id, (kh_symbol_tag)tag))
            return true;
    return record != KH_NONE && kh_records_field(r, record, id) != KH_NONE;
}

static bool say_glued(kh_resolver *r, kh_slice name, kh_place place, kh_slice word, bool function)
{
    kh_slice rest = {name.p + word.n, name.n - word.n};
    kh_strbuf b = {0};
    kh_strbuf_add(&b, word);
    kh_strbuf_adds(&b, function ? "(" : " ");
    kh_strbuf_add(&b, rest);
    kh_strbuf_adds(&b, function ? ")" : "");
    kh_diag *d = KH_SAY(r, KH_E0306, place, name, word, rest, kh_strbuf_slice(&b));
    kh_resolve_fix(r, d, place, function ? "%.*s(%.*s)" : "%.*s %.*s", (int)word.n, word.p,
                   (int)rest.n, rest.p);
    kh_strbuf_free(&b);
    return true;
}

/* 上年产值 is 上年 and the known 产值. */
static bool is_glued(kh_resolver *r, kh_slice name, kh_place place, uint32_t record)
{
    for (size_t i = 0; i < sizeof leading_words / sizeof *leading_words; i++) {
        const char *s = leading_words[i];
        while (*s) {
            kh_slice word = {s, strcspn(s, ",")};
            s += word.n + (s[word.n] == ',');
            if (word.n >= name.n || memcmp(word.p, name.p, word.n) != 0)
                continue;
            kh_slice rest = {name.p + word.n, name.n - word.n};
            if (is_known(r, rest, record)) /* the functions stand behind the keywords */
                return say_glued(r, name, place, word, i >= KH_W_TO_AT_MOST - 1);
        }
    }
    return false;
}

/* One slip in a name of at least three characters; two in a longer English one. Nearer than for a
 * name that must be known, since this one may simply be new. */
static bool is_slip(kh_slice name, kh_slice other)
{
    size_t n = kh_text_code_points(name);
    int limit = is_ascii(name) ? (n >= 7 ? 2 : n >= 4 ? 1 : 0) : n >= 3 ? 1 : 0;
    return limit && kh_text_distance(name, other, limit) <= limit;
}

static const kh_symbol *slip_of(const kh_resolver *r, kh_slice name, kh_symbol_tag as)
{
    for (size_t i = 0; i < r->symbols.n; i++) {
        const kh_symbol *s = &r->symbols.at[i];
        if (!s->declared || s->tag > KH_SYMBOL_SELECT || s->tag == KH_SYMBOL_VETO)
            continue;
        if (as == KH_SYMBOL_RECORD && s->tag != KH_SYMBOL_RECORD)
            continue;
        /* inside an item a fact may well be named almost like another item */
        if (as == KH_SYMBOL_FACT && s->tag != KH_SYMBOL_FACT && s->tag != KH_SYMBOL_PARAM &&
            s->tag != KH_SYMBOL_LET)
            continue;
        if (is_slip(name, kh_resolve_name(r, s->name)))
            return s;
    }
    return NULL;
}

bool kh_guess_unknown(kh_resolver *r, kh_id id, kh_place place, kh_symbol_tag as, uint32_t record)
{
    uint64_t asked = (uint64_t)(record + 1) << 32 | id; /* KH_NONE becomes 0 */
    if (r->quiet || kh_map_get(r->guessed, asked * KH_SYMBOL_GONE + as) == 0)
        return false;
    kh_slice name = kh_resolve_name(r, id);
    if (is_glued(r, name, place, record))
        return true;
    const kh_symbol *near = slip_of(r, name, as);
    if (!near) {
        kh_map_set(r->guessed, asked * KH_SYMBOL_GONE + as, 0); /* the same at its next use */
        return false;
    }
    kh_slice best = kh_resolve_name(r, near->name);
    if (near->tag == KH_SYMBOL_FACT)
        r->facts.at[near->index].is_read = true; /* one mistake, one message */
    kh_diag *d = KH_SAY(r, KH_E0302, place, name, best);
    kh_resolve_related(r, d, KH_R_name_declared, near->place, best);
    kh_resolve_fix(r, d, place, "%.*s", (int)best.n, best.p);
    return true;
}

/* Letters of Cyrillic and Greek that look like Latin ones. */
static uint32_t latin_twin(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } twins[] = {
        {0x0430, 'a'}, {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'},
        {0x0445, 'x'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0455, 's'}, {0x0501, 'd'}, {0x051B, 'q'},
        {0x051D, 'w'}, {0x043A, 'k'}, {0x043C, 'm'}, {0x0442, 't'}, {0x0432, 'b'}, {0x043D, 'h'},
        {0x03BF, 'o'}, {0x03B1, 'a'}, {0x03BD, 'v'}, {0x03C1, 'p'}, {0x03B9, 'i'}, {0x03BA, 'k'},
        {0x03C5, 'u'}, {0x03C7, 'x'}, {0x03B5, 'e'}, {0x03C4, 't'},
    };
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (twins[i].from == c)
            return twins[i].to;
    return c;
}

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}

static bool is_greek_or_cyrillic(uint32_t c)
{
    return c >= 0x370 && c <= 0x52F;
}

static void show_points(kh_strbuf *b, kh_slice s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c;
        at += kh_text_next(s, at, &c);
        kh_strbuf_adds(b, b->n ? " U+" : "U+");
        for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4)
            kh_strbuf_addc(b, "0123456789ABCDEF"[c >> shift & 15]);
    }
}

static void say_mixed(kh_resolver *r, kh_id id, kh_place place)
{
    kh_slice name = kh_resolve_name(r, id);
    bool latin = false, other = false;
    for (size_t at = 0; at < name.n;) {
        uint32_t c;
        at += kh_text_next(name, at, &c);
        latin |= is_latin(c);
        other |= is_greek_or_cyrillic(c);
    }
    if (!latin || !other)
        return;
    kh_strbuf b = {0};
    show_points(&b, name);
    KH_SAY(r, KH_E0309, place, name, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

/* What a name looks like: compatibility forms folded, look-alike letters made Latin. */
static kh_id looks(kh_resolver *r, kh_slice name)
{
    kh_slice folded = kh_text_skeleton(r->arena, name);
    kh_strbuf b = {0};
    for (size_t at = 0; at < folded.n;) {
        uint32_t c;
        at += kh_text_next(folded, at, &c);
        kh_text_put(&b, latin_twin(c));
    }
    kh_id id = kh_intern_id(r->model->names, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    return id;
}

void kh_guess_look_alike(kh_resolver *r, uint32_t at, kh_id id, kh_place place)
{
    kh_slice name = kh_resolve_name(r, id);
    if (r->quiet || !name.n)
        return;
    say_mixed(r, id, place);
    kh_id skeleton = looks(r, name);
    uint32_t first = kh_map_get(r->by_skeleton, skeleton);
    if (first == KH_NONE) {
        kh_map_set(r->by_skeleton, skeleton, at);
        return;
    }
    const kh_symbol *old = &r->symbols.at[first];
    kh_slice other = kh_resolve_name(r, old->name);
    /* Names that differ in the case of plain letters can be told apart. */
    if (old->name == id || (is_ascii(name) && is_ascii(other)))
        return;
    kh_strbuf mine = {0}, its = {0};
    show_points(&mine, name);
    show_points(&its, other);
    kh_diag *d =
        KH_SAY(r, KH_E0308, place, name, other, kh_strbuf_slice(&mine), kh_strbuf_slice(&its));
    kh_resolve_related(r, d, KH_R_look_alike, old->place, other);
    kh_strbuf_free(&mine);
    kh_strbuf_free(&its);
}
