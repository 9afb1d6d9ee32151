/* Between the files of the printer: print.c (statements, comments), print_rules.c, print_parts.c,
 * print_expr.c, print_values.c (names, numbers, dates, texts), print_words.c (which word in which
 * place), print_atoms.c (what all of them put out). */
#ifndef KH_GRAMMAR_PRINT_INSIDE_H
#define KH_GRAMMAR_PRINT_INSIDE_H

#include "grammar/builtins.h"
#include "grammar/layout.h"
#include "grammar/lexicon.h"
#include "grammar/print.h"

/* Where a word stands, as far as that decides its spelling. */
typedef enum kh_role {
    KH_ROLE_PLAIN,
    KH_ROLE_DATE,   /* a comparison with a date: 早于 */
    KH_ROLE_COUNT,  /* with a number of things: 少于 */
    KH_ROLE_RANGE,  /* 80 至 不满 90 */
    KH_ROLE_EFFECT, /* of a veto: 定为 */
    KH_ROLE_AWARD,  /* a rule that awards: 另加 */
    KH_ROLE_CHOICE, /* of a rank: 同 类别 */
    KH_ROLE_ASSERT  /* 否则 */
} kh_role;

/* What a name stands for, which says whether it may be one of the language's own. */
typedef enum kh_name_role {
    KH_NAME_OWN,   /* chosen by the scheme */
    KH_NAME_VALUE, /* in an expression */
    KH_NAME_CALL,
    KH_NAME_SET,
    KH_NAME_TYPE,
    KH_NAME_MODE,
    KH_NAME_TIE,
    KH_NAME_HOW,
    KH_NAME_ATTRIBUTE
} kh_name_role;

/* What a plain number measures, which says whether 分 stands behind it. */
typedef enum kh_number_role {
    KH_NUMBER_KEEPS,  /* its unit word */
    KH_NUMBER_POINTS, /* 分 in Chinese, nothing in English */
    KH_NUMBER_LOW,    /* the lower of two points: no 分 */
    KH_NUMBER_BARE    /* digits alone */
} kh_number_role;

/* Whose fields a name may be: of the records that are gone through. */
typedef struct kh_print_scope {
    bool records;
    kh_slice kind;
} kh_print_scope;

/* The names of the nodes around a place: inside them they are facts, not results. */
typedef struct kh_around_node {
    kh_slice name;
    const struct kh_around_node *outer;
} kh_around_node;

typedef struct kh_declared {
    kh_slice name, record; /* record: of a field */
    kh_slice measure;      /* of a record */
    kh_node_kind kind;     /* of what declares it */
} kh_declared;

typedef struct kh_printer {
    kh_arena *arena;
    const kh_written *w;
    kh_print_words words;
    kh_layout layout;
    const kh_lexicon *lexicon;
    KH_VEC(kh_declared) declared; /* sorted by name */
    /* By token, when words are chosen: a name that gets quotes, the first of a list in braces that
     * stands on several lines. */
    bool *quoted, *broken;
    uint32_t *anchors; /* by comment: the token that it stands beside in both languages, or none */
    uint32_t cursor;   /* words as written: the next token */
    bool chinese;      /* signs of the statement */
    unsigned parens;   /* that are open */
    bool glued;        /* nothing stands before what comes next */
    bool points;       /* the subject of the last comparison is a number of points, */
    bool key_points;   /* the key of the table */
    const kh_around_node *around;
    kh_print_scope scope;
} kh_printer;

/* ---- print_atoms.c ---- */
bool kh_print_kept(const kh_printer *p); /* words as written */
/* Whether the clauses of a construct stand in the Chinese order. */
bool kh_print_chinese(const kh_printer *p, bool written);
void kh_put(kh_printer *p, kh_slice text, uint32_t token);
void kh_put_atom(kh_printer *p, kh_atom_kind kind, uint32_t width);
void kh_print_open(kh_printer *p, uint32_t indent);
void kh_print_close(kh_printer *p, uint32_t indent);
void kh_print_fill(kh_printer *p);
void kh_print_line(kh_printer *p);
/* Before 当, 最多 and so on in a rule. */
void kh_print_careful(kh_printer *p);
/* The next token, words as written; otherwise none. */
uint32_t kh_print_take(kh_printer *p);
/* The kind of the next token, words as written; otherwise 0. */
int kh_print_next(const kh_printer *p);
/* A sign; glued: to what stands before it. */
void kh_print_sign(kh_printer *p, const char *sign, bool glued);
/* A comma of a list, then a place to break. */
void kh_print_comma(kh_printer *p);
/* Whether a name written as this token is would be a word where it stands. */
void kh_print_name_atom(kh_printer *p, kh_slice text, uint32_t token, bool own);
/* Notes which names must be quoted lest they join with what stands beside them. */
void kh_print_note_joined(kh_printer *p);
/* Puts the comments of the tokens [first, last] between the atoms: not those before the first and
 * behind the last. What finds no place to break stands before the item. */
