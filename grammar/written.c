/* Keeps the tokens that a parse reads, and finds the comments between them. */
#include "grammar/written.h"

#include "grammar/tokens.h"
#include "scheme.tab.h"

/* A keyword or a number of several words may have a comment inside: at # … least. */
static bool may_hold_comments(int kind)
{
    return kind != KH_T_TEXT && kind != KH_T_NAMED;
}

static kh_slice trimmed(kh_slice s)
{
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r' ||
                   s.p[s.n - 1] == '\f' || s.p[s.n - 1] == '\v'))
        s.n--;
    return s;
}

/* Comments and empty lines of the text [from, to), where code stands before `from` on its line when
 * `behind_code`. */
static void find_comments(kh_written *w, kh_written_token *t, uint32_t from, uint32_t to,
                          bool behind_code)
{
    bool own = !behind_code;
    unsigned lines = 0; /* line ends since the last code or comment */
    t->comments = (uint32_t)w->comments.n;
    for (uint32_t i = from; i < to; i++) {
        char c = w->text.p[i];
        if (c == '\n') {
            own = true;
            lines++;
        } else if (c == '#') {
            const char *end = memchr(w->text.p + i, '\n', to - i);
            uint32_t stop = end ? (uint32_t)(end - w->text.p) : to;
            kh_slice text = trimmed((kh_slice){w->text.p + i, stop - i});
            *kh_push(w->arena, &w->comments) = (kh_comment){text, own, lines > 1};
            lines = 0;
            i = stop - 1;
        } else if (!strchr(" \t\r\f\v", c)) {
            own = false;
            lines = 0;
        }
    }
    t->comment_count = (uint32_t)w->comments.n - t->comments;
    t->first = own;
    t->blank_before = lines > 1;
}

void kh_written_add(kh_written *w, const kh_token *t)
{
    if (t->kind == ';')
        return;
    kh_written_token made = {
        .kind = t->kind, .word = t->word, .at = t->piece.at, .end = t->piece.end};
    const kh_written_token *before = w->tokens.n ? &w->tokens.at[w->tokens.n - 1] : NULL;
    uint32_t from = before ? may_hold_comments(before->kind) ? before->at : before->end : 0;
    find_comments(w, &made, from, made.at, before != NULL);
    *kh_push(w->arena, &w->tokens) = made;
}

uint32_t kh_written_from(const kh_written *w, uint64_t at)
{
    size_t low = 0, high = w->tokens.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->tokens.at[mid].at < at)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)low;
}

uint32_t kh_written_up_to(const kh_written *w, uint64_t end)
{
    size_t low = 0, high = w->tokens.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->tokens.at[mid].end <= end)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? (uint32_t)low - 1 : 0;
}
