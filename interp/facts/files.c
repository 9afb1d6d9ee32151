/* From the arguments of a command to the fact files they name. Folders are read in the order of the
 * names in them, by bytes, so that no two machines read in different orders. A file that is reached
 * twice would count twice, so it is an error; a folder that is reached twice (a link that leads
 * back) is read once. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"
#include "facts/reader.h"

#define MAX_FOLDER_DEPTH 64

typedef struct kh_seen {
    dev_t device;
    ino_t number;
    kh_slice path;
} kh_seen;

typedef struct kh_walk {
    kh_arena *arena;
    kh_diags *diags;
    kh_slice kind; /* of KIND=FILE or KIND=FOLDER */
    KH_VEC(kh_fact_file) files;
    KH_VEC(kh_seen) seen;
    kh_map *by_number; /* a number made of device and inode → index in seen */
    bool read_stdin, good;
} kh_walk;

typedef KH_VEC(kh_slice) kh_names;

/* The path under which this file or folder was reached before; n = 0: it was not. */
static kh_slice seen_before(kh_walk *w, const struct stat *st, kh_slice path)
{
    uint64_t key = (uint64_t)st->st_ino * 0x9e3779b97f4a7c15u + (uint64_t)st->st_dev;
    uint32_t at;
    while ((at = kh_map_get(w->by_number, key)) != UINT32_MAX) {
        const kh_seen *seen = &w->seen.at[at];
        if (seen->device == st->st_dev && seen->number == st->st_ino)
            return seen->path;
        key++;
    }
    kh_map_set(w->by_number, key, (uint32_t)w->seen.n);
    *kh_push(w->arena, &w->seen) = (kh_seen){st->st_dev, st->st_ino, path};
    return (kh_slice){0};
}

static void report(kh_walk *w, kh_code code, kh_slice path, kh_slice more)
{
    KH_REPORT(w->diags, code, KH_NOWHERE, path, more);
    if (kh_code_severity(code) == KH_ERROR)
        w->good = false;
}

static void report_system(kh_walk *w, kh_slice path, int why)
{
    char words[256];
    if (strerror_r(why, words, sizeof words) != 0)
        strcpy(words, "?");
    report(w, KH_E0801, path, kh_slice_of(words));
}

static void add_file(kh_walk *w, kh_slice path, const struct stat *st)
{
    kh_slice before = st ? seen_before(w, st, path) : (kh_slice){0};
    if (before.n > 0) {
        report(w, KH_E0584, path, before);
        return;
    }
    *kh_push(w->arena, &w->files) = (kh_fact_file){path, w->kind, 0};
}

static int by_bytes(const void *a, const void *b)
{
    return kh_slice_cmp(*(const kh_slice *)a, *(const kh_slice *)b);
}

/* Hidden files, and those that an office program leaves beside a file that is open. */
static bool is_hidden(const char *name)
{
    return name[0] == '.' || (name[0] == '~' && name[1] == '$');
}

static int read_names(kh_walk *w, DIR *folder, kh_names *names)
{
    struct dirent *entry;
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        if (!is_hidden(entry->d_name))
            *kh_push(w->arena, names) = kh_arena_copy(w->arena, kh_slice_of(entry->d_name));
    }
    return errno;
}

/* The names in a folder, sorted; false when they cannot be read, which is reported. */
static bool list_folder(kh_walk *w, kh_slice path, kh_names *names)
{
    DIR *folder = opendir(path.p);
    if (!folder) {
        report_system(w, path, errno);
        return false;
    }
    int failed;
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        failed = read_names(w, folder, names);
        kh_guard_leave(&guard);
    } else {
        closedir(folder);
        kh_out_of_memory();
    }
    closedir(folder);
    if (failed != 0) {
        report_system(w, path, failed);
        return false;
    }
    if (names->n > 0)
        qsort(names->at, names->n, sizeof *names->at, by_bytes);
    return true;
}

