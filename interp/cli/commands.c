/* What each command does with a run. The order is always the same: load, report into memory, say
 * what was found, deliver; so results and diagnostics never mix and nothing is half-written. */
#include <stdlib.h>

#include "cli/cli.h"

static int load(cli_request *q)
{
    int status = kaohe_load_scheme(q->run, q->files[0]);
    if (status == 0 && q->file_count > 1)
        status = kaohe_load_facts(q->run, q->files + 1, q->file_count - 1);
    return status;
}

static int report(cli_request *q, kaohe_report_kind kind)
{
    cli_buffer buffer = {0};
    int status = load(q);
    if (status == 0)
        status = kaohe_report(q->run, kind, cli_collect, &buffer);
    cli_say(q);
    if (kaohe_status(q->run) == STATUS_WORLD) /* memory ran out while it was said */
        status = STATUS_WORLD;
    if (status == 0 || status == 5) {
        int delivered = cli_deliver(q, &buffer);
        status = delivered ? delivered : status;
    }
    free(buffer.at);
    return status;
}

int cli_eval(cli_request *q)
{
    return report(q, KAOHE_EVAL);
}

int cli_explain(cli_request *q)
{
    return report(q, KAOHE_EXPLAIN);
}

int cli_dump(cli_request *q)
{
    return report(q, q->dump_plan ? KAOHE_DUMP_PLAN : q->dump_tree ? KAOHE_DUMP_TREE : KAOHE_DUMP_AST);
}

/* The findings of check are its results: they go to standard output. */
int cli_check(cli_request *q)
{
    cli_buffer buffer = {0};
    kaohe_set_option(q->run, KAOHE_CHECKING, "");
    if (cli_colour_wanted(1))
        kaohe_set_option(q->run, KAOHE_COLOUR, "");
    int status = load(q);
    cli_buffer summary = {0};
    if (status == 0 && q->dump_plan)
        status = kaohe_report(q->run, KAOHE_DUMP_PLAN, cli_collect, &summary);
    if (status == 0)
        status = kaohe_report(q->run, KAOHE_CHECK, cli_collect, &summary);
    kaohe_diagnostics(q->run, q->json, cli_collect, &buffer);
    if (!q->json && summary.n)
        cli_collect(&buffer, summary.at, summary.n);
    int delivered = cli_deliver(q, &buffer);
    free(buffer.at);
    free(summary.at);
    return delivered ? delivered : status;
}
