/* Inside of kh_resolve: what is known while a scheme is being settled. Not for other layers.
 *
 * The way of it: declare (declare.c) enters every name that the text declares. Then all expressions
 * are resolved again and again in silence, until no use tells anything new about the type of a
 * fact, a field, a param or a let; `stage` lets weaker evidence speak once stronger has nothing to
 * add. The last time is loud: every error is reported there, with all types known. */
#ifndef KH_MODEL_RESOLVE_H
#define KH_MODEL_RESOLVE_H

#include "base/text.h"
#include "grammar/builtins.h"
#include "model/model.h"

typedef enum kh_symbol_tag {
    KH_SYMBOL_FACT,
    KH_SYMBOL_RECORD,
    KH_SYMBOL_PARAM,
    KH_SYMBOL_LET,
    KH_SYMBOL_NODE,
    KH_SYMBOL_VETO,
    KH_SYMBOL_SELECT,
    KH_SYMBOL_GRADE,
    KH_SYMBOL_SCALE,
    KH_SYMBOL_KIND,
    KH_SYMBOL_SHOW,
    KH_SYMBOL_LEVEL,    /* index: scale, level: level */
    KH_SYMBOL_FUNCTION, /* a let with parameters */
    KH_SYMBOL_GONE      /* a fact that turned out to be none */
} kh_symbol_tag;

typedef struct kh_symbol {
    kh_symbol_tag tag;
    uint32_t index, level;
    uint32_t next; /* of the same name, KH_NONE: none */
    kh_id name;
    kh_place place;
    bool declared; /* by a statement, not by use */
} kh_symbol;

/* What is known of the type of a fact, a field, a param or a let, and where it was learnt. */
typedef struct kh_slot {
    kh_type type;     /* KH_TYPE_UNKNOWN: nothing yet */
    kh_domain domain; /* of a let */
    kh_place decided, shared, measured;
    bool declared, clashed;
} kh_slot;

typedef struct kh_record_info {
    KH_VEC(kh_field) fields;
    KH_VEC(kh_slot) slots;
    KH_VEC(uint32_t) items;
    KH_VEC(const struct kh_node_field *) computed;
    size_t declared_fields; /* those that a declaration names, or the language */
    bool closed;            /* declared with its fields: another name is none of them */
    bool noted;             /* said that it is not declared */
    kh_place rated_place;
} kh_record_info;

typedef struct kh_node_info {
    const struct kh_node_node *tree;
    const struct kh_node_items *shared; /* `items max 10` before it in its block */
    bool troubled; /* something in it was reported or refused: no check may follow from it */
    bool scored;   /* it has rules that give or change a value, refused ones too */
} kh_node_info;

typedef enum kh_range_end { KH_NO_END, KH_LOW_END, KH_HIGH_END } kh_range_end;

/* A let with parameters: put in wherever it is called. */
typedef struct kh_function {
    kh_id name;
    const struct kh_node_let *tree;
    kh_rounding rounding;
    bool called, troubled;
} kh_function;

