/* Options behind a command: --name value, --name=value, -o value; files in any place; -- ends them.
 * getopt_long is not used because it reorders argv and differs between systems. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { C = 1, E = 2, X = 4, D = 8, F = 16 };
enum { OUTPUT = 1000, HELP, DUMP_TREE, DUMP_PLAN, CHECK, IN_PLACE };

typedef struct option {
    const char *name;
    int letter;
    const char *argument_zh, *argument_en;
    int sets;
    unsigned commands;
    const char *zh, *en;
} option;

static const option options[] = {
#define OPTION(name, letter, argument_zh, argument_en, sets, commands, zh, en)                     \
    {name, letter, argument_zh, argument_en, sets, commands, zh, en},
#include "cli/options.def"
#undef OPTION
};
static const size_t option_count = sizeof options / sizeof *options;

bool cli_is_english(int argc, char **argv)
{
    const char *lang = getenv("KAOHE_LANG");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = argv[i + 1];
        else if (strncmp(argv[i], "--lang=", 7) == 0)
            lang = argv[i] + 7;
    }
    return lang && strcmp(lang, "en") == 0;
}

/* How many letters two option names differ by, roughly: the shared beginning decides. */
static size_t shared(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

static const option *nearest(const char *name, unsigned command)
{
    const option *best = NULL;
    size_t most = 2; /* three letters alike at least */
    for (size_t i = 0; i < option_count; i++) {
        size_t n = shared(options[i].name, name);
        if ((options[i].commands & command) && n > most) {
            most = n;
            best = &options[i];
        }
    }
    return best;
}

static const option *find(const char *name, size_t n, unsigned command)
{
    for (size_t i = 0; i < option_count; i++)
        if ((options[i].commands & command) && strlen(options[i].name) == n &&
            memcmp(options[i].name, name, n) == 0)
            return &options[i];
    return NULL;
}

static int unknown(const cli_request *q, const char *given, bool english)
{
    const option *near = nearest(given + 2, q->command->bit);
    fprintf(stderr, english ? "kaohe: error: `%s` has no option %s" : "kaohe: error: %s 没有 %s 这个选项",
            q->command->name, given);
    if (near)
        fprintf(stderr, english ? "; did you mean --%s?" : "；是不是 --%s？", near->name);
    fprintf(stderr, english ? " (see kaohe %s --help)\n" : "（见 kaohe %s --help）\n",
            q->command->name);
    return STATUS_USAGE;
}

static int apply(cli_request *q, const option *o, const char *value)
{
    switch (o->sets) {
    case OUTPUT:
        q->output = value;
        return 0;
    case HELP:
        q->help = true;
        return 0;
    case DUMP_TREE:
        q->dump_tree = true;
        return 0;
    case DUMP_PLAN:
        q->dump_plan = true;
        return 0;
    case CHECK:
        q->check = true;
        return 0;
    case IN_PLACE:
        q->in_place = true;
        return 0;
    case KAOHE_FORMAT:
        q->json = strcmp(value, "json") == 0;
        break;
    default:
        break;
    }
    int status = kaohe_set_option(q->run, (kaohe_option)o->sets, value);
    if (status)
        fprintf(stderr, "kaohe: error: --%s: %s\n", o->name, kaohe_option_error(q->run));
    return status;
}

typedef struct reader {
    int argc, at;
    char **argv;
    bool english, files_only;
} reader;

static int read_one(cli_request *q, reader *r)
{
    const char *given = r->argv[r->at++];
    if (r->files_only || given[0] != '-' || given[1] == '\0') {
        q->files[q->file_count++] = given;
        return 0;
    }
    if (strcmp(given, "--") == 0) {
        r->files_only = true;
        return 0;
    }
    const option *o = NULL;
    const char *value = NULL;
    if (given[1] == '-') {
        const char *equals = strchr(given, '=');
        size_t n = equals ? (size_t)(equals - given) - 2 : strlen(given) - 2;
        o = find(given + 2, n, q->command->bit);
        value = equals ? equals + 1 : NULL;
    }
    for (size_t i = 0; given[1] != '-' && i < option_count; i++)
        if (options[i].letter == given[1] && (options[i].commands & q->command->bit)) {
            o = &options[i];
            value = given[2] ? given + 2 : NULL;
        }
    if (!o)
        return unknown(q, given, r->english);
    if (o->argument_en[0] == '\0' && value) {
        fprintf(stderr, r->english ? "kaohe: error: --%s takes no value\n"
                                   : "kaohe: error: --%s 后面不带值\n", o->name);
        return STATUS_USAGE;
    }
    if (o->argument_en[0] != '\0' && !value) {
        if (r->at == r->argc) {
            fprintf(stderr, r->english ? "kaohe: error: --%s needs a value\n"
                                       : "kaohe: error: --%s 后面要带值\n", o->name);
            return STATUS_USAGE;
        }
        value = r->argv[r->at++];
    }
    return apply(q, o, value);
}

int cli_read_options(cli_request *q, int argc, char **argv)
{
    reader r = {argc, 0, argv, cli_is_english(argc + 1, argv - 1), false};
    while (r.at < argc) {
        int status = read_one(q, &r);
        if (status)
            return status;
    }
    if (!q->help && q->file_count < q->command->least_files) {
        fprintf(stderr, r.english ? "kaohe: error: usage: kaohe %s\n" : "kaohe: error: 用法：kaohe %s\n",
                r.english ? q->command->usage_en : q->command->usage_zh);
        return STATUS_USAGE;
    }
    return 0;
}

/* ---- help -------------------------------------------------------------------------------- */

/* Columns on a terminal of a text made of ASCII and of CJK letters, which are all that the tables
 * here hold. */
static int width(const char *s)
{
    int columns = 0;
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        columns += c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
    }
    return columns;
}

