/* Every code of grammar.def is reported by a text, at its place, with the line as it should be: the
 * cases of tests/errors/syntax, which the program's own tests run as well. Here the parser alone
 * reads them. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "parsed.h"

#define FOLDER "errors/syntax"

/* Behind the line `=== NAME` up to the next section, without the blank line before it. */
static kh_slice section(const char *text, const char *name)
{
    char head[40];
    snprintf(head, sizeof head, "=== %s\n", name);
    const char *at = strstr(text, head);
    if (!at)
        return (kh_slice){"", 0};
    at += strlen(head);
    const char *end = strstr(at, "\n=== ");
    size_t n = end ? (size_t)(end - at) + 1 : strlen(at);
    if (end && n >= 2 && at[n - 2] == '\n')
        n--;
    return (kh_slice){at, n};
}

static void add_place(kh_strbuf *b, parsed *p, kh_place place)
{
    kh_linecol from = kh_source_linecol(p->sources, p->source, place.at);
    kh_linecol to = kh_source_linecol(p->sources, p->source, place.at + place.len);
    kh_strbuf_addf(b, "%llu:%llu-%llu:%llu 方案.rules\n", (unsigned long long)from.line,
                   (unsigned long long)from.column, (unsigned long long)to.line,
                   (unsigned long long)(to.column - (place.len > 0)));
}

static void check_wording(const kh_diag *d, const char *name)
{
    for (int lang = 0; lang < 2; lang++) {
        kh_strbuf said = {0};
        kh_diag_message(&said, d, lang ? KH_EN : KH_ZH);
        cr_expect(said.n > 0 && said.at[said.n - 1] != '.', "%s: %s", name, said.at);
        kh_strbuf_addc(&said, ' ');
        kh_diag_hint(&said, d, lang ? KH_EN : KH_ZH);
        for (int k = 0; k < KH_DIAG_ARGS; k++) {
            char open[8];
            snprintf(open, sizeof open, "{%d}", k);
            cr_expect_null(strstr(said.at, open), "%s: %s", name, said.at);
        }
        cr_expect_null(strstr(said.at, "「」"), "%s: %s", name, said.at);
        cr_expect_null(strstr(said.at, "\"\""), "%s: %s", name, said.at);
        kh_strbuf_free(&said);
    }
}

/* As tests/errors/run.py writes it: several lines when one was taken apart. */
static void add_fix(kh_strbuf *b, kh_slice fix)
{
    for (size_t at = 0, n; at < fix.n; at += n + 1) {
        const char *end = memchr(fix.p + at, '\n', fix.n - at);
        n = end ? (size_t)(end - fix.p) - at : fix.n - at;
        kh_strbuf_addf(b, "fix: %.*s\n", (int)n, fix.p + at);
    }
}

static void check_case(const char *text, const char *name, bool *seen)
{
    parsed p = parse_slice(section(text, "rules"));
    kh_strbuf found = {0};
    for (size_t i = 0; i < p.diags.list.n; i++) {
        const kh_diag *d = &p.diags.list.at[i];
        seen[d->code] = true;
        check_wording(d, name);
        kh_strbuf_addf(&found, "%s %s ", kh_code_name(d->code),
                       d->severity == KH_ERROR ? "error" : "warning");
        add_place(&found, &p, d->place);
        for (int k = 0; k < d->related_count; k++) {
            kh_strbuf_adds(&found, "related: ");
            add_place(&found, &p, d->related[k].place);
        }
        add_fix(&found, d->fix);
    }
    kh_slice wanted = section(text, "errors");
    cr_expect(kh_slice_eq(wanted, kh_strbuf_slice(&found)), "%s: wanted\n%.*sfound\n%s", name,
              (int)wanted.n, wanted.p, found.n ? found.at : "");
    kh_strbuf_free(&found);
    parsed_free(&p);
}

Test(syntax, every_code)
{
    bool seen[KH_CODE_COUNT] = {false};
    kh_arena *a = kh_arena_new();
    const char *path = test_path(a, FOLDER);
    DIR *folder = opendir(path);
    cr_assert(folder, "%s", path);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!strstr(entry->d_name, ".case"))
            continue;
        kh_strbuf name = {0};
        kh_strbuf_addf(&name, FOLDER "/%s", entry->d_name);
        const char *text = test_file(a, name.at);
        cr_assert(text, "%s", name.at);
        check_case(text, entry->d_name, seen);
        kh_strbuf_free(&name);
        count++;
    }
    closedir(folder);
    cr_expect_geq(count, 63);
    /* Too large to be files: test_limits.c. */
    seen[KH_E0137] = seen[KH_E0261] = seen[KH_E0262] = seen[KH_E0291] = true;
#define KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint)                                \
    cr_expect(seen[KH_E##number], "E" #number " has no case");
#define KH_RELATED(name, zh, en)
#include "base/diag/grammar.def"
#undef KH_DIAG
#undef KH_RELATED
    kh_arena_free(a);
}
