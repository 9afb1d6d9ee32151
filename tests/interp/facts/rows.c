#include "rows.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"

kh_read_options rows_options;
kh_slice rows_kind;

static kh_arena *arena;
static kh_sources *sources;
static kh_diags diags;
static kh_strbuf rows, places, found;
static uint32_t count;
static char folder[64];

void rows_set_up(void)
{
    arena = kh_arena_new();
    rows_options = (kh_read_options){0};
    rows_kind = (kh_slice){0};
    strcpy(folder, "/tmp/kaohe-rows-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void remove_folder(const char *path)
{
    DIR *d = opendir(path);
    cr_assert_not_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char inner[1024];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
        if (unlink(inner) != 0)
            remove_folder(inner);
    }
    closedir(d);
    cr_assert_eq(rmdir(path), 0);
}

void rows_tear_down(void)
{
    remove_folder(folder);
    kh_strbuf_free(&rows);
    kh_strbuf_free(&places);
    kh_strbuf_free(&found);
    kh_arena_free(arena);
}

const char *rows_folder(void)
{
    return folder;
}

static void add_place(kh_strbuf *b, kh_place place)
{
    if (place.source == 0) {
        kh_strbuf_adds(b, "nowhere");
        return;
    }
    kh_linecol at = kh_source_linecol(sources, place.source, place.at);
    kh_strbuf_addf(b, "%zu:%zu+%u", (size_t)at.line, (size_t)at.column, (unsigned)place.len);
}

static void take_row(void *context, const kh_raw_row *row)
{
    static const char marks[] = {[KH_CELL_TEXT] = '=',
                                 [KH_CELL_NUMBER] = '#',
                                 [KH_CELL_TRUE] = '!',
                                 [KH_CELL_FALSE] = '!',
                                 [KH_CELL_NULL] = '!'};
    const kh_layout *layout = row->layout;
    (void)context;
    count++;
    kh_strbuf_addf(&rows, "%c#%u", layout->shape == KH_WIDE ? 'W' : 'R', (unsigned)layout->serial);
    if (layout->kind.n > 0)
        kh_strbuf_addf(&rows, " %.*s:", (int)layout->kind.n, layout->kind.p);
    add_place(&places, row->place);
    kh_strbuf_adds(&places, " |");
    for (size_t i = 0; i < layout->n; i++) {
        kh_strbuf_addc(&rows, ' ');
        kh_strbuf_add(&rows, layout->keys[i].text);
        kh_strbuf_addc(&rows, marks[row->cells[i].type]);
        kh_strbuf_add(&rows, row->cells[i].text);
        kh_strbuf_addc(&places, ' ');
        add_place(&places, row->cells[i].place);
    }
    kh_strbuf_addc(&rows, '\n');
    kh_strbuf_addc(&places, '\n');
}

static bool is_record(void *context, kh_slice name)
{
    (void)context;
    return kh_slice_is(name, "finding") || kh_slice_is(name, "发现问题") ||
           kh_slice_is(name, "投诉") || kh_slice_is(name, "腐败案件");
}

static void show_found(void)
{
    kh_diags_sort(&diags);
    for (size_t i = 0; i < diags.list.n; i++) {
        const kh_diag *d = &diags.list.at[i];
        kh_strbuf_addf(&found, "%s ", kh_code_name(d->code));
        add_place(&found, d->place);
        for (int k = 0; k < KH_DIAG_ARGS && d->args[k].p; k++) {
            kh_strbuf_addc(&found, ' ');
            kh_strbuf_add(&found, d->args[k]);
        }
        for (int k = 0; k < d->related_count; k++) {
            kh_strbuf_adds(&found, " -> ");
            add_place(&found, d->related[k].place);
        }
        kh_strbuf_addc(&found, '\n');
    }
}

void rows_read_bytes(const char *name, kh_slice bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    cr_assert_eq(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    cr_assert_eq(fclose(f), 0);
    sources = kh_sources_new(arena);
    kh_diags_init(&diags, arena, sources);
    kh_strbuf_clear(&rows);
    kh_strbuf_clear(&places);
    kh_strbuf_clear(&found);
    count = 0;
    uint32_t layouts = 0;
    kh_fact_file file = {kh_slice_of(path), rows_kind, 0};
    kh_row_sink sink = {NULL, is_record, take_row};
    kh_facts_read(arena, sources, &file, &rows_options, &layouts, sink, &diags);
    show_found();
}

void rows_read(const char *name, const char *text)
{
    rows_read_bytes(name, kh_slice_of(text));
}

static const char *text_of(const kh_strbuf *b)
{
    return b->n > 0 ? b->at : "";
}

const char *rows_rows(void)
{
    return text_of(&rows);
}

const char *rows_places(void)
{
    return text_of(&places);
}

const char *rows_found(void)
{
    return text_of(&found);
}

int rows_status(void)
{
    return diags.status;
}

uint32_t rows_count(void)
{
    return count;
}

void rows_expect(const char *expected)
{
    cr_expect_str_eq(rows_rows(), expected);
    cr_expect_str_eq(rows_found(), "");
}

void rows_expect_found(const char *expected)
{
    cr_expect_str_eq(rows_found(), expected);
}
