/* What the tree leaves out: tokens, comments, blank lines. */
#include "grammar/written.h"

#include <criterion/criterion.h>

#include "parsed.h"

typedef struct kept {
    kh_arena *arena;
    kh_written w;
} kept;

static kept keep(const char *text)
{
    kept k = {.arena = kh_arena_new()};
    kh_sources *sources = kh_sources_new(k.arena);
    kh_diags diags;
    kh_diags_init(&diags, k.arena, sources);
    kh_source_id id = kh_source_add(sources, KH_LIT("t.rules"), kh_slice_of(text));
    kh_parse_written(k.arena, sources, id, &diags, &k.w);
    cr_assert_eq(diags.errors, 0, "%s", text);
    return k;
}

/* The tokens as written, with | between them. */
static void expect_tokens(const char *text, const char *tokens)
{
    kept k = keep(text);
    kh_strbuf b = {0};
    for (size_t i = 0; i + 1 < k.w.tokens.n; i++) {
        const kh_written_token *t = &k.w.tokens.at[i];
        kh_strbuf_adds(&b, i ? "|" : "");
        kh_strbuf_add(&b, (kh_slice){k.w.text.p + t->at, t->end - t->at});
    }
    cr_expect_str_eq(b.at, tokens);
    kh_strbuf_free(&b);
    kh_arena_free(k.arena);
}

Test(written, pauses_and_ends_are_left_out)
{
    expect_tokens("项目 a 满分 10分，每次 发现问题，扣 1分；\n",
                  "项目|a|满分|10分|每次|发现问题|扣|1分");
    expect_tokens("kinds 甲, 乙;\n", "kinds|甲|,|乙");
    expect_tokens("item a max 10 score table x { 1: 2; 3: 4; }\n",
                  "item|a|max|10|score|table|x|{|1|:|2|3|:|4|}");
    expect_tokens("item a max 10 down to zero if x, deduct 1\n",
                  "item|a|max|10|down to zero|if|x|,|deduct|1");
}

/* Before each token, the comments: = on a line of its own, - behind something, with a blank line
 * before it in front; the token is its number. */
static void expect_comments(const char *text, const char *wanted)
{
    kept k = keep(text);
    kh_strbuf b = {0};
    for (size_t i = 0; i < k.w.tokens.n; i++) {
        const kh_written_token *t = &k.w.tokens.at[i];
        for (uint32_t c = 0; c < t->comment_count; c++) {
            const kh_comment *x = &k.w.comments.at[t->comments + c];
            kh_strbuf_addf(&b, "%s%s", x->blank_before ? "\n" : "", x->own_line ? "=" : "-");
            kh_strbuf_add(&b, x->text);
        }
        if (t->comment_count || t->blank_before)
            kh_strbuf_addf(&b, "%s%zu ", t->blank_before ? "\n" : "", i);
    }
    cr_expect_str_eq(b.at ? b.at : "", wanted);
    kh_strbuf_free(&b);
    kh_arena_free(k.arena);
}

Test(written, comments_and_blank_lines)
{
    expect_comments("# 头\n\n# 二\nitem a max 1 # 后  \n  # 前\n\nscore f\n# 尾\n",
                    "=# 头\n=# 二0 -# 后=# 前\n4 =# 尾6 ");
    expect_comments("item a max 1 score f; # 后\nitem b max 1\n", "-# 后6 ");
    expect_comments("kinds 「#」, 乙\nomit \"#\" because \"# 1\"\n", "");
    expect_comments("", "");
}

Test(written, comments_between_words_of_one_keyword)
{
    expect_comments("item a max 1 down # 中\n to zero score f\n", "-# 中5 ");
    expect_comments("item a max 1 deduct 1 when b above 7 # 中\n days\n", "-# 中10 ");
}

Test(written, tokens_by_place)
{
    kept k = keep("item a max 10\n");
    cr_expect_eq(kh_written_from(&k.w, 0), 0);
    cr_expect_eq(kh_written_from(&k.w, 5), 1);
    cr_expect_eq(kh_written_from(&k.w, 6), 2);
    cr_expect_eq(kh_written_up_to(&k.w, 6), 1);
    cr_expect_eq(kh_written_up_to(&k.w, 13), 3);
    cr_expect_eq(kh_written_up_to(&k.w, 12), 2);
    kh_arena_free(k.arena);
}
