/* Fuzz target: any bytes as a scheme's text, laid out. What is refused has errors; what is not has
 * the same tree (the library asserts that), stays as it is when it is laid out again, and comes
 * back from the other language's keywords as it went. */
#include <string.h>

#include "check.h"

typedef struct text {
    char *at;
    size_t n;
} text;

static int collect(void *context, const char *bytes, size_t n)
{
    text *t = context;
    t->at = realloc(t->at, t->n + n + 1);
    PROMISE(t->at != NULL);
    memcpy(t->at + t->n, bytes, n);
    t->n += n;
    return 0;
}

/* In a run of its own; the status. */
static int format(const char *words, const char *bytes, size_t n, text *out)
{
    kaohe_run *run = kaohe_new();
    PROMISE(run != NULL);
    PROMISE(!words || kaohe_set_option(run, KAOHE_KEYWORDS, words) == 0);
    *out = (text){0};
    int status = kaohe_format_text(run, "fuzz.rules", bytes, n, collect, out);
    fuzz_status(run, status);
    PROMISE(status == 0 || out->n == 0);
    fuzz_diagnostics(run);
    kaohe_free(run);
    return status;
}

static void expect_same(const text *a, const text *b)
{
    if (a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n) == 0))
        return;
    fprintf(stderr, "---\n%.*s---\n%.*s---\n", (int)a->n, a->at ? a->at : "", (int)b->n,
            b->at ? b->at : "");
    PROMISE(!"the texts are the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    text once, twice, zh, en, again;
    if (format(NULL, (const char *)data, size, &once) != 0)
        return 0;
    PROMISE(format(NULL, once.at, once.n, &twice) == 0);
    expect_same(&once, &twice);
    PROMISE(format("zh", once.at, once.n, &zh) == 0);
    PROMISE(format("en", zh.at, zh.n, &en) == 0);
    PROMISE(format("zh", en.at, en.n, &again) == 0);
    expect_same(&zh, &again);
    free(once.at);
    free(twice.at);
    free(zh.at);
    free(en.at);
    free(again.at);
    return 0;
}
