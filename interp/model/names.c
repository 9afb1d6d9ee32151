/* Names: the built-in ones, the table of what a scheme declares, and who may share a name. */
#include "model/resolve.h"

#include <assert.h>

#include "base/text.h"

typedef struct row {
    kh_builtin_class class;
    const char *zh, *en;
} row;

static const row rows[] = {
#define BUILTIN(id, class, zh, en) {KH_BC_##class, zh, en},
#include "grammar/builtins.def"
#undef BUILTIN
};

static kh_slice first_spelling(const char *s)
{
    size_t n = strcspn(s, ",");
    return (kh_slice){s, n};
}

kh_slice kh_names_builtin_zh(kh_builtin b)
{
    return first_spelling(rows[b].zh);
}

kh_slice kh_names_builtin_en(kh_builtin b)
{
    return first_spelling(rows[b].en);
}

/* Takes the next of the spellings that commas separate. */
static kh_slice next_spelling(const char **at)
{
    kh_slice one = first_spelling(*at);
    *at += one.n + ((*at)[one.n] == ',');
    return one;
}

/* A table by name and class: built-ins of different classes may share a spelling. */
static void add_spellings(kh_resolver *r, kh_builtin b, const char *s)
{
    while (*s) {
        kh_id name = kh_intern_id(r->model->names, next_spelling(&s));
        r->builtins[(size_t)name * KH_BC_COUNT + rows[b].class] = (uint8_t)(b + 1);
    }
}

static_assert(KH_B_END < UINT8_MAX, "a built-in fits into a byte of the table");

void kh_names_begin(kh_resolver *r)
{
    kh_id last = 0;
    r->by_skeleton = kh_map_new(r->arena);
    r->guessed = kh_map_new(r->arena);
    for (int b = 0; b < 2 * KH_B_END; b++)
        for (const char *s = b % 2 ? rows[b / 2].en : rows[b / 2].zh; *s;) {
            kh_id name = kh_intern_id(r->model->names, next_spelling(&s));
            last = name > last ? name : last;
        }
    r->builtin_ids = last + 1;
    r->builtins = KH_NEW_ARRAY(r->arena, uint8_t, (size_t)r->builtin_ids * KH_BC_COUNT);
    for (int b = 0; b < KH_B_END; b++) {
        add_spellings(r, (kh_builtin)b, rows[b].zh);
        add_spellings(r, (kh_builtin)b, rows[b].en);
    }
}

kh_builtin kh_names_builtin(const kh_resolver *r, kh_id name, kh_builtin_class class)
{
    uint8_t b = name < r->builtin_ids ? r->builtins[(size_t)name * KH_BC_COUNT + class] : 0;
    return b ? (kh_builtin)(b - 1) : KH_B_END;
}

kh_id kh_names_id(kh_resolver *r, const kh_node *n)
{
    if (!n)
        return 0;
    kh_slice text = n->kind == KH_NODE_NAME   ? KH_AS(name, n)->text
                    : n->kind == KH_NODE_TEXT ? KH_AS(text, n)->text
                                              : (kh_slice){0};
    return text.n ? kh_intern_id(r->model->names, kh_text_nfc(r->arena, text)) : 0;
}

uint32_t kh_names_first(const kh_resolver *r, kh_id name)
{
    return name < r->first_of_name.n ? r->first_of_name.at[name] - 1 : KH_NONE;
}

kh_symbol *kh_names_find(const kh_resolver *r, kh_id name, kh_symbol_tag tag)
{
    for (uint32_t i = kh_names_first(r, name); i != KH_NONE; i = r->symbols.at[i].next)
        if (r->symbols.at[i].tag == tag)
            return &r->symbols.at[i];
    return NULL;
}

static void tag_words(kh_symbol_tag tag, kh_slice *zh, kh_slice *en)
{
    static const struct {
        const char *zh, *en;
    } words[] = {
        [KH_SYMBOL_FACT] = {"事实", "fact"},
        [KH_SYMBOL_RECORD] = {"记录的种类", "kind of record"},
        [KH_SYMBOL_PARAM] = {"参数", "param"},
        [KH_SYMBOL_LET] = {"算式", "let"},
        [KH_SYMBOL_NODE] = {"项目", "item"},
        [KH_SYMBOL_VETO] = {"否决", "veto"},
        [KH_SYMBOL_SELECT] = {"评选", "selection"},
        [KH_SYMBOL_GRADE] = {"等次", "grade"},
        [KH_SYMBOL_SCALE] = {"档次", "scale"},
        [KH_SYMBOL_KIND] = {"类别", "kind of unit"},
        [KH_SYMBOL_SHOW] = {"列出", "column"},
        [KH_SYMBOL_LEVEL] = {"一档", "level"},
        [KH_SYMBOL_FUNCTION] = {"算式", "let"},
        [KH_SYMBOL_GONE] = {"", ""},
    };
    *zh = kh_slice_of(words[tag].zh);
    *en = kh_slice_of(words[tag].en);
}

