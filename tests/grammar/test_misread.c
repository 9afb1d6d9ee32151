/* Texts that are easily misread, in tests/language/parse/misread-N.txt: their trees, what is
 * reported and where, and that the text as it should be can be read. */
#include <criterion/criterion.h>
#include <string.h>

#include "parsed.h"

typedef struct text {
    kh_slice name;
    kh_strbuf body, reports, tree, right;
    bool has_right, error;
} text;

static bool begins(kh_slice line, const char *with)
{
    size_t n = strlen(with);
    return line.n >= n && memcmp(line.p, with, n) == 0;
}

static kh_slice behind(kh_slice line, size_t n)
{
    return (kh_slice){line.p + n, line.n - n};
}

static kh_slice next_line(const char **at)
{
    size_t n = strcspn(*at, "\n");
    kh_slice line = {*at, n};
    *at += n + ((*at)[n] == '\n');
    return line;
}

static void add_line(kh_strbuf *b, kh_slice line)
{
    kh_strbuf_add(b, line);
    kh_strbuf_addc(b, '\n');
}

/* Reads the next text; false at the end. Lines of four blanks are the text, behind `right:` the
 * text as it should be. */
static bool read_text(const char **at, text *t)
{
    *t = (text){0};
    while (**at == '\n' || **at == '#')
        next_line(at);
    if (!**at)
        return false;
    t->name = next_line(at);
    while (**at && **at != '\n') {
        kh_slice line = next_line(at);
        if (begins(line, "    "))
            add_line(t->has_right ? &t->right : &t->body, behind(line, 4));
        else if (begins(line, "  right:"))
            t->has_right = true;
        else if (begins(line, "  tree: "))
            kh_strbuf_add(&t->tree, behind(line, 8));
        else if (begins(line, "  error ") || begins(line, "  warning ") || begins(line, "  fix: "))
            add_line(&t->reports, behind(line, 2));
        else
            cr_expect(begins(line, "  check: "), "%.*s: %.*s", (int)t->name.n, t->name.p,
                      (int)line.n, line.p);
        t->error |= begins(line, "  error ");
    }
    return true;
}

static void free_text(text *t)
{
    kh_strbuf_free(&t->body);
    kh_strbuf_free(&t->reports);
    kh_strbuf_free(&t->tree);
    kh_strbuf_free(&t->right);
}

/* The text with each reported line replaced by the line as it should be. */
static void put_fixes_in(parsed *p, const char *body, kh_strbuf *right)
{
    for (uint64_t number = 1; *body; number++) {
        kh_slice line = next_line(&body);
        for (size_t i = 0; i < p->diags.list.n; i++) {
            const kh_diag *d = &p->diags.list.at[i];
            if (d->fix.n && kh_source_linecol(p->sources, p->source, d->place.at).line == number)
                line = d->fix;
        }
        add_line(right, line);
    }
}

static void check_text(text *t)
{
    int n = (int)t->name.n;
    const char *name = t->name.p;
    parsed p = parse_slice(kh_strbuf_slice(&t->body));
    cr_expect_str_eq(parsed_reports(&p), t->reports.n ? t->reports.at : "", "%.*s", n, name);
    cr_expect_eq(p.diags.errors > 0, t->error, "%.*s", n, name);
    if (!t->error) {
        cr_expect_str_eq(parsed_dump(&p), t->tree.n ? t->tree.at : "", "%.*s", n, name);
    } else {
        cr_expect_eq(p.diags.status, 1, "%.*s", n, name);
        if (!t->has_right)
            put_fixes_in(&p, t->body.at, &t->right);
        parsed q = parse_slice(kh_strbuf_slice(&t->right));
        cr_expect_eq(q.diags.errors, 0u, "%.*s: the right text has errors:\n%s", n, name,
                     parsed_reports(&q));
        parsed_free(&q);
    }
    parsed_free(&p);
}

static void check_file(const char *path, int least)
{
    kh_arena *a = kh_arena_new();
    const char *at = test_file(a, path);
    cr_assert(at, "%s", path);
    int count = 0;
    for (text t; read_text(&at, &t); free_text(&t), count++)
        check_text(&t);
    cr_expect_geq(count, least);
    kh_arena_free(a);
}

Test(misread, part_1)
{
    check_file("language/parse/misread-1.txt", 99);
}

Test(misread, part_2)
{
    check_file("language/parse/misread-2.txt", 40);
}

Test(misread, part_3)
{
    check_file("language/parse/misread-3.txt", 60);
}

Test(misread, part_4)
{
    check_file("language/parse/misread-4.txt", 45);
}

Test(misread, part_5)
{
    check_file("language/parse/misread-5.txt", 16);
}
