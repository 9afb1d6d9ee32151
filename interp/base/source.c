/* The files of a run: reading them, and places in them. Lines are in source_lines.c, checks and
 * normalisation of scheme texts in source_normalise.c. */
#include "base/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/source_inside.h"

kh_place kh_place_join(kh_place a, kh_place b)
{
    if (a.source == 0)
        return b;
    if (b.source == 0)
        return a;
    assert(a.source == b.source && a.at <= b.at + b.len);
    uint64_t len = b.at + b.len - a.at;
    a.len = len < UINT32_MAX ? (uint32_t)len : UINT32_MAX;
    return a;
}

kh_sources *kh_sources_new(kh_arena *a)
{
    kh_sources *s = KH_NEW(a, kh_sources);
    s->arena = a;
    return s;
}

kh_source *kh_source_inside(kh_sources *s, kh_source_id id)
{
    assert(id >= 1 && id <= s->list.n);
    return s->list.at[id - 1];
}

const kh_source *kh_sources_at(const kh_sources *s, kh_source_id id)
{
    assert(id >= 1 && id <= s->list.n);
    return s->list.at[id - 1];
}

uint32_t kh_sources_count(const kh_sources *s)
{
    return (uint32_t)s->list.n;
}

static void set_bytes(kh_source *source, kh_slice bytes)
{
    source->had_bom = bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0;
    if (source->had_bom)
        bytes = (kh_slice){bytes.p + 3, bytes.n - 3};
    source->bytes = source->text = bytes;
    source->map = NULL;
    source->lines = NULL;
}

kh_source_id kh_source_add(kh_sources *s, kh_slice name, kh_slice bytes)
{
    kh_source *source = KH_NEW(s->arena, kh_source);
    source->name = kh_arena_copy(s->arena, name);
    set_bytes(source, bytes);
    *kh_push(s->arena, &s->list) = source;
    return (kh_source_id)s->list.n;
}

void kh_source_replace(kh_sources *s, kh_source_id id, kh_slice bytes, bool gb18030)
{
    kh_source *source = kh_source_inside(s, id);
    set_bytes(source, bytes);
    source->gb18030 = gb18030;
}

typedef enum outcome { READ, FAILED, NO_FILE, TOO_LONG } outcome;

/* Reads to the end or one byte past the limit. errno tells of a failure. */
static outcome read_all(kh_arena *a, int fd, uint64_t limit, kh_slice *bytes)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return FAILED;
    if (fd != STDIN_FILENO && !S_ISREG(st.st_mode))
        return NO_FILE;
    uint64_t size = S_ISREG(st.st_mode) && st.st_size > 0 ? (uint64_t)st.st_size : 0;
    if (size > limit)
        return TOO_LONG;
    /* One byte more than expected, so that the read at the end says that it is the end. */
    size_t cap = (size_t)size + 1 > 4096 ? (size_t)size + 1 : 4096;
    char *at = KH_NEW_ARRAY(a, char, cap);
    size_t n = 0;
    for (;;) {
        ssize_t got = read(fd, at + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FAILED;
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > limit)
            return TOO_LONG;
        if (n == cap) {
            char *more = KH_NEW_ARRAY(a, char, cap * 2);
            memcpy(more, at, n);
            at = more;
            cap *= 2;
        }
    }
    *bytes = (kh_slice){at, n};
    return READ;
}

/* The same, but fd is closed when memory runs out. */
static outcome read_guarded(kh_arena *a, int fd, uint64_t limit, kh_slice *bytes)
{
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        outcome result = read_all(a, fd, limit, bytes);
        kh_guard_leave(&guard);
        return result;
    }
    if (fd != STDIN_FILENO)
        close(fd);
    kh_out_of_memory();
}

/* "16 MB", or the bytes when they are no whole megabytes. */
static kh_slice size_words(kh_arena *a, uint64_t limit)
{
    char digits[32];
    size_t at = sizeof digits;
    bool mega = limit >= (1u << 20) && limit % (1u << 20) == 0;
    kh_slice unit = mega ? KH_LIT(" MB") : KH_LIT(" B");
    at -= unit.n;
    memcpy(digits + at, unit.p, unit.n);
    for (uint64_t left = mega ? limit >> 20 : limit; at == sizeof digits - unit.n || left;
         left /= 10)
        digits[--at] = (char)('0' + left % 10);
    return kh_arena_copy(a, (kh_slice){digits + at, sizeof digits - at});
}

static void report_failure(kh_diags *diags, kh_slice path, int why)
{
    kh_code code = why == ENOENT   ? KH_E0804
                   : why == EACCES ? KH_E0805
                   : why == EISDIR ? KH_E0803
                                   : KH_E0801;
    char words[256];
    if (strerror_r(why, words, sizeof words) != 0)
        strcpy(words, "?");
    KH_REPORT(diags, code, KH_NOWHERE, path, kh_slice_of(words));
}

static void report_length(kh_diags *diags, kh_slice name, uint64_t limit)
{
    KH_REPORT(diags, KH_E0806, KH_NOWHERE, name, size_words(diags->arena, limit));
}

bool kh_source_fits(kh_slice name, uint64_t n, uint64_t limit, kh_diags *diags)
{
    if (n > limit)
        report_length(diags, name, limit);
    return n <= limit;
}

kh_source_id kh_source_read(kh_sources *s, kh_slice path, uint64_t limit, kh_diags *diags)
{
    bool standard_input = kh_slice_is(path, "-");
    if (path.n == 0 || memchr(path.p, 0, path.n)) {
        report_failure(diags, path, ENOENT);
        return 0;
    }
    int fd = STDIN_FILENO;
    if (!standard_input) {
        /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
        fd = open(kh_arena_copy(s->arena, path).p, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        if (fd < 0) {
            report_failure(diags, path, errno);
            return 0;
        }
    }
    kh_slice bytes = {0};
    outcome result = read_guarded(s->arena, fd, limit, &bytes);
    int why = errno;
    struct stat st;
    bool folder = result == NO_FILE && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    if (!standard_input)
        close(fd);
    switch (result) {
    case READ:
        return kh_source_add(s, path, bytes);
    case FAILED:
        report_failure(diags, path, why);
        break;
    case NO_FILE:
        KH_REPORT(diags, folder ? KH_E0803 : KH_E0802, KH_NOWHERE, path);
        break;
    case TOO_LONG:
        report_length(diags, path, limit);
        break;
    }
    return 0;
}