static kh_slice join(kh_walk *w, kh_slice folder, kh_slice name)
{
    size_t slash = folder.n > 0 && folder.p[folder.n - 1] != '/';
    char *path = kh_arena_alloc(w->arena, folder.n + slash + name.n + 1);
    memcpy(path, folder.p, folder.n);
    if (slash)
        path[folder.n] = '/';
    memcpy(path + folder.n + slash, name.p, name.n);
    return (kh_slice){path, folder.n + slash + name.n};
}

static bool is_spreadsheet(kh_slice name)
{
    static const char *const ends[] = {".xlsx", ".xls", ".xlsm", ".et", ".ods", ".numbers"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (name.n > n && memcmp(name.p + name.n - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

/* Adds the files of a folder and of those in it; counts them. */
static size_t walk(kh_walk *w, kh_slice path, const struct stat *st, int depth)
{
    if (depth > MAX_FOLDER_DEPTH) {
        report(w, KH_E0587, path, (kh_slice){0});
        return 1;
    }
    if (seen_before(w, st, path).n > 0) {
        report(w, KH_E0585, path, (kh_slice){0});
        return 1;
    }
    kh_names names = {0};
    if (!list_folder(w, path, &names))
        return 1;
    size_t found = 0;
    for (size_t i = 0; i < names.n; i++) {
        kh_slice inner = join(w, path, names.at[i]);
        struct stat sti;
        if (stat(inner.p, &sti) != 0) {
            report_system(w, inner, errno);
            found++;
        } else if (S_ISDIR(sti.st_mode)) {
            found += walk(w, inner, &sti, depth + 1);
        } else if (S_ISREG(sti.st_mode) && kh_fact_form_of(names.at[i]) != KH_FORM_NONE) {
            add_file(w, inner, &sti);
            found++;
        } else {
            bool sheet = is_spreadsheet(names.at[i]);
            report(w, sheet ? KH_E0581 : KH_E0580, inner, (kh_slice){0});
        }
    }
    return found;
}

/* Splits KIND=FILE when no file has the whole name; false when it is no such thing. */
static bool split_kind(kh_walk *w, kh_slice argument, kh_slice *path)
{
    const char *equals = memchr(argument.p, '=', argument.n);
    if (!equals || equals == argument.p || equals + 1 == argument.p + argument.n)
        return false;
    size_t n = (size_t)(equals - argument.p);
    kh_slice kind = kh_text_trim((kh_slice){argument.p, n});
    if (kh_text_invalid(kind) < kind.n)
        return false;
    w->kind = kh_text_nfc(w->arena, kind);
    *path = (kh_slice){argument.p + n + 1, argument.n - n - 1};
    return true;
}

static void add_argument(kh_walk *w, kh_slice argument)
{
    kh_slice path = kh_arena_copy(w->arena, argument); /* with a NUL behind it */
    struct stat st;
    w->kind = (kh_slice){0};
    if (kh_slice_is(path, "-")) {
        if (w->read_stdin)
            report(w, KH_E0584, path, path);
        else
            add_file(w, path, NULL);
        w->read_stdin = true;
        return;
    }
    bool there = stat(path.p, &st) == 0;
    if (!there && path.n > 0 && split_kind(w, path, &path))
        there = stat(path.p, &st) == 0;
    if (!there) {
        add_file(w, path, NULL); /* reading it says what is wrong */
        return;
    }
    if (!S_ISDIR(st.st_mode)) {
        add_file(w, path, &st);
        return;
    }
    if (walk(w, path, &st, 1) == 0)
        report(w, KH_E0583, path, (kh_slice){0});
}

bool kh_fact_files(kh_arena *a, const kh_slice *arguments, size_t n, kh_diags *diags,
                   kh_fact_file **files, size_t *count)
{
    kh_walk w = {.arena = a, .diags = diags, .by_number = kh_map_new(a), .good = true};
    for (size_t i = 0; i < n; i++)
        add_argument(&w, arguments[i]);
    *files = w.files.at;
    *count = w.files.n;
    return w.good;
}
