/* Inside of bind: what is known while rows are coming in. Not for other layers. */
#ifndef KH_FACTS_BINDER_H
#define KH_FACTS_BINDER_H

#include "facts/facts.h"

/* A cell read as its type says. */
typedef struct kh_bound_cell {
    uint8_t state; /* kh_filed */
    int32_t code;
    kh_num number;
    kh_place place;
} kh_bound_cell;

/* A record before its unit is known to exist. */
typedef struct kh_filed_record {
    kh_id unit;
    kh_place unit_place;
    uint32_t row; /* index of the unit once known */
    int64_t count;
    uint32_t item;
    kh_place place;
    kh_bound_cell *fields; /* [field_count of the kind] */
    bool from_wide;        /* a count or rating in a wide file */
    uint32_t serial;       /* order of arrival */
} kh_filed_record;

typedef struct kh_filed_records {
    KH_VEC(kh_filed_record) list;
    bool mentioned; /* a file has a row or a column of this kind */
} kh_filed_records;

/* One filed value of a fact. */
typedef struct kh_filed_fact {
    uint32_t unit;
    kh_bound_cell cell;
    kh_slice text; /* as filed, for the message when two clash */
} kh_filed_fact;

/* What a key of a wide layout names. */
typedef enum kh_target_type {
    KH_TARGET_IGNORED, /* --ignore-column, unused, or reported once */
    KH_TARGET_HEADING,
    KH_TARGET_FACT,
    KH_TARGET_RECORD, /* a count, a rating, or the day a duty was filed */
    KH_TARGET_FIELD
} kh_target_type;

typedef struct kh_target {
    kh_target_type type;
    uint32_t index;
} kh_target;

typedef struct kh_bound_layout {
    kh_target *targets; /* wide: [n]; records: per kind, see records_for */
    size_t unit, kind, parent, period, what; /* SIZE_MAX: no such key */
    KH_VEC(struct kh_kind_targets) by_kind;
    bool done;
} kh_bound_layout;

typedef struct kh_kind_targets {
    uint32_t record;
    kh_target *targets;
} kh_kind_targets;

/* 上级: settled when all units are known. */
typedef struct kh_filed_parent {
    uint32_t unit;
    kh_id name;
    kh_place place;
} kh_filed_parent;

typedef struct kh_binder {
    kh_arena *arena;
    kh_model *model;
    const kh_bind_options *options;
    kh_diags *diags;
    KH_VEC(kh_unit) units;
    kh_map *unit_of_name; /* kh_id → unit */
    bool units_named;     /* a wide row, a unit line or --units named one */
    KH_VEC(kh_filed_fact) *facts; /* [facts_count] */
    kh_map **fact_seen;           /* [facts_count] unit → index into facts[i] */
    kh_filed_records *records;    /* [records_count] */
    KH_VEC(kh_bound_layout) layouts;
    KH_VEC(kh_filed_parent) parents;
    uint32_t next_serial;
    uint32_t skipped; /* records of unknown units, left out by --skip-unknown-units */
} kh_binder;

/* bind_cells.c: reads a cell as a type; reports and gives a missing cell when it is none. `what` is
 * the heading, for the message. */
kh_bound_cell kh_bind_cell(kh_binder *b, kh_type type, const kh_bounds *bounds, kh_slice what,
                           const kh_raw_cell *raw);
/* The text of a cell: narrow, trimmed. */
kh_slice kh_bind_text(kh_binder *b, const kh_raw_cell *raw);
/* Empty, 缺 or -, or JSON null. */
bool kh_bind_is_missing(kh_slice text);

/* bind_layout.c: what the keys of a layout name; reports unknown columns once per layout. */
kh_bound_layout *kh_bind_layout(kh_binder *b, const kh_layout *layout);
/* The same for the records of one kind. */
const kh_target *kh_bind_record_targets(kh_binder *b, kh_bound_layout *l, const kh_layout *layout,
                                        uint32_t record);
/* The kind of record of that name (finding = 发现问题), or KH_NONE. */
uint32_t kh_bind_find_record(const kh_binder *b, kh_slice name);

/* bind_rows.c: one row. */
void kh_bind_row(void *binder, const kh_raw_row *row);
uint32_t kh_bind_unit(kh_binder *b, kh_slice name, kh_place place);

/* bind_units.c: once all rows are in. */
void kh_bind_finish_units(kh_binder *b, kh_facts *f);

/* bind_records.c: the tables, sorted. */
void kh_bind_finish_facts(kh_binder *b, kh_facts *f);
void kh_bind_finish_records(kh_binder *b, kh_facts *f);
kh_record_table kh_bind_table(kh_binder *b, const kh_facts *f, uint32_t record,
                              kh_filed_record *rows, size_t n);

/* duty.c: replaces the filings of a duty by its due dates. */
void kh_bind_duties(kh_binder *b, kh_facts *f);

#endif
