/* Inside of kh_lower: the plan while it grows. Not for other layers. */
#ifndef KH_MODEL_LOWER_H
#define KH_MODEL_LOWER_H

#include "model/plan.h"

/* What is known of a column's cells before any facts are: leaves out stages that cannot act. */
enum {
    KH_MIGHT_NA = 1,
    KH_MIGHT_NONE = 2, /* have no value */
    KH_MIGHT_NEGATIVE = 4,
    KH_MIGHT_ENCLOSE = 8 /* enclose a value that is no fraction */
};

/* The column of an expression in the surroundings it was lowered in. */
typedef struct kh_lowered {
    kh_col column, missing_as;
    uint32_t node;
} kh_lowered;

typedef struct kh_lowering {
    kh_arena *arena;
    const kh_model *m;
    kh_diags *diags;
    kh_plan *plan;
    KH_VEC(kh_operation) operations;
    KH_VEC(kh_column) columns;
    KH_VEC(uint8_t) might;
    KH_VEC(uint32_t) same_hash; /* next operation with the same hash */
    KH_VEC(kh_plan_read) reads;
    KH_VEC(kh_lowered) lowered;
    kh_map *lowered_at; /* address of an expression → lowered: a key that each row of a table asks
                           for is lowered once */
    kh_map *by_hash;
    kh_map *read_at;   /* column and node → reads */
    uint32_t node;     /* whose rules are being lowered, KH_NONE: of a result, a let */
    kh_col missing_as; /* of that node */
} kh_lowering;

/* ---- lower_emit.c: operations, shared when equal ---- */
kh_type kh_lower_type(kh_type_tag tag);
/* An operation without arguments, its domain set. */
kh_col kh_lower_source(kh_lowering *l, kh_operation op, kh_type type);
/* Over args; its rows are those of the finest of them, units are gathered into records. `op` brings
 * what else it needs (index, places, …). The arguments are copied. */
kh_col kh_lower_map(kh_lowering *l, kh_operation op, const kh_col *args, uint32_t n, kh_type type);
kh_col kh_lower_one(kh_lowering *l, kh_opcode code, kh_type_tag type, kh_col a);
kh_col kh_lower_two(kh_lowering *l, kh_opcode code, kh_type_tag type, kh_col a, kh_col b);
/* A reduction of records of `record` to their units; args live there or in the run. */
kh_col kh_lower_reduce(kh_lowering *l, kh_operation op, uint32_t record, const kh_col *args,
                       uint32_t n, kh_type type);
/* The same; the args from `own` on live in the units or in the run and stay there. */
kh_col kh_lower_reduce_with(kh_lowering *l, kh_operation op, uint32_t record, const kh_col *args,
                            uint32_t own, uint32_t n, kh_type type);
kh_col kh_lower_in_record(kh_lowering *l, kh_col col, uint32_t record);
kh_col kh_lower_constant(kh_lowering *l, kh_num x);
kh_col kh_lower_yes_no(kh_lowering *l, bool yes);
kh_col kh_lower_round(kh_lowering *l, kh_col col, const kh_rounding *rounding);
kh_col kh_lower_kind_in(kh_lowering *l, uint64_t kinds);
/* Both hold; KH_NONE says nothing. */
kh_col kh_lower_both(kh_lowering *l, kh_col a, kh_col b);
kh_col kh_lower_holds(kh_lowering *l, kh_col a);
/* The sum of those that apply: of one, itself. */
kh_col kh_lower_sum(kh_lowering *l, const kh_col *args, uint32_t n);
bool kh_lower_might(const kh_lowering *l, kh_col col, uint8_t what);
kh_domain kh_lower_domain(const kh_lowering *l, kh_col col);
void kh_lower_read(kh_lowering *l, kh_col col, kh_place place);
/* What an operation's cells might be. */
uint8_t kh_lower_prospect(const kh_lowering *l, const kh_operation *op);

/* ---- lower_expr.c ---- */
kh_col kh_lower_expr(kh_lowering *l, const kh_expr *e);
/* The same in a number's place: a level counts as its points. */
kh_col kh_lower_number(kh_lowering *l, const kh_expr *e);
kh_col kh_lower_points(kh_lowering *l, kh_col level);
/* The records that count, as a condition over them; KH_NONE: all. */
kh_col kh_lower_set(kh_lowering *l, const kh_set *set);
/* lower_function.c: the functions that are not in lower_expr.c. */
kh_col kh_lower_function(kh_lowering *l, const kh_expr *e);
/* lower_real.c: logarithms and the like; col, then the columns of units and records that it is made
 * of: `settled` that hold no such value, then those of such values that may be none. */
kh_col kh_lower_real(kh_lowering *l, const kh_expr *e);
kh_col *kh_lower_made_of(kh_lowering *l, kh_col col, uint32_t *n, uint64_t *settled);
/* lower_list.c: over a list of values. */
kh_col kh_lower_list(kh_lowering *l, const kh_expr *e);
kh_gathered kh_lower_gathered(kh_expr_op op);
/* lower_gather.c: aggregates that do more than add up. */
kh_col kh_lower_gather(kh_lowering *l, const kh_expr *e);
void kh_lower_remember(kh_lowering *l, const kh_expr *e, kh_col col);