/* Names that an expression may use for a value; levels, grades, scales and kinds of unit are only
 * looked for where nothing else can stand. */
static bool is_value(kh_symbol_tag tag)
{
    return tag <= KH_SYMBOL_SELECT;
}

/* An item, veto or selection may bear the name of the fact, the records or the item that it is
 * about: inside it the name is the fact, elsewhere its result. */
static bool may_share(kh_symbol_tag a, kh_symbol_tag b)
{
    if (!is_value(a) || !is_value(b))
        return a != b;
    bool a_owns = a == KH_SYMBOL_NODE || a == KH_SYMBOL_VETO;
    bool b_owns = b == KH_SYMBOL_NODE || b == KH_SYMBOL_VETO;
    bool a_filed = a == KH_SYMBOL_FACT || a == KH_SYMBOL_RECORD;
    bool b_filed = b == KH_SYMBOL_FACT || b == KH_SYMBOL_RECORD;
    return (a_owns && b_filed) || (b_owns && a_filed);
}

static void say_twin(kh_resolver *r, const kh_symbol *old, kh_symbol_tag tag, kh_id name,
                     kh_place place)
{
    kh_slice zh, en, old_zh, old_en, text = kh_resolve_name(r, name);
    tag_words(tag, &zh, &en);
    tag_words(old->tag, &old_zh, &old_en);
    kh_diag *d = tag == old->tag ? KH_SAY(r, KH_E0303, place, text, zh, en)
                                 : KH_SAY(r, KH_E0304, place, text, old_zh, zh, old_en, en);
    kh_resolve_related(r, d, KH_R_name_first, old->place, text);
}

static bool clashes(const kh_resolver *r, const kh_symbol *old, kh_symbol_tag tag, uint32_t index)
{
    if (old->tag != tag)
        return !may_share(old->tag, tag);
    if (tag == KH_SYMBOL_NODE) /* the same name in another section is another item */
        return r->nodes.at[old->index].parent == r->nodes.at[index].parent;
    return tag != KH_SYMBOL_LEVEL;
}

kh_symbol *kh_names_enter(kh_resolver *r, kh_symbol_tag tag, kh_id name, kh_place place,
                          uint32_t index, bool declared)
{
    uint32_t first = kh_names_first(r, name);
    bool twin = false; /* reported; the first one keeps the name */
    for (uint32_t i = first; declared && i != KH_NONE && !twin; i = r->symbols.at[i].next)
        if (clashes(r, &r->symbols.at[i], tag, index)) {
            say_twin(r, &r->symbols.at[i], tag, name, place);
            twin = true;
        }
    uint32_t at = (uint32_t)r->symbols.n;
    if (declared)
        kh_guess_look_alike(r, at, name, place);
    kh_symbol *s = kh_push(r->arena, &r->symbols);
    *s = (kh_symbol){.tag = tag,
                     .index = index,
                     .level = KH_NONE,
                     .next = first,
                     .name = name,
                     .place = place,
                     .declared = declared};
    while (r->first_of_name.n <= name)
        *kh_push(r->arena, &r->first_of_name) = 0; /* less 1: KH_NONE */
    if (name && !twin)
        r->first_of_name.at[name] = at + 1;
    r->changed = true;
    return s;
}

uint32_t kh_names_require(kh_resolver *r, const kh_node *n, kh_symbol_tag tag)
{
    if (!n || n->kind == KH_NODE_ERROR)
        return KH_NONE;
    kh_id id = kh_names_id(r, n);
    kh_symbol *s = kh_names_find(r, id, tag);
    if (s)
        return s->index;
    kh_slice zh, en;
    tag_words(tag, &zh, &en);
    kh_nearest near = kh_nearest_to(kh_resolve_name(r, id));
    kh_guess_offer(r, &near, tag);
    kh_diag *d = KH_SAY(r, KH_E0301, n->place, kh_resolve_name(r, id), zh, en, near.best);
    if (near.best.n)
        kh_resolve_fix(r, d, n->place, "%.*s", (int)near.best.n, near.best.p);
    else
        kh_resolve_no_hint(d);
    return KH_NONE;
}

uint64_t kh_names_kinds(kh_resolver *r, const kh_node *names)
{
    uint64_t mask = 0;
    if (names && r->kinds.n == 0 && names->kind == KH_NODE_NAME) {
        KH_SAY(r, KH_E0319, names->place, kh_resolve_text(r, names->place));
        return 0;
    }
    for (; names; names = names->next) {
        uint32_t k = kh_names_require(r, names, KH_SYMBOL_KIND);
        if (k != KH_NONE)
            mask |= (uint64_t)1 << k;
    }
    return mask;
}
