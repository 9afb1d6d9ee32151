/* The way out: results on standard output or in a file, diagnostics on standard error, nothing lost
 * and nothing half-written. A file is written beside its place under a name of its own, forced to
 * disk, and renamed; a signal in between removes it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* A closed standard file would be taken by the next file that is opened. */
static bool stdout_closed;

void cli_open_standard_files(void)
{
    struct stat s;
    for (int fd = 0; fd <= 2; fd++)
        if (fstat(fd, &s) != 0 && errno == EBADF) {
            int opened = open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY);
            (void)opened;
            stdout_closed |= fd == 1;
        }
}

bool cli_colour_wanted(int descriptor)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(descriptor) && (!no || !*no) && !(term && strcmp(term, "dumb") == 0);
}

int cli_collect(void *buffer, const char *bytes, size_t n)
{
    cli_buffer *b = buffer;
    if (n > b->capacity - b->n) {
        size_t capacity = b->n + n + b->capacity / 2 + 4096;
        char *at = realloc(b->at, capacity);
        if (!at)
            return 1;
        b->at = at;
        b->capacity = capacity;
    }
    memcpy(b->at + b->n, bytes, n);
    b->n += n;
    return 0;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            errno = written < 0 ? errno : EIO;
            return false;
        }
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

static int failed(const char *name)
{
    fprintf(stderr, "kaohe: error: %s: %s [E0801]\n", name, strerror(errno));
    return STATUS_WORLD;
}

int cli_finish_stdout(void)
{
    bool good = fflush(stdout) == 0 && !ferror(stdout);
    if (stdout_closed) {
        errno = EBADF;
        good = false;
    }
    return good ? 0 : failed("stdout");
}

int cli_write_stdout(const char *bytes, size_t n)
{
    if (stdout_closed && n > 0) {
        errno = EBADF;
        return failed("stdout");
    }
    return write_all(1, bytes, n) ? 0 : failed("stdout");
}

void cli_write_stderr(const char *bytes, size_t n)
{
    (void)!write_all(2, bytes, n);
}

static int to_stderr(void *context, const char *bytes, size_t n)
{
    (void)context;
    cli_write_stderr(bytes, n);
    return 0;
}

void cli_say(cli_request *q)
{
    if (cli_colour_wanted(2))
        kaohe_set_option(q->run, KAOHE_COLOUR, "");
    kaohe_diagnostics(q->run, q->json && q->command->bit == 1, to_stderr, NULL);
}

/* ---- files ------------------------------------------------------------------------------- */

/* What a signal has to remove. */
static char *volatile unfinished;

static void remove_unfinished(int signal_number)
{
    char *path = unfinished;
    if (path)
        unlink(path);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void watch_signals(void (*handler)(int))
{
    static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGXFSZ};
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
        struct sigaction action = {0};
        /* A file that grows too large is a write error, not the end of the process. */
        action.sa_handler = watched[i] == SIGXFSZ && handler != SIG_DFL ? SIG_IGN : handler;
        sigemptyset(&action.sa_mask);
        sigaction(watched[i], &action, NULL);
    }
}

static bool is_input(const cli_request *q, const struct stat *output)
{
    struct stat s;
    for (size_t i = 0; i < q->file_count; i++) {
        const char *file = q->files[i], *equals = strchr(file, '=');
        if (stat(file, &s) != 0 && (!equals || stat(equals + 1, &s) != 0))
            continue;
        if (s.st_dev == output->st_dev && s.st_ino == output->st_ino)
            return true;
    }
    return false;
}

/* The temporary name: beside the target, so that the rename stays in one file system. */
static char *beside(const char *path)
{
    static const char ending[] = ".kaohe-XXXXXX";
    size_t n = strlen(path);
    char *name = malloc(n + sizeof ending);
    if (name) {
        memcpy(name, path, n);
        memcpy(name + n, ending, sizeof ending);
    }
    return name;
}

static int write_file(const char *path, const cli_buffer *b, mode_t mode)
{
    char *name = beside(path);
    int fd = name ? mkstemp(name) : -1;
    if (fd < 0) {
        int status = failed(path);
        free(name);
        return status;
    }
    unfinished = name;
    watch_signals(remove_unfinished);
    bool good = write_all(fd, b->at ? b->at : "", b->n) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int error = errno;
    good = close(fd) == 0 && good;
    if (good) {
        good = rename(name, path) == 0;
        error = errno;
    }
    if (!good) {
        unlink(name);
        errno = error;
        failed(path);
    }
    unfinished = NULL;
    watch_signals(SIG_DFL);
    free(name);
    return good ? 0 : STATUS_WORLD;
}

int cli_replace(const char *path, const cli_buffer *b)
{
    struct stat s;
    char *real = realpath(path, NULL);
    int status = real && stat(real, &s) == 0 ? write_file(real, b, s.st_mode & 0777) : failed(path);
    free(real);
    return status;
}

int cli_deliver(const cli_request *q, const cli_buffer *b)
{
    if (!q->output || strcmp(q->output, "-") == 0)
        return cli_write_stdout(b->at ? b->at : "", b->n);
    struct stat s;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = 0666 & ~mask;
    if (stat(q->output, &s) == 0) {
        if (is_input(q, &s)) {
            fprintf(stderr, "kaohe: error: -o %s: 就是输入的文件 / is one of the inputs\n", q->output);
            return STATUS_USAGE;
        }
        if (!S_ISREG(s.st_mode)) { /* a device or a pipe is written as it is */
            int fd = open(q->output, O_WRONLY | O_CLOEXEC);
            bool good = fd >= 0 && write_all(fd, b->at ? b->at : "", b->n);
            int error = errno;
            if (fd >= 0)
                good = close(fd) == 0 && good;
            errno = error;
            return good ? 0 : failed(q->output);
        }
        mode = s.st_mode & 0777;
    }
    /* A link is followed: the file that it names is replaced, not the link. */
    char *real = realpath(q->output, NULL);
    int status = write_file(real ? real : q->output, b, mode);
    free(real);
    return status;
}
