#include "interp/model/resolved.h"

#include <criterion/criterion.h>
#include <string.h>

resolved resolve_with(const char *text, const char *const *settings)
{
    resolved r = {.arena = kh_arena_new()};
    r.sources = kh_sources_new(r.arena);
    kh_diags_init(&r.diags, r.arena, r.sources);
    kh_slice bytes = kh_arena_copy(r.arena, kh_slice_of(text));
    kh_source_id source = kh_source_add(r.sources, KH_LIT("t.rules"), bytes);
    kh_source_normalise(r.sources, source, &r.diags);
    const kh_node *file = kh_parse(r.arena, r.sources, source, &r.diags);
    kh_setting set[8];
    size_t n = 0;
    for (; settings && settings[2 * n]; n++)
        set[n] = (kh_setting){kh_slice_of(settings[2 * n]), kh_slice_of(settings[2 * n + 1])};
    r.model =
        kh_resolve(r.arena, kh_intern_new(r.arena), r.sources, source, file, set, n, &r.diags);
    kh_diags_sort(&r.diags);
    return r;
}

resolved resolve_text(const char *text)
{
    return resolve_with(text, NULL);
}

void resolved_free(resolved *r)
{
    kh_arena_free(r->arena);
}

static const char *take(resolved *r, kh_strbuf *b)
{
    const char *text = kh_arena_copy(r->arena, kh_strbuf_slice(b)).p;
    kh_strbuf_free(b);
    return text;
}

const char *resolved_codes(resolved *r)
{
    kh_strbuf b = {0};
    for (size_t i = 0; i < r->diags.list.n; i++) {
        const kh_diag *d = &r->diags.list.at[i];
        if (d->severity == KH_NOTE || d->code == KH_E0110) /* no line end at the end */
            continue;
        kh_strbuf_adds(&b, b.n ? " " : "");
        kh_strbuf_adds(&b, kh_code_name(d->code));
    }
    return take(r, &b);
}

const char *resolved_line(resolved *r, const char *begins)
{
    kh_strbuf b = {0};
    kh_model_dump(&b, r->model);
    const char *text = take(r, &b), *at = text;
    while (strncmp(at, begins, strlen(begins)) != 0) {
        at = strchr(at, '\n');
        if (!at || !at[1])
            return "";
        at++;
    }
    const char *end = at; /* a line that begins with a blank belongs to the one before */
    while ((end = strchr(end, '\n')) && end[1] == ' ')
        end++;
    kh_slice line = {at, end ? (size_t)(end - at) : strlen(at)};
    return kh_arena_copy(r->arena, line).p;
}

void expect_said(const said *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        resolved r = resolve_text(rows[i].text);
        cr_expect_str_eq(resolved_codes(&r), rows[i].codes, "%s\n  says   %s\n  wanted %s",
                         rows[i].text, resolved_codes(&r), rows[i].codes);
        resolved_free(&r);
    }
}

void expect_meant(const meant *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        resolved r = resolve_text(rows[i].text);
        cr_expect_str_eq(resolved_codes(&r), "", "%s\n  says %s", rows[i].text, resolved_codes(&r));
        size_t head = strcspn(rows[i].line, " ");
        kh_slice begins = {rows[i].line, head + 1 + strcspn(rows[i].line + head + 1, " )")};
        const char *line = resolved_line(&r, kh_arena_copy(r.arena, begins).p);
        cr_expect_str_eq(line, rows[i].line, "%s\n  means  %s\n  wanted %s", rows[i].text, line,
                         rows[i].line);
        resolved_free(&r);
    }
}
