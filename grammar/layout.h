/* Lines out of pieces: what is to be printed comes as a row of atoms (texts, places where a line
 * may break, groups of these), and becomes lines of at most KH_LINE_CELLS cells, CJK letters
 * counting two. It knows nothing of the language. */
#ifndef KH_GRAMMAR_LAYOUT_H
#define KH_GRAMMAR_LAYOUT_H

#include "base/memory.h"
#include "base/strbuf.h"

#define KH_LINE_CELLS 100
#define KH_NO_TOKEN   UINT32_MAX

typedef enum kh_atom_kind {
    KH_A_NOTHING,
    KH_A_TEXT,
    KH_A_LINE, /* breaks when its group does not fit on the line */
    KH_A_FILL, /* breaks when what follows, up to the next such place, does not fit */
    KH_A_OPEN, /* a group */
    KH_A_CLOSE,
    KH_A_IN, /* lines that begin from here on are indented by `width` more */
    KH_A_OUT,
    KH_A_ALIGN,  /* `width` blanks when the group around it is broken */
    KH_A_MARK,   /* lines that follow each other are aligned here */
    KH_A_COMMENT /* the line ends at the next place where it may */
} kh_atom_kind;

typedef struct kh_atom {
    kh_atom_kind kind;
    kh_slice text;  /* TEXT, COMMENT */
    uint32_t token; /* TEXT: the token that it was, or KH_NO_TOKEN; OPEN of braces: its number */
    uint32_t width; /* TEXT: cells; IN, OUT, ALIGN: blanks */
    bool space;     /* TEXT: a blank before it, unless it begins a line */
    bool own_line;  /* COMMENT */
    bool broken;    /* OPEN: it stands on several lines; set as well when that was found out */
    bool braces;    /* OPEN: of a list in braces, whose { comes next */
    bool careful;   /* LINE, FILL: no line may begin here behind two rules that begin lines */
    bool starts;    /* TEXT: begins a rule */
    bool word;      /* TEXT: letters without quotes, */
    bool name;      /* which the scheme chose, so that they may be quoted */
} kh_atom;

typedef struct kh_line {
    uint32_t indent, align; /* align: lines of one number are aligned at `mark`; 0: not */
    kh_slice text, comment;
    size_t mark; /* bytes of text before the column that is aligned */
    bool blank_before;
} kh_line;

typedef struct kh_layout {
    kh_arena *arena;
    KH_VEC(kh_atom) atoms;
    KH_VEC(kh_line) lines;
    unsigned rules; /* that began a line since the last kh_layout_no_rules */
    bool blank;     /* before the next line */
} kh_layout;

/* Puts the atoms from the i-th on into lines and forgets them. `comment` stands behind the last
 * line; a single line is aligned with others of the same `align`. */
void kh_layout_lines(kh_layout *l, uint32_t indent, kh_slice comment, uint32_t align);
/* Whether all atoms fit on one line. */
bool kh_layout_is_line(const kh_layout *l, uint32_t indent);
/* Finds out which groups break, and leaves the atoms and the lines as they are otherwise. */
void kh_layout_try(kh_layout *l, uint32_t indent);
void kh_layout_comment(kh_layout *l, uint32_t indent, kh_slice text);
void kh_layout_write(kh_layout *l, kh_strbuf *out);

#endif