void kh_print_attach(kh_printer *p, uint32_t first, uint32_t last, uint32_t indent);
/* Notes beside which tokens the comments would stand, and forgets those that stand elsewhere when
 * it is done again for the other language: they go before the item. */
void kh_print_anchor(kh_printer *p, uint32_t first, uint32_t last, bool again);
/* The comment on the line of a token, behind it; empty when there is none. */
kh_slice kh_print_comment_behind(const kh_printer *p, uint32_t token);

/* ---- print_words.c ---- */
void kh_print_word(kh_printer *p, kh_word w, kh_role role);
/* In Chinese whatever the language. */
void kh_print_chinese_word(kh_printer *p, kh_word w);
/* Whether the name is a built-in of these classes (bits), and its names in both languages. */
bool kh_print_builtin(kh_slice name, unsigned classes, kh_slice *chinese, kh_slice *english);
bool kh_print_is_one_of(kh_slice name, unsigned classes);
bool kh_print_is(kh_slice name, kh_builtin b);
void kh_print_declare(kh_printer *p, const kh_node *file);
/* Declared by a node of that kind; KH_NODE_ERROR: by any. */
bool kh_print_declares(const kh_printer *p, kh_slice name, kh_node_kind kind);
bool kh_print_declares_field(const kh_printer *p, kh_slice record, kh_slice name);
/* 每次 before a kind of record, with the measure word that the record declares. */
void kh_print_each(kh_printer *p, const kh_node *kind);

/* ---- print_values.c ---- */
void kh_print_name(kh_printer *p, const kh_node *n, kh_name_role role);
void kh_print_names(kh_printer *p, const kh_node *list);
void kh_print_number(kh_printer *p, const kh_node *n, kh_number_role role);
void kh_print_date(kh_printer *p, const kh_node *n);
/* quotes: "“", "「" or "\"", in Chinese; in English always ". */
void kh_print_text(kh_printer *p, const kh_node *n, const char *quotes);
void kh_print_tie(kh_printer *p, const kh_node *n);

/* ---- print_expr.c, print_compare.c ---- */
void kh_print_expr(kh_printer *p, const kh_node *n);
void kh_print_compare(kh_printer *p, const kh_node *n);
void kh_print_in(kh_printer *p, const kh_node *n);
/* What compares in a list, or in a cell of a table whose key is a number of points or not. */
void kh_print_band(kh_printer *p, const kh_node *n, bool points);
bool kh_print_is_points(const kh_printer *p, const kh_node *n);
void kh_print_range(kh_printer *p, const kh_node *n, kh_number_role low, kh_number_role high);
/* In a place of points: 10分, 1 至 5分, otherwise any expression. */
void kh_print_amount(kh_printer *p, const kh_node *n);
void kh_print_listed(kh_printer *p, const kh_node *list);
void kh_print_set(kh_printer *p, const kh_node *n);
void kh_print_quals(kh_printer *p, const kh_node *list, bool how);
void kh_print_key(kh_printer *p, const kh_node *list);
/* { a; b }: each row by `row`, which puts an ALIGN where its second column begins. */
void kh_print_braces(kh_printer *p, const kh_node *rows, char separator,
                     void (*row)(kh_printer *, const kh_node *));
void kh_print_align(kh_printer *p);

/* ---- print_parts.c ---- */
/* Named parts of `owner`, each where the line may break; docs begin a line when they must. */
void kh_print_parts(kh_printer *p, const kh_node *list, const kh_node *owner);
void kh_print_part(kh_printer *p, const kh_node *n, const kh_node *owner);
bool kh_print_is_doc(const kh_node *part);
/* A declaration or a result, whole; of a node its head. */
void kh_print_statement(kh_printer *p, const kh_node *n);

/* ---- print_rules.c ---- */
void kh_print_rule(kh_printer *p, const kh_node *n);
/* Up to its { and with it. */
void kh_print_group_head(kh_printer *p, const kh_node *n);
kh_print_scope kh_print_scope_of(const kh_printer *p, const kh_node *name);

#endif