/* ---- lower_split.c ---- */
/* Condition, value, condition, value …, alone at the end `otherwise`: the first that holds. */
kh_col kh_lower_table(kh_lowering *l, const kh_col *args, uint32_t n, kh_type type);
/* Conditions (KH_NONE: always) of which the first that holds is taken; NULL: none is the better for
 * being seen together. */
kh_split *kh_lower_split(kh_lowering *l, const kh_col *conditions, uint32_t n);

/* ---- lower_rules.c ---- */
void kh_lower_rules(kh_lowering *l, uint32_t node);
/* Amounts, asked whether they are negative where they act. */
kh_col kh_lower_asked(kh_lowering *l, const kh_rule *r, kh_col acts, kh_col amount);
/* `around`: the conditions of its group, KH_NONE: none; they only keep what does not act from being
 * asked whether its amount is negative. Gives its points as they are where its conditions hold. */
kh_col kh_lower_rule(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, kh_col around);
/* if, when and unless as one condition; KH_NONE: always. */
kh_col kh_lower_condition(kh_lowering *l, kh_col when, kh_col unless);

/* ---- lower_keys.c ---- */
/* One set of arguments of an operation by key: a rule's events, or one event of the unit. */
typedef struct kh_keyed {
    uint32_t record; /* KH_NONE: of the unit */
    kh_col times, counted, value; /* times KH_NONE: the record's 次数, or 1; counted KH_NONE: all */
    kh_expr *const *keys;
} kh_keyed;
/* TOTAL_FIRST, TOTAL_HIGHEST over all sets; IS_FIRST, IS_HIGHEST in the rows of sets[which]. */
kh_col kh_lower_keyed(kh_lowering *l, kh_opcode code, const kh_keyed *sets, uint32_t n,
                      uint32_t keys, uint32_t which);
/* Of a set with keys: 1 for each key, 次数 where it is empty. */
kh_col kh_lower_once(kh_lowering *l, const kh_set *set);
/* Which records of a set with keys are the first of theirs. */
kh_col kh_lower_firsts(kh_lowering *l, const kh_set *set, kh_col counted);
/* The sum of value (KH_NONE: 1) over the first record of each key. */
kh_col kh_lower_by_key(kh_lowering *l, const kh_set *set, kh_col counted, kh_col value);

/* ---- lower_highest.c ---- */
/* The events of a rule, each with its amount; `around`: the conditions of its group. */
kh_keyed kh_lower_events(kh_lowering *l, const kh_rule *r, const kh_plan_rule *p, kh_col around);
/* What `highest only` leaves of a rule, and which of its events are taken. */
void kh_lower_highest(kh_lowering *l, const kh_rule *r, kh_plan_rule *p);

/* ---- lower_group.c ---- */
void kh_lower_group(kh_lowering *l, uint32_t node, uint32_t group);
/* The points of the rules and groups of one verb, added up; KH_NONE: there are none. */
kh_col kh_lower_changes(kh_lowering *l, uint32_t node, kh_verb verb);
/* `raw` changed by the groups that deduct and award. */
kh_col kh_lower_mixed(kh_lowering *l, uint32_t node, kh_col raw);

/* ---- lower_mods.c ---- */
/* The amount of one event after the rule's modifiers. */
kh_col kh_lower_modified(kh_lowering *l, const kh_rule *r, kh_col amount);

/* ---- lower_nodes.c ---- */
void kh_lower_applies(kh_lowering *l, uint32_t node);
void kh_lower_max(kh_lowering *l, uint32_t node);
void kh_lower_ends(kh_lowering *l, uint32_t node);
void kh_lower_earned(kh_lowering *l, uint32_t node);
kh_col kh_lower_where_it_applies(kh_lowering *l, kh_col applies, kh_col value);
/* lower_correct.c: the node's value after forfeit and becomes. */
kh_col kh_lower_corrected(kh_lowering *l, uint32_t node, kh_col value);
void kh_lower_node(kh_lowering *l, uint32_t node);
/* The full marks that a node adds to those above it, before its weight; KH_NONE: none. */
kh_col kh_lower_marks(kh_lowering *l, uint32_t node);
/* What the nodes directly inside add (extras, or the others); node KH_NONE: below the scheme.
 * KH_NONE: there are none. */
kh_col kh_lower_inside(kh_lowering *l, uint32_t node, bool extras);
/* Floor and cap, KH_NONE: none. */
kh_col kh_lower_limits(kh_lowering *l, kh_col raw, kh_col floor, kh_col cap);

/* ---- lower_results.c ---- */
void kh_lower_total(kh_lowering *l);
void kh_lower_veto(kh_lowering *l, uint32_t veto);
void kh_lower_grades(kh_lowering *l);
void kh_lower_rank(kh_lowering *l, uint32_t rank);
void kh_lower_select(kh_lowering *l, uint32_t select);
void kh_lower_show(kh_lowering *l, uint32_t show);
void kh_lower_assert(kh_lowering *l, uint32_t index);
void kh_lower_let(kh_lowering *l, uint32_t let);

/* ---- lower_order.c: what needs what ---- */
/* Lowers everything, each thing behind what it reads. False: a cycle was reported. */
bool kh_lower_in_order(kh_lowering *l);

#endif
