/* What every fuzz target expects of a run, whatever its input: an exit status of the contract, and
 * errors reported exactly when there are some. A broken promise aborts, as a crash would. */
#ifndef KH_FUZZ_CHECK_H
#define KH_FUZZ_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kaohe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Reads what it is given, so that a sanitizer sees bytes that were never written. */
static inline int fuzz_write(void *context, const char *bytes, size_t n)
{
    unsigned *sum = context;
    for (size_t i = 0; i < n; i++)
        *sum = *sum * 31 + (unsigned char)bytes[i];
    return 0;
}

/* The status after loading: never 3, memory is not out. */
static inline void fuzz_status(kaohe_run *run, int status)
{
    PROMISE(status == 0 || status == 1 || status == 4 || status == 5);
    PROMISE(kaohe_status(run) == status);
}

/* Both forms of the diagnostics, in the language that `english` says. */
static inline void fuzz_diagnostics(kaohe_run *run)
{
    unsigned sum = 0;
    size_t errors = kaohe_diagnostics(run, 0, fuzz_write, &sum);
    PROMISE(kaohe_diagnostics(run, 1, fuzz_write, &sum) == errors);
    int status = kaohe_status(run);
    PROMISE((errors > 0) == (status == 1 || status == 4));
}

#endif