typedef struct kh_resolver {
    kh_arena *arena; /* of the model: names, slots, declarations */
    kh_arena *scratch;
    kh_arena *work; /* of expressions: the same while loud, else forgotten after each round */
    kh_model *model;
    kh_diags *diags;
    const kh_setting *settings;
    size_t setting_count;
    bool quiet, changed;
    int stage; /* 0 firm evidence; 1 words are texts, orders are of numbers; 2 what is left */

    KH_VEC(kh_symbol) symbols;
    KH_VEC(uint32_t) first_of_name; /* by kh_id: the newest symbol of that name, plus 1 */
    uint8_t *builtins;              /* [builtin_ids][classes]: a built-in, plus 1 */
    kh_id builtin_ids;
    kh_map *by_skeleton;
    kh_map *guessed; /* names that were looked at and are no slips */
    KH_VEC(kh_kind) kinds;
    KH_VEC(kh_scale) scales;
    KH_VEC(kh_fact) facts;
    KH_VEC(kh_slot) fact_slots;
    KH_VEC(kh_record) records;
    KH_VEC(kh_record_info) record_info;
    KH_VEC(kh_param) params;
    KH_VEC(kh_slot) param_slots;
    KH_VEC(kh_let) lets;
    KH_VEC(kh_slot) let_slots;
    KH_VEC(kh_duty) duties;
    KH_VEC(kh_score) nodes;
    KH_VEC(kh_node_info) node_info;
    KH_VEC(kh_veto) vetoes;
    KH_VEC(kh_grade) grades;
    KH_VEC(kh_rank) ranks;
    KH_VEC(kh_select) selects;
    KH_VEC(kh_show) shows;
    KH_VEC(kh_assert_rule) asserts;
    KH_VEC(kh_omit) omits;
    KH_VEC(kh_calendar_use) calendars;
    /* the statements behind them, index for index */
    KH_VEC(const kh_node *) fact_trees;
    KH_VEC(const kh_node *) param_trees;
    KH_VEC(const kh_node *) let_trees;
    KH_VEC(const kh_node *) duty_trees;
    KH_VEC(const kh_node *) veto_trees;
    KH_VEC(const kh_node *) grade_trees;
    KH_VEC(const kh_node *) rank_trees;
    KH_VEC(const kh_node *) select_trees;
    KH_VEC(const kh_node *) show_trees;
    KH_VEC(const kh_node *) assert_trees;
    KH_VEC(kh_function) functions;
    KH_VEC(const struct kh_node_allow *) allows;
    const struct kh_node_scheme *scheme;
    uint32_t finding; /* the built-in kind of record, KH_NONE: not used */
    bool total_troubled, too_many_nodes, scheme_troubled, grades_troubled, syntax_errors;
    bool *cyclic;          /* vertices of the graph of cycles.c that are on a cycle already shown */
    /* Which ends the ranges in the rows of a table stand for: chosen amounts are resolved twice. */
    kh_range_end end;
    uint32_t depth;        /* expressions around the one that is being resolved */
    bool has_reals;        /* a logarithm, root or power stands somewhere */
    uint32_t terms;        /* made since the outermost call of a let with parameters began */
    kh_expr *last_subject; /* left side of the comparison resolved last */
} kh_resolver;

/* Where an expression stands. */
typedef struct kh_scope {
    uint32_t node; /* inside this node: its own name is the fact */
    uint32_t veto;
    uint32_t record;        /* over the records of this kind, else KH_NONE */
    bool fields_open;       /* an unknown name is a field of the record, not a fact of the unit */
    bool declared_only;     /* heads, limits: no fact is made of an unknown name */
    bool constant;          /* only numbers and params */
    bool filing;            /* in `filed`: a new name is a fact, though it looks like the duty's */
    bool gathers;           /* of an aggregate, whose `by`, `trim`, `top` … are its own */
    kh_expr *subject;       /* of a comparison that does not name its own */
    const uint32_t *member; /* the node of items_of whose condition or value this is, or NULL */
    const struct kh_binding *bound;    /* parameters of the let that is being expanded */
    const struct kh_call_frame *calls; /* from there out to the first */
} kh_scope;

/* A parameter and what stands for it in this call. */
typedef struct kh_binding {
    kh_id name;
    kh_expr *value;
    const struct kh_binding *next;
} kh_binding;

typedef struct kh_call_frame {
    uint32_t function;
    const struct kh_call_frame *out;
} kh_call_frame;

/* What the place of an expression asks for. */
typedef enum kh_want {
    KH_WANT_ANY,
    KH_WANT_NUMBER,
    KH_WANT_POINTS, /* a number that is points: its literals carry 分 or nothing */
    KH_WANT_CONDITION,
    KH_WANT_DATE
} kh_want;

