/* kaohe fmt: schemes laid out; to standard output, to a file, or back to where they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static int usage(const cli_request *q, const char *zh, const char *en)
{
    fprintf(stderr, "kaohe: error: %s\n", q->english ? en : zh);
    return STATUS_USAGE;
}

static int check_usage(const cli_request *q)
{
    if (q->check && (q->in_place || q->output))
        return usage(q, "--check 什么也不写，不能与 --in-place、-o 同用",
                     "--check writes nothing: not with --in-place or -o");
    if (q->in_place && q->output)
        return usage(q, "--in-place 写回原来的文件，不能与 -o 同用",
                     "--in-place writes the files back: not with -o");
    if (q->file_count > 1 && !q->check && !q->in_place)
        return usage(q, "几个文件要写明 --in-place（写回）或 --check（只看）",
                     "several files want --in-place (write them back) or --check (only look)");
    for (size_t i = 0; q->in_place && i < q->file_count; i++)
        if (strcmp(q->files[i], "-") == 0)
            return usage(q, "标准输入不能写回，去掉 --in-place",
                         "standard input cannot be written back: leave out --in-place");
    return 0;
}

/* One file; what is to be printed is collected. */
static int format(cli_request *q, const char *path, cli_buffer *shown)
{
    if (q->check)
        return kaohe_format_check(q->run, path, cli_collect, shown);
    if (!q->in_place)
        return kaohe_format(q->run, path, NULL, cli_collect, shown);
    cli_buffer text = {0};
    int changed = 0;
    int status = kaohe_format(q->run, path, &changed, cli_collect, &text);
    if (status == 0 && changed)
        status = cli_replace(path, &text);
    free(text.at);
    return status;
}

/* A file with errors does not keep the others from being formatted. */
int cli_fmt(cli_request *q)
{
    cli_buffer shown = {0};
    int status = check_usage(q);
    if (status)
        return status;
    for (size_t i = 0; i < q->file_count; i++) {
        int one = format(q, q->files[i], &shown);
        if (one && status != STATUS_WORLD)
            status = one == STATUS_WORLD || status == 0 ? one : status;
    }
    cli_say(q);
    if (q->in_place || (status && !q->check)) {
        free(shown.at);
        return status;
    }
    /* fmt -o FILE FILE is --in-place by another name */
    int delivered = cli_deliver(q, &shown);
    free(shown.at);
    return delivered ? delivered : status;
}
