/* cuts STEP SCHEME [FACTS]: every STEP-th byte prefix of the last file named, and the same bytes
 * with a line end behind them, each through the whole program (in this process). Both must end with
 * the same status and say and print the same, but for the warning that the last line has no end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kaohe.h"

typedef struct text {
    char *at;
    size_t n, cap;
} text;

static int collect(void *context, const char *bytes, size_t n)
{
    text *t = context;
    if (t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        t->at = realloc(t->at, t->cap);
        if (!t->at)
            abort();
    }
    memcpy(t->at + t->n, bytes, n);
    t->n += n;
    t->at[t->n] = 0;
    return 0;
}

static text read_file(const char *path)
{
    text t = {0};
    char block[4096];
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(2);
    }
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
        collect(&t, block, n);
    fclose(f);
    return t;
}

/* The status, what was said and what was printed, as one text. */
static text outcome(const char *scheme, const char *facts, const char *bytes, size_t n)
{
    text said = {0};
    kaohe_run *run = kaohe_new();
    if (!run)
        abort();
    kaohe_set_option(run, KAOHE_MAX_ERRORS, "0");
    kaohe_set_option(run, KAOHE_FORMAT, "json");
    kaohe_set_option(run, KAOHE_LANG, "en");
    int status =
        facts ? kaohe_load_scheme(run, scheme) : kaohe_load_scheme_text(run, "cut", bytes, n);
    if (facts) {
        const char *end = strrchr(facts, '.');
        char name[64];
        snprintf(name, sizeof name, "cut%s", end ? end : "");
        status = kaohe_load_facts_text(run, name, bytes, n);
    }
    if (status == 0)
        status = kaohe_report(run, facts ? KAOHE_EVAL : KAOHE_DUMP_TREE, collect, &said);
    char line[32];
    snprintf(line, sizeof line, "\nstatus %d\n", status);
    collect(&said, line, strlen(line));
    kaohe_diagnostics(run, 0, collect, &said);
    kaohe_free(run);
    if (status != 0 && status != 1 && status != 4 && status != 5) {
        fprintf(stderr, "cut at %zu: status %d\n", n, status);
        exit(1);
    }
    return said;
}

/* Takes the warning E0110 out, from its first line to the next message. */
static void without_warning(text *t)
{
    char *out = t->at;
    int dropping = 0;
    for (char *line = t->at, *next; *line; line = next) {
        next = strchr(line, '\n');
        next = next ? next + 1 : line + strlen(line);
        size_t n = (size_t)(next - line);
        int message = (n > 3 && strncmp(line, "cut", 3) == 0) || strncmp(line, "kaohe:", 6) == 0;
        if (message)
            dropping = n > 9 && strncmp(next - 9, " [E0110]\n", 9) == 0;
        if (!dropping) {
            memmove(out, line, n);
            out += n;
        }
    }
    *out = 0;
    t->n = (size_t)(out - t->at);
}

static size_t compare(const char *scheme, const char *facts, const text *whole, size_t n)
{
    char *bytes = malloc(n + 1);
    if (!bytes)
        abort();
    memcpy(bytes, whole->at, n);
    text cut = outcome(scheme, facts, bytes, n);
    bytes[n] = '\n';
    text ended = outcome(scheme, facts, bytes, n + 1);
    free(bytes);
    without_warning(&cut);
    size_t differ = strcmp(cut.at, ended.at) != 0;
    if (differ)
        printf("cut at %zu:\n%s\nwith a line end:\n%s\n", n, cut.at, ended.at);
    free(cut.at);
    free(ended.at);
    return differ;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    size_t step = strtoul(argv[1], NULL, 10), passed = 0, failed = 0;
    const char *facts = argc > 3 ? argv[3] : NULL;
    text whole = read_file(argv[argc - 1]);
    for (size_t n = 0; n <= whole.n && failed < 3; n += step) {
        if (n > 0 && whole.at[n - 1] == '\n') { /* it has its line end */
            passed++;
            continue;
        }
        size_t differ = compare(argv[2], facts, &whole, n);
        failed += differ;
        passed += !differ;
    }
    free(whole.at);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}