/* ---- report.c: reporting while loud ---- */
kh_diag *kh_resolve_report(kh_resolver *r, kh_code code, kh_place place, const kh_slice *args,
                           size_t n);
#define KH_SAY(r, code, ...) KH_SAY_ARGS((r), (code), __VA_ARGS__, (kh_slice){0})
/* The slice at the end is not counted; it lets a message have no arguments. */
#define KH_SAY_ARGS(r, code, place, ...)                                                           \
    kh_resolve_report((r), (code), (place), (kh_slice[]){__VA_ARGS__},                             \
                      sizeof((kh_slice[]){__VA_ARGS__}) / sizeof(kh_slice) - 1)
/* of may be NULL: nothing was reported. */
void kh_resolve_related(kh_resolver *r, kh_diag *of, kh_related_text text, kh_place place,
                        kh_slice arg);
/* The fix: the line that holds `place` with the place replaced. */
void kh_resolve_fix(kh_resolver *r, kh_diag *of, kh_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void kh_resolve_no_hint(kh_diag *of);
/* The text of a place, as written. */
kh_slice kh_resolve_text(const kh_resolver *r, kh_place place);
kh_slice kh_resolve_name(const kh_resolver *r, kh_id id);
/* Says of a construct that this version does not evaluate it yet. */
void kh_resolve_refuse(kh_resolver *r, kh_code code, const kh_node *n);

/* ---- names.c ---- */
void kh_names_begin(kh_resolver *r);
/* The built-in of that class under this name, or KH_B_END. */
kh_builtin kh_names_builtin(const kh_resolver *r, kh_id name, kh_builtin_class class);
kh_slice kh_names_builtin_zh(kh_builtin b);
kh_slice kh_names_builtin_en(kh_builtin b);
kh_id kh_names_id(kh_resolver *r, const kh_node *name);
/* The newest symbol of that name; the others follow by `next`. KH_NONE: none. */
uint32_t kh_names_first(const kh_resolver *r, kh_id name);
/* The symbol of that tag, or NULL. */
kh_symbol *kh_names_find(const kh_resolver *r, kh_id name, kh_symbol_tag tag);
/* Enters a name; looks for twins and look-alikes. Gives the symbol. */
kh_symbol *kh_names_enter(kh_resolver *r, kh_symbol_tag tag, kh_id name, kh_place place,
                          uint32_t index, bool declared);
/* An index for a name that must be there (grade, scale, select, kind, param); reports, KH_NONE. */
uint32_t kh_names_require(kh_resolver *r, const kh_node *name, kh_symbol_tag tag);
/* The kinds that `for K, L` names, as bits. */
uint64_t kh_names_kinds(kh_resolver *r, const kh_node *names);

/* ---- guess.c: what an unknown name may have been meant as ---- */
/* True when it said something: then the name must not be taken for a new fact or kind. */
bool kh_guess_unknown(kh_resolver *r, kh_id name, kh_place place, kh_symbol_tag as,
                      uint32_t record);
/* The nearest function or aggregate, for an unknown call. */
kh_slice kh_guess_function(kh_slice name);
void kh_guess_offer(const kh_resolver *r, kh_nearest *near, kh_symbol_tag tag);
/* Two names that look alike, a name of mixed scripts; `at` is (or will be) its symbol. */
void kh_guess_look_alike(kh_resolver *r, uint32_t at, kh_id name, kh_place place);

/* ---- records.c ---- */
uint32_t kh_records_make(kh_resolver *r, kh_id name, kh_place place, bool declared);
/* The kind of record of this name, made when it is not there yet. */
uint32_t kh_records_of(kh_resolver *r, const kh_node *name);
void kh_records_make_duty(kh_resolver *r, uint32_t record, uint32_t duty);
uint32_t kh_records_find(kh_resolver *r, kh_id name);
/* The field, built-in ones in both languages; KH_NONE. */
uint32_t kh_records_field(kh_resolver *r, uint32_t record, kh_id name);
uint32_t kh_records_add_field(kh_resolver *r, uint32_t record, kh_id name, kh_place place);
/* set of a rule or an aggregate: SET, or a NAME with quals. False when something was refused. */
bool kh_records_set(kh_resolver *r, const kh_node *name, const kh_node *of, const kh_node *quals,
                    const kh_scope *scope, kh_set *out);

/* ---- fields.c ---- */
/* Field `at` of a record is computed as declared. */
void kh_fields_compute(kh_resolver *r, uint32_t record, uint32_t at,
                       const struct kh_node_field *declared);

void kh_fields_defaults(kh_resolver *r);

/* ---- types.c ---- */
kh_slot *kh_types_slot(kh_resolver *r, const kh_expr *e);
bool kh_types_is_error(const kh_expr *e);
/* Settles what e is, when it is a fact or the like whose type is open; reports a clash. Gives false
 * and silences e when it is something else. */
bool kh_types_need(kh_resolver *r, kh_expr *e, kh_want want, kh_place place);
void kh_types_decide(kh_resolver *r, kh_expr *e, kh_type type, kh_place place);
/* Two sides of a comparison: what one is tells what the other is. False: they do not fit. */
bool kh_types_pair(kh_resolver *r, kh_expr *left, kh_expr *right, bool ordered);
kh_type kh_types_of(kh_type_tag tag);
kh_slice kh_types_zh(const kh_resolver *r, kh_type t);
kh_slice kh_types_en(const kh_resolver *r, kh_type t);
/* The measure word's unit and factor; unit 0: says nothing. */
kh_id kh_types_measure(kh_resolver *r, kh_slice written, int64_t *factor);
/* A TYPE of a declaration; false: reported. */
bool kh_types_declared(kh_resolver *r, const kh_node *type, kh_slot *slot, kh_bounds *bounds);
bool kh_types_bounds(kh_resolver *r, const kh_node *band, kh_bounds *out);
kh_bounds kh_types_unbounded(void);
void kh_types_defaults(kh_resolver *r);

/* ---- expr.c, expr_compare.c, expr_table.c, expr_call.c, expr_name.c ---- */
kh_expr *kh_expr_new(kh_resolver *r, kh_expr_op op, kh_type_tag type, kh_place place, uint32_t n);
kh_expr *kh_expr_error(kh_resolver *r, kh_place place);
/* Sets the domain of e from its arguments. */
kh_expr *kh_expr_join(kh_expr *e);
kh_expr *kh_expr_two(kh_resolver *r, kh_expr_op op, kh_type_tag type, kh_place place, kh_expr *x,
                     kh_expr *y);
kh_expr *kh_expr_resolve(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want);
kh_expr *kh_expr_name(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want);
kh_expr *kh_expr_attribute(kh_resolver *r, const kh_node *n, const kh_scope *scope);
/* expr_attribute.c: what of the node whose result e is: X's max, cap, raw, title … */
kh_expr *kh_expr_of_node(kh_resolver *r, const kh_node *n, kh_expr *e, kh_builtin attribute);
kh_expr *kh_expr_number(kh_resolver *r, const kh_node *n, kh_want want);
kh_expr *kh_expr_compare(kh_resolver *r, const kh_node *n, const kh_scope *scope);
kh_expr *kh_expr_in(kh_resolver *r, const kh_node *n, const kh_scope *scope);
kh_expr *kh_expr_logic(kh_resolver *r, const kh_node *n, const kh_scope *scope);
/* left against a band: RANGE, STEP, LISTING, ANY or a value that it equals. */
kh_expr *kh_expr_band(kh_resolver *r, kh_expr *left, const kh_node *band, const kh_scope *scope);
kh_expr *kh_expr_table(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want);
kh_expr *kh_expr_line(kh_resolver *r, const kh_node *n, const kh_scope *scope);
kh_expr *kh_expr_call(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want);
kh_expr *kh_expr_aggregate(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope,
                           kh_want want);
kh_expr_op kh_expr_operation(kh_builtin b); /* of an aggregate over values */
/* expr_items.c: aggregates over items_of(X), one term for each of them. */
bool kh_expr_is_items(kh_resolver *r, const kh_node *set);
kh_expr *kh_expr_items(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope);
/* A field of the member, or NULL: the name is none. */
kh_expr *kh_expr_member(kh_resolver *r, const kh_node *n, kh_id name, const kh_scope *scope);
/* function.c: lets with parameters. */
void kh_function_declare(kh_resolver *r, const kh_node *let);
void kh_function_begin(kh_resolver *r); /* before each round */
void kh_function_check(kh_resolver *r);
kh_expr *kh_function_call(kh_resolver *r, const kh_node *call, uint32_t function,
                          const kh_scope *scope, kh_want want);
/* What stands for the parameter of that name, or NULL. */
kh_expr *kh_function_parameter(kh_resolver *r, kh_id name, const kh_scope *scope);
/* expr_date.c: a date and a span of time, by its measure; period_start, period_end. */
kh_expr *kh_expr_date_plus(kh_resolver *r, kh_place place, kh_expr *date, kh_expr *span);
kh_expr *kh_expr_next_working_day(kh_resolver *r, const kh_node *call, const kh_scope *scope);
kh_expr *kh_expr_period_end(kh_resolver *r, const kh_node *n, bool start);
/* expr_function.c: the functions whose names others may bear as well. */
kh_expr *kh_expr_called(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope,
                        kh_want want);
/* expr_list.c: of two or more values. */
kh_expr *kh_expr_list(kh_resolver *r, const kh_node *call, kh_expr_op op, const kh_scope *scope);
kh_expr *kh_expr_list_of_conditions(kh_resolver *r, const kh_node *call, bool any,
                                    const kh_scope *scope);
kh_expr *kh_expr_first(kh_resolver *r, const kh_node *call, const kh_scope *scope, kh_want want);
/* expr_gather.c: f(E of SET by KEY trim k top n weighted w). */
bool kh_expr_is_gather(kh_word w);
/* Adds what the qualifiers of an aggregate say; inner: over its records. False: reported. */
bool kh_expr_gather(kh_resolver *r, kh_expr *e, const kh_node *quals, const kh_scope *outer,
                    const kh_scope *inner);
/* round N MODE; false: reported. */
bool kh_expr_rounding(kh_resolver *r, const kh_node *places, const kh_node *mode, kh_rounding *out);
const kh_node *kh_expr_bare(const kh_node *n); /* without brackets as written */
/* The literal number that a node is, a minus and brackets undone; NULL: it is none. */
const struct kh_node_number *kh_expr_literal(const kh_node *n);
bool kh_expr_equal(const kh_expr *a, const kh_expr *b);
/* The constant for a kind of unit (KH_NONE: for every kind); a table by kind counts as one. */
bool kh_expr_constant_for(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind,
                          kh_num *out);

/* ---- keys.c ---- */
/* What stands behind `by`: values of the scope's record; false: something was reported. */
bool kh_resolve_keys(kh_resolver *r, const kh_node *args, const kh_scope *scope, kh_expr ***out,
                     uint32_t *count);

/* ---- groups.c, rules.c ---- */
typedef struct kh_rules { /* of one node, while they are resolved */
    kh_rule *at;
    uint32_t count;
    kh_rule_group *groups;
    uint32_t group_count;
} kh_rules;
/* How many rules stand in a `together`; of a rule 0. */
uint32_t kh_resolve_grouped(const kh_node *n);
/* Appends the group and its rules; false: something was reported. */
bool kh_resolve_group(kh_resolver *r, const kh_node *tree, uint32_t node, kh_rules *out);
/* What its group says of a rule. */
typedef struct kh_around {
    bool conditional;                  /* when it acts */
    const struct kh_node_part *highest; /* highest only, or NULL */
} kh_around;
bool kh_resolve_rule(kh_resolver *r, const kh_node *tree, uint32_t node, const kh_around *around,
                     kh_rule *out);
/* highest only, its own or (around) its group's; false: something was reported. */
bool kh_resolve_highest(kh_resolver *r, const struct kh_node_rule *t,
                        const struct kh_node_part *around, const kh_scope *scope, kh_rule *out);
/* The rules of a group tell matters apart by keys of one type. */
bool kh_resolve_keys_agree(kh_resolver *r, const kh_rule *rules, uint32_t n);
/* up to P, or down to zero: that is the node's. */
bool kh_resolve_limit(kh_resolver *r, const kh_node *tree, uint32_t node, kh_expr **out);
kh_expr *kh_resolve_condition(kh_resolver *r, const kh_node *tree, const kh_scope *scope,
                              bool *fine);

/* ---- chosen.c: amounts that a person chooses ---- */
/* `1 to 5`, or a table with such rows. */
bool kh_chosen_is(const kh_node *amount);
bool kh_chosen_amount(kh_resolver *r, const kh_node *amount, const kh_scope *scope, kh_rule *out);
/* A range as the value of a row of such a table. */
kh_expr *kh_chosen_row(kh_resolver *r, const kh_node *range, const kh_scope *scope);

/* ---- mods.c ---- */
/* halved, twice, times, plus; false: something was reported. */
bool kh_resolve_mods(kh_resolver *r, const kh_node *mods, const kh_scope *scope, kh_rule *out);

/* ---- the statements ---- */
/* Reports a constant amount that is not above zero. */
bool kh_resolve_is_positive(kh_resolver *r, const kh_node *tree, const kh_expr *e);
void kh_resolve_declare(kh_resolver *r, const kh_node *file);
void kh_resolve_declared_types(kh_resolver *r); /* facts, params: types and bounds as written */
void kh_resolve_params(kh_resolver *r);
void kh_resolve_lets(kh_resolver *r);
void kh_resolve_fields(kh_resolver *r); /* computed ones */
void kh_resolve_facts(kh_resolver *r);
void kh_resolve_scheme(kh_resolver *r);
void kh_resolve_duties(kh_resolver *r);
void kh_resolve_filed(kh_resolver *r); /* `filed E` of duties */
void kh_resolve_head(kh_resolver *r, uint32_t node);
void kh_resolve_rules(kh_resolver *r, uint32_t node);
void kh_resolve_results(kh_resolver *r);
/* The part of that word, or NULL; a second one is reported once. */
const struct kh_node_part *kh_resolve_part(kh_resolver *r, const kh_node *parts, kh_word word);
void kh_resolve_docs(kh_resolver *r, const kh_node *parts, kh_docs *out);
kh_rounding kh_resolve_rounding(kh_resolver *r, const kh_node *parts);
/* Whether PART is one of cite, owner … */
bool kh_resolve_is_doc(kh_word w);
/* MONTHLY … DAILY, FOR_EACH */
bool kh_resolve_is_period(kh_word w);
kh_slice kh_resolve_string(const kh_node *n);

/* ---- checks of the whole ---- */
void kh_check_starts(kh_resolver *r, uint32_t node); /* starts, maxima, floors and caps (§5.2) */
void kh_check_sums(kh_resolver *r);
void kh_check_bands(kh_resolver *r);
bool kh_check_cycles(kh_resolver *r); /* false: there are some */
void kh_check_overlaps(kh_resolver *r, uint32_t node);
void kh_check_filed(kh_resolver *r); /* which fact answers which due date */
void kh_check_rounded(kh_resolver *r); /* rounded.c: what is no fraction is rounded first */
void kh_check_unused(kh_resolver *r);
void kh_check_allows(kh_resolver *r);

#endif