static void print_option(const option *o, bool english)
{
    const char *argument = english ? o->argument_en : o->argument_zh;
    int used = printf("  --%s", o->name) - (int)strlen(o->name) + width(o->name);
    if (argument[0]) {
        printf(" %s", argument);
        used += 1 + width(argument);
    }
    if (o->letter) {
        printf(", -%c", o->letter);
        used += 4;
    }
    printf("%*s%s\n", used < 26 ? 28 - used : 2, "", english ? o->en : o->zh);
}

void cli_command_help(const cli_command *command, bool english)
{
    printf(english ? "usage: kaohe %s\n\n%s\n\n" : "用法：kaohe %s\n\n%s\n\n",
           english ? command->usage_en : command->usage_zh,
           english ? command->about_en : command->about_zh);
    for (size_t i = 0; i < option_count; i++)
        if (options[i].commands & command->bit)
            print_option(&options[i], english);
    fputs(english ? "\nExit status: 0 done; 1 the input has errors; 2 wrong usage; 3 a file cannot be\n"
                    "read or written; 4 a limit was reached; 5 provisional: facts are missing.\n"
                  : "\n退出状态：0 正常；1 输入有错；2 用法不对；3 文件读写不了；4 超过限度；"
                    "5 结果暂定（缺事实）。\n",
          stdout);
}

void cli_help(bool english)
{
    puts(english ? "kaohe: assessment schemes as text, checked and run over the units' facts\n\n"
                   "usage: kaohe COMMAND [options] FILE…\n"
                 : "kaohe（考核）：把考核方案写成文字，检查它，按各单位的事实算出结果\n\n"
                   "用法：kaohe 命令 [选项] 文件…\n");
    for (size_t i = 0; i < cli_command_count; i++)
        printf("  %-9s %s\n", cli_commands[i].name,
               english ? cli_commands[i].about_en : cli_commands[i].about_zh);
    puts(english ? "\nkaohe COMMAND --help says more; kaohe --version. FILES: a scheme is .rules; facts are\n"
                   ".facts, .csv, .json, folders of these, or KIND=FILE for records of one kind."
                 : "\n各命令的选项见 kaohe 命令 --help；版本见 kaohe --version。方案是 .rules 文件；\n"
                   "事实是 .facts、.csv、.json 文件，或装着它们的文件夹；某一种记录的 CSV 写 名称=文件。");
}
