/* Fuzz target: any bytes as a scheme's text, through everything that needs no facts. */
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const kaohe_report_kind kinds[] = {KAOHE_DUMP_AST, KAOHE_DUMP_TREE, KAOHE_DUMP_PLAN,
                                              KAOHE_CHECK};
    unsigned sum = 0;
    kaohe_run *run = kaohe_new();
    PROMISE(run != NULL);
    kaohe_set_option(run, KAOHE_LANG, size % 2 ? "en" : "zh");
    int status = kaohe_load_scheme_text(run, "fuzz.rules", (const char *)data, size);
    fuzz_status(run, status);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        fuzz_status(run, kaohe_report(run, kinds[i], fuzz_write, &sum));
    fuzz_diagnostics(run);
    kaohe_free(run);
    return 0;
}
