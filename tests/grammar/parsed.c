#include "parsed.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

parsed parse_slice(kh_slice text)
{
    parsed p = {.arena = kh_arena_new()};
    p.sources = kh_sources_new(p.arena);
    kh_diags_init(&p.diags, p.arena, p.sources);
    p.source = kh_source_add(p.sources, KH_LIT("t.rules"), kh_arena_copy(p.arena, text));
    p.tree = kh_parse(p.arena, p.sources, p.source, &p.diags);
    kh_diags_sort(&p.diags);
    return p;
}

parsed parse_text(const char *text)
{
    return parse_slice(kh_slice_of(text));
}

void parsed_free(parsed *p)
{
    kh_arena_free(p->arena);
}

static const char *take(const parsed *p, kh_strbuf *b)
{
    const char *text = kh_arena_copy(p->arena, kh_strbuf_slice(b)).p;
    kh_strbuf_free(b);
    return text;
}

const char *parsed_dump(const parsed *p)
{
    kh_strbuf b = {0};
    kh_node_dump(&b, p->tree);
    return take(p, &b);
}

const char *parsed_reports(parsed *p)
{
    kh_strbuf b = {0};
    for (size_t i = 0; i < p->diags.list.n; i++) {
        const kh_diag *d = &p->diags.list.at[i];
        if (d->code == KH_E0110)
            continue;
        kh_linecol from = kh_source_linecol(p->sources, p->source, d->place.at);
        kh_linecol to = kh_source_linecol(p->sources, p->source, d->place.at + d->place.len);
        kh_strbuf_addf(
            &b, "%s %s %llu:%llu-%llu:%llu\n", d->severity == KH_ERROR ? "error" : "warning",
            kh_code_name(d->code), (unsigned long long)from.line, (unsigned long long)from.column,
            (unsigned long long)to.line, (unsigned long long)(to.column - (d->place.len > 0)));
        if (d->fix.n)
            kh_strbuf_addf(&b, "fix: %.*s\n", (int)d->fix.n, d->fix.p);
    }
    return take(p, &b);
}

const char *test_path(kh_arena *a, const char *path)
{
    /* This file lies in tests/grammar. */
    const char *end = strstr(__FILE__, "grammar/parsed.c");
    kh_strbuf name = {0};
    kh_strbuf_add(&name, (kh_slice){__FILE__, (size_t)(end - __FILE__)});
    kh_strbuf_adds(&name, path);
    const char *whole = kh_arena_copy(a, kh_strbuf_slice(&name)).p;
    kh_strbuf_free(&name);
    return whole;
}

const char *test_file(kh_arena *a, const char *path)
{
    FILE *f = fopen(test_path(a, path), "rb");
    if (!f)
        return NULL;
    kh_strbuf b = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        kh_strbuf_add(&b, (kh_slice){part, n});
    fclose(f);
    const char *text = kh_arena_copy(a, kh_strbuf_slice(&b)).p;
    kh_strbuf_free(&b);
    return text;
}

void expect_tree(const char *text, const char *tree)
{
    parsed p = parse_text(text);
    cr_expect_str_eq(parsed_reports(&p), "", "%s", text);
    cr_expect_str_eq(parsed_dump(&p), tree, "%s", text);
    parsed_free(&p);
}

void expect_reports(const char *text, const char *reports)
{
    parsed p = parse_text(text);
    cr_expect_str_eq(parsed_reports(&p), reports, "%s", text);
    parsed_free(&p);
}
