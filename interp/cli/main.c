/* kaohe COMMAND [options] FILE… */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { C = 1, E = 2, X = 4, D = 8, F = 16 };

const cli_command cli_commands[] = {
    {"check", C, 1, "check 方案 [事实文件…]", "check SCHEME [FACTS…]",
     "检查方案（以及事实文件），一次列出全部错误",
     "check a scheme (and fact files against it); all errors in one run", cli_check},
    {"eval", E, 2, "eval 方案 事实文件…", "eval SCHEME FACTS…", "算出得分、等次、名次、评选",
     "scores, grades, ranks, selections", cli_eval},
    {"explain", X, 2, "explain 方案 事实文件… [--unit 单位] [--item 项目]",
     "explain SCHEME FACTS… [--unit UNIT] [--item ITEM]", "逐项说明每一分的依据",
     "the ledger: the reason for every point", cli_explain},
    {"fmt", F, 1, "fmt 方案… [--check | --in-place] [--keywords zh|en]",
     "fmt SCHEME… [--check | --in-place] [--keywords zh|en]",
     "把方案排成统一的版式，说明和空行不丢；也能换成另一种关键词",
     "lay schemes out in one form, comments kept; or in the other keywords", cli_fmt},
    {"dump", D, 1, "dump 方案 [--tree | --plan]", "dump SCHEME [--tree | --plan]",
     "列出方案的语法树（供工具和测试使用）", "the syntax tree, for tools and tests", cli_dump},
};
const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;

static const cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i].name, name) == 0)
            return &cli_commands[i];
    return NULL;
}

static int usage(bool english, const char *zh, const char *en, const char *what)
{
    fprintf(stderr, english ? "kaohe: error: %s%s (see kaohe --help)\n"
                            : "kaohe: error: %s%s（见 kaohe --help）\n",
            english ? en : zh, what);
    return STATUS_USAGE;
}

static int run_command(const cli_command *command, int argc, char **argv, bool english)
{
    cli_request request = {.command = command, .run = kaohe_new(), .english = english};
    request.files = malloc(((size_t)argc + 1) * sizeof *request.files);
    int status = STATUS_WORLD;
    if (!request.run || !request.files) {
        fputs(english ? "kaohe: error: memory is out\n" : "kaohe: error: 内存不够\n", stderr);
    } else {
        kaohe_set_option(request.run, KAOHE_LANG, english ? "en" : "zh");
        status = cli_read_options(&request, argc, argv);
        if (status == 0 && request.help) {
            cli_command_help(command, english);
            status = cli_finish_stdout();
        } else if (status == 0) {
            status = command->run(&request);
        }
    }
    free(request.files);
    kaohe_free(request.run);
    return status;
}

int main(int argc, char **argv)
{
    cli_open_standard_files();
    bool english = cli_is_english(argc, argv);
    if (argc < 2)
        return usage(english, "要一个命令，如 check、eval、explain",
                     "a command is wanted, such as check, eval, explain", "");
    const char *first = argv[1];
    if (strcmp(first, "--version") == 0) {
        printf("kaohe %s\n", kaohe_version());
        return cli_finish_stdout();
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0) {
        cli_help(english);
        return cli_finish_stdout();
    }
    const cli_command *command = find_command(first);
    if (!command)
        return usage(english, "没有这个命令：", "there is no such command: ", first);
    return run_command(command, argc - 2, argv + 2, english);
}
