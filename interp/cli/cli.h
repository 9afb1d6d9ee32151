/* The command line: one file per command, one table of options, and the way out of the process. */
#ifndef KH_CLI_CLI_H
#define KH_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "kaohe.h"

/* Exit statuses that the library does not give. */
enum { STATUS_USAGE = 2, STATUS_WORLD = 3 };

typedef struct cli_request {
    const struct cli_command *command;
    kaohe_run *run;
    const char **files; /* the scheme, then facts */
    size_t file_count;
    const char *output; /* -o, or NULL: standard output */
    bool help, english, json, dump_tree, dump_plan;
    bool check, in_place; /* fmt */
} cli_request;

typedef struct cli_command {
    const char *name;
    unsigned bit; /* of options.def */
    size_t least_files;
    const char *usage_zh, *usage_en, *about_zh, *about_en;
    int (*run)(cli_request *request);
} cli_command;

extern const cli_command cli_commands[];
extern const size_t cli_command_count;

int cli_check(cli_request *request);
int cli_eval(cli_request *request);
int cli_explain(cli_request *request);
int cli_dump(cli_request *request);
int cli_fmt(cli_request *request);

/* options.c: reads argv behind the command; 0, or the exit status after saying what is wrong. */
int cli_read_options(cli_request *request, int argc, char **argv);
/* English when --lang en or KAOHE_LANG=en says so anywhere: usage errors must speak it too. */
bool cli_is_english(int argc, char **argv);

/* help.c */
void cli_help(bool english);
void cli_command_help(const cli_command *command, bool english);

/* output.c: all results of a run go out at once, or not at all. */
void cli_open_standard_files(void);
bool cli_colour_wanted(int descriptor);
/* Collects what a kaohe_writer receives. */
typedef struct cli_buffer {
    char *at;
    size_t n, capacity;
} cli_buffer;
int cli_collect(void *buffer, const char *bytes, size_t n);
/* Writes to standard output, or to a file that then exists whole or is as it was. Says what failed;
 * 0 or an exit status. `inputs` must not be the output. */
int cli_deliver(const cli_request *request, const cli_buffer *buffer);
/* Puts a file into the place of one that is there, with its mode; links are followed. */
int cli_replace(const char *path, const cli_buffer *buffer);
/* After printf: 0, or an exit status after saying that standard output took not all. */
int cli_finish_stdout(void);
int cli_write_stdout(const char *bytes, size_t n);
void cli_write_stderr(const char *bytes, size_t n);
/* The diagnostics so far, on standard error. */
void cli_say(cli_request *request);

#endif
