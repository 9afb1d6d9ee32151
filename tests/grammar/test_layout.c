/* Lines out of atoms. A text stands for atoms: words; / a place to break when the group does not
 * fit, \ one where what follows does not fit, ! the same, but careful; ( ) a group that indents by
 * two, [ ] a list in braces that was broken; | the column that is aligned; # a comment up to the
 * next blank, = one on a line of its own; * before a word that begins a rule. */
#include "grammar/layout.h"

#include <criterion/criterion.h>

#include "base/text.h"

static void add(kh_layout *l, kh_atom atom)
{
    atom.token = KH_NO_TOKEN;
    *kh_push(l->arena, &l->atoms) = atom;
}

static void add_word(kh_layout *l, kh_slice s, bool starts)
{
    add(l, (kh_atom){.kind = KH_A_TEXT,
                     .text = s,
                     .space = true,
                     .starts = starts,
                     .width = (uint32_t)kh_text_width(s)});
}

static void add_sign(kh_layout *l, char sign)
{
    if (sign == '/')
        add(l, (kh_atom){.kind = KH_A_LINE});
    else if (sign == '\\' || sign == '!')
        add(l, (kh_atom){.kind = KH_A_FILL, .careful = sign == '!'});
    else if (sign == '|')
        add(l, (kh_atom){.kind = KH_A_MARK});
    if (sign == '(' || sign == '[')
        add(l, (kh_atom){.kind = KH_A_OPEN, .broken = sign == '[', .braces = sign == '['});
    if (sign == '[')
        add_word(l, KH_LIT("{"), false);
    if (sign == '(' || sign == '[')
        add(l, (kh_atom){.kind = KH_A_IN, .width = 2});
    if (sign == ')' || sign == ']')
        add(l, (kh_atom){.kind = KH_A_OUT, .width = 2});
    if (sign == '[' || sign == ']')
        add(l, (kh_atom){.kind = KH_A_LINE});
    if (sign == ']')
        add_word(l, KH_LIT("}"), false);
    if (sign == ')' || sign == ']')
        add(l, (kh_atom){.kind = KH_A_CLOSE});
}

static void add_atoms(kh_layout *l, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        kh_slice s = {text, n};
        if (n == 1 && strchr("/\\!()[]|", *text)) {
            add_sign(l, *text);
        } else if (*text == '#' || *text == '=') {
            add(l, (kh_atom){.kind = KH_A_COMMENT, .text = s, .own_line = *text == '='});
        } else if (n) {
            bool starts = *text == '*';
            add_word(l, starts ? (kh_slice){text + 1, n - 1} : s, starts);
        }
        text += n + (text[n] == ' ');
    }
}

/* Each text is a row of atoms of its own; NULL ends. */
static void expect_lines(uint32_t indent, const char *const *rows, const char *wanted)
{
    kh_layout l = {.arena = kh_arena_new()};
    for (; *rows; rows++) {
        add_atoms(&l, *rows);
        kh_layout_lines(&l, indent, (kh_slice){0}, 1);
    }
    kh_strbuf b = {0};
    kh_layout_write(&l, &b);
    cr_expect_str_eq(b.at ? b.at : "", wanted);
    kh_strbuf_free(&b);
    kh_arena_free(l.arena);
}

#define EXPECT(indent, wanted, ...)                                                                \
    expect_lines((indent), (const char *const[]){__VA_ARGS__, NULL}, (wanted))

/* 40 cells, 41 with the blank before it. */
#define FORTY "一二三四五六七八九十一二三四五六七八九十"

Test(layout, what_fits_stays_on_one_line)
{
    EXPECT(0, "a b c\n", "( a / b \\ c )");
    EXPECT(4, "    a b\n", "( a / b )");
    EXPECT(0, FORTY " " FORTY " 1234567890123456 1\n",
           "( " FORTY " / " FORTY " 1234567890123456 1 )");
}

Test(layout, a_group_that_does_not_fit_breaks_everywhere)
{
    EXPECT(0, FORTY "\n  " FORTY "\n  12345678901234567 1\n",
           "( " FORTY " / " FORTY " / 12345678901234567 1 )");
    EXPECT(2, "  a\n    " FORTY "\n    " FORTY " b " FORTY "\n",
           "( a / " FORTY " / ( " FORTY " b / " FORTY " ) )");
}

Test(layout, a_filled_line_breaks_where_it_must)
{
    EXPECT(0, FORTY " " FORTY "\n  " FORTY " " FORTY "\n",
           "( " FORTY " \\ " FORTY " \\ " FORTY " \\ " FORTY " )");
}

Test(layout, careful_places_break_behind_one_rule_only)
{
    EXPECT(0, "a " FORTY " " FORTY "\n  " FORTY "\n", "( *a " FORTY " \\ " FORTY " ! " FORTY " )");
    EXPECT(0, "a\nb " FORTY "\n  " FORTY " " FORTY "\n", "( *a )",
           "( *b " FORTY " \\ " FORTY " ! " FORTY " )");
}

Test(layout, lists_that_were_broken_stay_so)
{
    EXPECT(2, "  a {\n    b\n    c\n  }\n", "( a [ b / c ] )");
}

Test(layout, comments_end_lines)
{
    EXPECT(0, "a b  #c\n  d\n", "( a b #c / d )");
    EXPECT(0, "a\n  =c\n  b\n", "( a =c \\ b )");
    EXPECT(0, "a     #c\nbcde  #d\n", "a #c", "bcde #d");
}

Test(layout, columns_by_display_width)
{
    EXPECT(0, "甲   x\n甲乙 y\nab   z\n", "甲 | x", "甲乙 | y", "ab | z");
    EXPECT(0, "a x\n" FORTY " y\n", "a | x", FORTY " | y"); /* too different */
}
