/* The grammar of the rules language, both word orders. An action is one call that makes a node;
 * what anything means is none of its business. The words stand in keywords.def, the nodes in
 * nodes.def; the reference (README.md) says what each clause means. */
%require "3.8"
%define api.pure full
%define api.prefix {kh_yy}
%define api.token.prefix {KH_T_}
%define api.location.type {kh_span}
%define parse.error custom
%define parse.lac full
%define parse.lac.es-capacity-initial {200}
%param {kh_parser *kh}
%locations
%expect 0

%code requires {
#include "grammar/parser.h"
}
%code {
#include "grammar/make.h"

/* Deeper than our own limits ever let it grow. */
#define YYMAXDEPTH 100000
#define YYMALLOC   kh_scratch_alloc
#define YYFREE     kh_scratch_free

static int yylex(YYSTYPE *value, YYLTYPE *place, kh_parser *kh);
static void yyerror(const YYLTYPE *place, kh_parser *kh, const char *message);
}

%union {
    kh_node *node;
    kh_list list;
    kh_word word;
    struct { kh_node *first; bool given; } block;
    struct { kh_node *when, *unless; } conds;
    kh_relation relation;
    kh_span place;
}

%token END 0 "end of the text"
/* Head words */
%token <word> SCHEME KINDS SCALE FACT RECORD LET DUTY CYCLE USEFILE NODE ITEMS VETO CHOICE RANK
%token <word> ASSERT OMIT ALLOW CHANGE REMOVE
/* Parts of heads and declarations */
%token <word> YEAR AMENDS MAX BASE LIMIT TOZERO FOR ONLYWHEN ABSENT MISSING ROUND CITE OWNER ID
%token <word> BECAUSE PERIOD FOREACH START UNUSED DUE AFTER FILED FROM
/* Rules */
%token <word> EACHPERIOD ADJUST SCORE RATE FORFEIT BECOMES TOGETHER FIRSTONLY HIGHONLY IF
%token <word> EACH EACHFULL EACHSTARTED EACHDIST PER PERFULL PERSTARTED PRORATA
%token <word> WHEN UNLESS WHERE WITHIN SAME UPTO MULT TIMES PLUS CHARGED
/* Results, sets */
%token <word> WEIGHTED QWORD TIES ON BY THEN LOWFIRST TOP OF DE TO BARS OTHERWISE
/* Expressions */
%token <word> TABLE LINE AND OR NOT IN ABOVE BELOW ATLEAST ATMOST ORMORE ORLESS BEYOND INCL EXCL
%token <word> ANYCELL
%token <node> NAME NAMED TEXT NUMBER PERCENT POINTS DURATION DATE MEASURE
%token GE LE NE BAD

%type <node> statement plain declaration tree result kind pair field type head_part combine rounding
%type <node> doc rule each_period body counted tail verb_value amount if each steps each_dist count
%type <node> dist size set mod highest first upto charged effect choice_part quota tie scheme_part
%type <node> fact_part value_part duty_part due when_made text name soft word_name expr not_expr cmp
%type <node> limit edge mark ends opt_edge band neg_limit sum term unary factor post share de
%type <node> field_name literal primary arg set_ref set_of qual case row other cell upto_edge
%type <node> step_up step_down step
%type <list> statements rules grouped inner kinds pairs fields names scheme_parts fact_parts
%type <list> value_parts duty_parts head docs mods effects veto_parts choice_parts order args quals
%type <list> key keys cases rows cells sums ors ands measure
%type <block> opt_block
%type <conds> conds
%type <relation> word up down
%type <word> thing figure soft_word field_word valued
%type <place> tie_pattern

/* The only precedence: `5% of X` is a share of X, never a set. */
%precedence ALONE
%precedence OF
%%
file: statements { kh->statements = $1; } ;
statements:
    %empty { $$ = NONE; } | statements statement { $$ = kh_add($1, $2); }
  | statements error resume orphans { $$ = kh_add($1, MAKE(ERROR, error, @2)); }
  ;
/* After an error: go on at the next rule, block or head word. */
orphans: rules opt_block ;
resume:
    %empty
    {
        yyerrok;
        kh_recovery how = kh_tokens_recover(kh);
        if (how == KH_DROP)
            yyclearin;
        else if (how == KH_GIVE_UP)
            YYABORT;
    }
  ;
statement: plain | CHANGE plain { $$ = MAKE(CHANGE, change, @$, .statement = $2); } ;
plain: declaration semis | tree | result semis ;
semis: %empty | semis ';' ;

declaration:
    SCHEME name scheme_parts { $$ = MAKE(SCHEME, scheme, @$, .name = $2, .parts = $3.first); }
  | KINDS kinds { $$ = MAKE(KINDS, kinds, @$, .kinds = $2.first); }
  | SCALE name '{' pairs '}' { $$ = MAKE(SCALE, scale, @$, .name = $2, .pairs = $4.first); }
  | FACT names fact_parts { $$ = MAKE(FACT, fact, @$, .names = $2.first, .parts = $3.first); }
  | RECORD name measure { $$ = kh_make_record(kh, @$, $2, $3, NONE); }
  | RECORD name measure '{' fields '}' { $$ = kh_make_record(kh, @$, $2, $3, $5); }
  | LET name '=' expr value_parts
    { $$ = MAKE(LET, let, @$, .word = $1, .name = $2, .value = $4, .parts = $5.first); }
  | LET name ':' type { $$ = MAKE(LET, let, @$, .word = $1, .name = $2, .type = $4); }
  | LET name '(' names ')' '=' expr value_parts
    { $$ = MAKE(LET, let, @$, .word = $1, .name = $2, .params = $4.first, .value = $7,
                .parts = $8.first); }
  | DUTY name duty_parts { $$ = MAKE(DUTY, duty, @$, .name = $2, .parts = $3.first); }
  | CYCLE name DURATION { $$ = MAKE(CYCLE, cycle, @$, .name = $2, .length = $3); }
  | CYCLE name DURATION FROM sum
    { $$ = MAKE(CYCLE, cycle, @$, .name = $2, .length = $3, .from = $5); }
  | CYCLE name '{' pairs '}' { $$ = MAKE(CYCLE, cycle, @$, .name = $2, .pairs = $4.first); }
  | USEFILE TEXT { $$ = MAKE(USE, use, @$, .word = $1, .path = $2); }
  | OMIT text BECAUSE TEXT { $$ = MAKE(OMIT, omit, @$, .clause = $2, .reason = $4); }
  | ALLOW name TEXT { $$ = MAKE(ALLOW, allow, @$, .code = $2, .reason = $3); }
  | ASSERT expr OTHERWISE TEXT
    { $$ = MAKE(ASSERT, assert, @$, .condition = $2, .otherwise = $4); }
  | ASSERT expr when_made OTHERWISE TEXT
    { $$ = MAKE(ASSERT, assert, @$, .condition = $2, .made = $3, .otherwise = $5); }
  | REMOVE thing name { $$ = MAKE(REMOVE, remove, @$, .what = $2, .name = $3); }
  ;
measure: %empty { $$ = NONE; } | TEXT { $$ = kh_one($1); } ;
thing: NODE | VETO | CHOICE | RANK | FACT | RECORD | SCALE | LET | DUTY | CYCLE ;

/* The tree of scores: head, then rules, then what is inside. */
tree:
    NODE name head rules opt_block
    { $$ = MAKE(NODE, node, @$, .word = $1, .name = $2, .head = $3.first, .rules = $4.first,
                .inside = $5.first, .block = $5.given); }
  | ITEMS head_part head semis { $$ = MAKE(ITEMS, items, @$, .head = kh_put_first($2, $3).first); }
  ;
opt_block:
    %empty { $$.first = NULL; $$.given = false; }
  | '{' inner '}' semis { $$.first = $2.first; $$.given = true; }
  ;
inner:
    %empty { $$ = NONE; } | inner declaration semis { $$ = kh_add($1, $2); }
  | inner tree { $$ = kh_add($1, $2); }
  | inner error resume orphans { $$ = kh_add($1, MAKE(ERROR, error, @2)); }
  ;
head: %empty { $$ = NONE; } | head head_part { $$ = kh_add($1, $2); } ;
when_made: PERIOD { $$ = PART($1, @$, NONE); } | FOREACH name { $$ = PART($1, @$, kh_one($2)); } ;
head_part:
    valued sum { $$ = PART($1, @$, kh_one($2)); }
  | TOZERO { $$ = PART($1, @$, NONE); }
  | FOR names { $$ = PART($1, @$, $2); }
  | ONLYWHEN expr { $$ = PART($1, @$, kh_one($2)); }
  | rounding | doc
  | when_made combine { $$ = kh_combine(kh, @$, $1, NULL, $2); }
  | FOREACH name WHERE expr combine
    { $$ = kh_combine(kh, @$, PART($1, @$, kh_one($2)), $4, $5); }
  ;
valued: MAX | BASE | LIMIT | ABSENT | MISSING ;
combine:
    BY name { $$ = MAKE(COMBINE, combine, @$, .how = $2); }
  | WEIGHTED sum { $$ = MAKE(COMBINE, combine, @$, .weights = $2); }
  | WEIGHTED '(' sums ')' { $$ = MAKE(COMBINE, combine, @$, .weights = $3.first); }
  ;
rounding: ROUND NUMBER name { $$ = PART($1, @$, kh_two($2, $3)); } ;
doc:
    CITE text { $$ = PART($1, @$, kh_one($2)); }
  | OWNER names { $$ = PART($1, @$, $2); }
  | ID text { $$ = PART($1, @$, kh_one($2)); }
  | BECAUSE TEXT { $$ = PART($1, @$, kh_one($2)); }
  ;

/* Rules: what is counted, the verb, then clauses in the order in which they act. */
rules: %empty { $$ = NONE; } | rules rule { $$ = kh_add($1, $2); } | rules ';' ;
rule:
    each_period body { $$ = kh_place_rule(kh, $2, @$, $1); }
  | each_period TOGETHER first conds highest upto docs '{' grouped '}'
    { $$ = MAKE(GROUP, group, @$, .each = $1, .first = $3, .when = $4.when, .unless = $4.unless,
                .highest = $5, .limit = $6, .docs = $7.first, .rules = $9.first); }
  ;
grouped:
    rules
  | grouped error resume rules { $$ = kh_join(kh_add($1, MAKE(ERROR, error, @2)), $4); }
  ;
each_period: %empty { $$ = NULL; } | EACHPERIOD { $$ = PART($1, @$, NONE); } ;
body:
    counted conds mods tail { $$ = kh_count_rule(kh, @$, $1, $2.when, $2.unless, $3, $4); }
  | verb_value conds tail { $$ = kh_judge(kh, @$, NULL, $1, $2.when, $2.unless, $3); }
  | if verb_value conds tail { $$ = kh_judge(kh, @$, $1, $2, $3.when, $3.unless, $4); }
  ;
counted:
    ADJUST amount count { $$ = ADJUSTED(NULL, $1, $2, $3); }
  | each ADJUST amount { $$ = ADJUSTED(NULL, $2, $3, $1); }
  | if ADJUST amount count { $$ = ADJUSTED($1, $2, $3, $4); }
  | if ADJUST amount dist { $$ = ADJUSTED($1, $2, $3, $4); }
  | if each ADJUST amount { $$ = ADJUSTED($1, $3, $4, $2); }
  | if each_dist ADJUST amount { $$ = ADJUSTED($1, $3, $4, $2); }
  ;
verb_value:
    SCORE sum { $$ = MAKE(RULE, rule, @$, .verb = $1, .amount = $2); }
  | FORFEIT { $$ = MAKE(RULE, rule, @$, .verb = $1); }
  | BECOMES sum { $$ = MAKE(RULE, rule, @$, .verb = $1, .amount = $2); }
  | RATE name ON name quals
    { $$ = MAKE(RULE, rule, @$, .verb = $1, .rated = $2, .scale = $4, .quals = $5.first); }
  ;
amount: sum | sum TO sum { $$ = kh_make_between(kh, @$, $1, NULL, $2, $3); } ;
/* Chinese: before the verb. */
if: IF expr ',' { $$ = $2; } ;
each:
    EACH set comma { $$ = MAKE(COUNT, count, @$, .word = KH_W_PER, .set = $2); }
  | steps de comma { $$ = kh_count_of(kh, @$, $1, $2); }
  ;
steps:
    EACH size { $$ = COUNT(@$, KH_W_PER, KH_W_NONE, $2, false); }
  | EACHFULL size { $$ = COUNT(@$, KH_W_PER_FULL, KH_W_NONE, $2, false); }
  | EACHSTARTED size { $$ = COUNT(@$, KH_W_PER_STARTED, KH_W_NONE, $2, false); }
  | EACH size PRORATA { $$ = COUNT(@$, KH_W_PER, KH_W_NONE, $2, true); }
  ;
each_dist:
    EACHDIST size comma { $$ = COUNT(@$, KH_W_PER, $1, $2, false); }
  | EACHSTARTED size comma { $$ = COUNT(@$, KH_W_PER_STARTED, KH_W_NONE, $2, false); }
  | EACHDIST size PRORATA comma { $$ = COUNT(@$, KH_W_PER, $1, $2, true); }
  | EACHDIST de DE PERCENT comma { $$ = COUNT(@$, KH_W_PER, $1, SHARE($4, $2), false); }
  | EACHDIST de DE PERCENT PRORATA comma { $$ = COUNT(@$, KH_W_PER, $1, SHARE($4, $2), true); }
  ;
comma: %empty | ',' ;
/* English: behind the verb. */
count:
    %empty { $$ = NULL; }
  | PER set { $$ = MAKE(COUNT, count, @$, .word = $1, .set = $2); }
  | PER size OF de { $$ = MAKE(COUNT, count, @$, .word = $1, .size = $2, .of = $4); }
  | PERFULL size OF de { $$ = MAKE(COUNT, count, @$, .word = $1, .size = $2, .of = $4); }
  | PERSTARTED size OF de { $$ = MAKE(COUNT, count, @$, .word = $1, .size = $2, .of = $4); }
  | PER size PRORATA OF de
    { $$ = MAKE(COUNT, count, @$, .word = $1, .size = $2, .of = $5, .pro_rata = true); }
  ;
dist:
    PER size { $$ = COUNT(@$, $1, KH_W_NONE, $2, false); }
  | PERSTARTED size { $$ = COUNT(@$, $1, KH_W_NONE, $2, false); }
  | PER size PRORATA { $$ = COUNT(@$, $1, KH_W_NONE, $2, true); }
  | PER PERCENT OF de { $$ = COUNT(@$, $1, KH_W_NONE, SHARE($2, $4), false); }
  | PER PERCENT OF de PRORATA { $$ = COUNT(@$, $1, KH_W_NONE, SHARE($2, $4), true); }
  ;
size:
    NUMBER | POINTS | DURATION
  | '(' expr ')' { $$ = MAKE(GROUPED, grouped, @$, .value = $2); }
  ;
set:
    name quals { $$ = MAKE(SET, set, @$, .name = $1, .quals = $2.first); }
  | name OF set_ref quals
    { $$ = MAKE(SET, set, @$, .name = $1, .of = $3, .quals = $4.first); }
  ;
conds:
    %empty { $$.when = NULL; $$.unless = NULL; }
  | WHEN expr { $$.when = $2; $$.unless = NULL; }
  | UNLESS expr { $$.when = NULL; $$.unless = $2; }
  | WHEN expr UNLESS expr { $$.when = $2; $$.unless = $4; }
  ;
mods: %empty { $$ = NONE; } | mods mod { $$ = kh_add($1, $2); } ;
mod:
    MULT WHEN expr { $$ = MAKE(MOD, mod, @$, .word = $1, .when = $3); }
  | TIMES sum WHEN expr { $$ = MAKE(MOD, mod, @$, .word = $1, .value = $2, .when = $4); }
  | PLUS amount WHEN expr { $$ = MAKE(MOD, mod, @$, .word = $1, .value = $2, .when = $4); }
  ;
tail:
    highest upto charged docs
    { $$ = MAKE(RULE, rule, @$, .highest = $1, .limit = $2, .charged = $3, .docs = $4.first); }
  ;
highest:
    %empty { $$ = NULL; } | HIGHONLY { $$ = PART($1, @$, NONE); }
  | HIGHONLY BY key { $$ = PART($1, @$, $3); }
  ;
first:
    %empty { $$ = NULL; } | FIRSTONLY { $$ = PART($1, @$, NONE); }
  | FIRSTONLY BY key { $$ = PART($1, @$, $3); }
  ;
upto:
    %empty { $$ = NULL; }
  | UPTO sum { $$ = PART($1, @$, kh_one($2)); } | TOZERO { $$ = PART($1, @$, NONE); }
  ;
charged: %empty { $$ = NULL; } | CHARGED name { $$ = PART($1, @$, kh_one($2)); } ;
docs: %empty { $$ = NONE; } | docs doc { $$ = kh_add($1, $2); } ;

/* Results */
result:
    VETO name effects conds veto_parts
    { $$ = MAKE(VETO, veto, @$, .name = $2, .effects = $3.first, .when = $4.when,
                .unless = $4.unless, .parts = $5.first); }
  | CHOICE name choice_parts
    { $$ = MAKE(CHOICE, choice, @$, .word = $1, .name = $2, .parts = $3.first); }
  | RANK choice_part choice_parts
    { $$ = MAKE(CHOICE, choice, @$, .word = $1, .parts = kh_put_first($2, $3).first); }
  ;
effects: effect { $$ = kh_one($1); } | effects effect { $$ = kh_add($1, $2); } ;
effect:
    TO name { $$ = MAKE(EFFECT, effect, @$, .word = $1, .name = $2); }
  | TO ATMOST name { $$ = MAKE(EFFECT, effect, @$, .word = KH_W_TO_AT_MOST, .name = $3); }
  | BARS name { $$ = MAKE(EFFECT, effect, @$, .word = $1, .name = $2); }
  ;
veto_parts:
    %empty { $$ = NONE; } | veto_parts doc { $$ = kh_add($1, $2); }
  | veto_parts FOR names { $$ = kh_add($1, PART($2, kh_around(@2, @3), $3)); }
  | veto_parts when_made { $$ = kh_add($1, $2); }
  ;
choice_parts: %empty { $$ = NONE; } | choice_parts choice_part { $$ = kh_add($1, $2); } ;
choice_part:
    WHEN expr { $$ = PART($1, @$, kh_one($2)); }
  | UNLESS expr { $$ = PART($1, @$, kh_one($2)); }
  | OTHERWISE { $$ = PART($1, @$, NONE); }
  | FOR names { $$ = PART($1, @$, $2); }
  | TOP quota { $$ = PART($1, @$, kh_one($2)); }
  | OF set_ref { $$ = PART($1, @$, kh_one($2)); }
  | WITHIN name { $$ = PART($1, @$, kh_one($2)); }
  | SAME name { $$ = PART(KH_W_WITHIN, @$, kh_one($2)); }
  | FROM names { $$ = PART($1, @$, $2); }
  | BY order { $$ = PART($1, @$, $2); }
  | THEN order { $$ = PART($1, @$, $2); }
  | TIES tie { $$ = PART($1, @$, kh_one($2)); }
  | rounding | when_made | doc
  ;
order:
    sum { $$ = kh_one($1); }
  | sum LOWFIRST { $$ = kh_two($1, PART($2, @2, NONE)); }
  ;
quota:
    NUMBER | PERCENT | NAME | NAMED
  | '(' expr ')' { $$ = MAKE(GROUPED, grouped, @$, .value = $2); }
  ;
tie:
    name { $$ = MAKE(TIE, tie, @$, .name = $1); }
  | NUMBER tie_pattern { $$ = kh_make_tie(kh, @$); }
  ;
tie_pattern: '-' NUMBER { $$ = @$; } | tie_pattern '-' NUMBER { $$ = @$; } ;

/* Parts of declarations */
scheme_parts: %empty { $$ = NONE; } | scheme_parts scheme_part { $$ = kh_add($1, $2); } ;
scheme_part:
    YEAR NUMBER { $$ = PART($1, @$, kh_one($2)); }
  | YEAR DURATION { $$ = PART($1, @$, kh_one($2)); }
  | AMENDS TEXT { $$ = PART($1, @$, kh_one($2)); }
  | FROM DATE TO DATE { $$ = PART($1, @$, kh_two($2, $4)); }
  | PERIOD { $$ = PART($1, @$, NONE); }
  | head_part
  ;
kinds: kind { $$ = kh_one($1); } | kinds ',' kind { $$ = kh_add($1, $3); } ;
kind:
    name { $$ = MAKE(KIND, kind, @$, .name = $1); }
  | name IN name { $$ = MAKE(KIND, kind, @$, .name = $1, .parent = $3); }
  ;
pairs: pair { $$ = kh_one($1); } | pairs ',' pair { $$ = kh_add($1, $3); } ;
pair:
    name { $$ = MAKE(PAIR, pair, @$, .name = $1); }
  | name NUMBER { $$ = MAKE(PAIR, pair, @$, .name = $1, .value = $2); }
  | name PERCENT { $$ = MAKE(PAIR, pair, @$, .name = $1, .value = $2); }
  | name '-' NUMBER
    { $$ = MAKE(PAIR, pair, @$, .name = $1,
                .value = MAKE(UNARY, unary, kh_around(@2, @3), .op = KH_OP_NEGATE, .value = $3)); }
  | error resume { $$ = MAKE(ERROR, error, @1); }
  ;
fields: field { $$ = kh_one($1); } | fields ',' field { $$ = kh_add($1, $3); } ;
/* A word of the language is quoted to be a field's name. */
field:
    field_name { $$ = MAKE(FIELD, field, @$, .name = $1); }
  | field_name ':' type { $$ = MAKE(FIELD, field, @$, .name = $1, .type = $3); }
  | field_name IN band { $$ = MAKE(FIELD, field, @$, .name = $1, .band = $3); }
  | field_name '=' expr { $$ = MAKE(FIELD, field, @$, .name = $1, .value = $3); }
  | error resume { $$ = MAKE(ERROR, error, @1); }
  ;
field_name: NAME | NAMED | MEASURE ;
type:
    word_name { $$ = MAKE(TYPE, type, @$, .name = $1); }
  | name IN band { $$ = MAKE(TYPE, type, @$, .name = $1, .band = $3); }
  | word_name OR '(' names ')' { $$ = MAKE(TYPE, type, @$, .name = $1, .words = $4.first); }
  ;
fact_parts: %empty { $$ = NONE; } | fact_parts fact_part { $$ = kh_add($1, $2); } ;
fact_part:
    ':' word_name
    { $$ = PART(KH_W_TYPE, @$, kh_one(MAKE(TYPE, type, @2, .name = $2))); }
  | ':' word_name OR '(' names ')'
    { $$ = PART(KH_W_TYPE, @$, kh_one(MAKE(TYPE, type, kh_around(@2, @6), .name = $2,
                                           .words = $5.first))); }
  | UNUSED { $$ = PART($1, @$, NONE); }
  | IN band { $$ = PART($1, @$, kh_one($2)); }
  | when_made
  | MISSING sum { $$ = PART($1, @$, kh_one($2)); }
  | ABSENT sum { $$ = PART($1, @$, kh_one($2)); }
  | doc
  ;
value_parts: %empty { $$ = NONE; } | value_parts value_part { $$ = kh_add($1, $2); } ;
value_part:
    FOR names { $$ = PART($1, @$, $2); }
  | ONLYWHEN expr { $$ = PART($1, @$, kh_one($2)); }
  | when_made
  | START sum { $$ = PART($1, @$, kh_one($2)); }
  | MISSING sum { $$ = PART($1, @$, kh_one($2)); }
  | rounding
  | doc
  ;
duty_parts: %empty { $$ = NONE; } | duty_parts duty_part { $$ = kh_add($1, $2); } ;
duty_part:
    when_made | doc
  | PER name { $$ = PART($1, @$, kh_one($2)); }
  | PER name WHERE expr { $$ = PART($1, @$, kh_two($2, $4)); }
  | EACH name { $$ = PART(KH_W_PER, @$, kh_one($2)); }
  | EACH name WHERE expr { $$ = PART(KH_W_PER, @$, kh_two($2, $4)); }
  | FROM sum { $$ = PART($1, @$, kh_one($2)); }
  | DUE DURATION AFTER due { $$ = PART($1, @$, kh_two($2, $4)); }
  | DUE due AFTER DURATION { $$ = PART($1, @$, kh_two($4, $2)); }
  | DUE due { $$ = PART($1, @$, kh_one($2)); }
  | FILED sum { $$ = PART($1, @$, kh_one($2)); }
  | FOR names { $$ = PART($1, @$, $2); }
  ;
due: name | DATE | '(' expr ')' { $$ = MAKE(GROUPED, grouped, @$, .value = $2); } ;

/* Expressions; and/or do not mix without brackets. */
expr:
    not_expr
  | ors { $$ = MAKE(LOGIC, logic, @$, .op = KH_OP_OR, .operands = $1.first); }
  | ands { $$ = MAKE(LOGIC, logic, @$, .op = KH_OP_AND, .operands = $1.first); }
  ;
ors: not_expr OR not_expr { $$ = kh_two($1, $3); } | ors OR not_expr { $$ = kh_add($1, $3); } ;
ands:
    not_expr AND not_expr { $$ = kh_two($1, $3); }
  | not_expr AND step { $$ = kh_two($1, MAKE(COMPARE, compare, @3, .steps = $3)); }
  | ands AND not_expr { $$ = kh_add($1, $3); }
  | ands AND step { $$ = kh_add($1, MAKE(COMPARE, compare, @3, .steps = $3)); }
  ;
not_expr: cmp | NOT not_expr { $$ = MAKE(UNARY, unary, @$, .op = KH_OP_NOT, .value = $2); } ;
cmp:
    sum
  | sum word sum { $$ = kh_compare(kh, @$, $1, kh_step(kh, @2, @3, $2.word, $2.op, $3), NULL); }
  | sum step_up { $$ = kh_compare(kh, @$, $1, $2, NULL); }
  | sum step_down { $$ = kh_compare(kh, @$, $1, $2, NULL); }
  | sum step_up step_up { $$ = kh_compare(kh, @$, $1, $2, $3); }
  | sum step_down step_down { $$ = kh_compare(kh, @$, $1, $2, $3); }
  | sum limit { $$ = MAKE(IN, in, @$, .left = $1, .band = $2); }
  | sum IN band { $$ = MAKE(IN, in, @$, .left = $1, .word = $2, .band = $3); }
  ;
step_up: up sum { $$ = kh_step(kh, @1, @2, $1.word, $1.op, $2); } ;
step_down: down sum { $$ = kh_step(kh, @1, @2, $1.word, $1.op, $2); } ;
step: step_up | step_down | word sum { $$ = kh_step(kh, @1, @2, $1.word, $1.op, $2); } ;
up: '<' { $$ = SIGN(KH_OP_LT); } | LE { $$ = SIGN(KH_OP_LE); } ;
down: '>' { $$ = SIGN(KH_OP_GT); } | GE { $$ = SIGN(KH_OP_GE); } ;
word:
    '=' { $$ = SIGN(KH_OP_EQ); } | NE { $$ = SIGN(KH_OP_NE); }
  | ABOVE { $$ = WORD($1, KH_OP_GT); } | BELOW { $$ = WORD($1, KH_OP_LT); }
  | ATLEAST { $$ = WORD($1, KH_OP_GE); } | ATMOST { $$ = WORD($1, KH_OP_LE); }
  ;
limit:
    edge ORMORE ends { $$ = kh_make_low(kh, @$, $1, NULL, $2, $3); }
  | edge ORLESS ends { $$ = kh_make_high(kh, @$, $1, NULL, $2, $3); }
  | edge mark ORMORE { $$ = kh_make_low(kh, @$, $1, $2, $3, NULL); }
  | edge mark ORLESS { $$ = kh_make_high(kh, @$, $1, $2, $3, NULL); }
  | edge BEYOND { $$ = kh_make_low(kh, @$, $1, NULL, $2, NULL); }
  | edge ORMORE ends edge ORLESS ends
    { $$ = kh_close_range(kh, @$, kh_make_low(kh, @1, $1, NULL, $2, $3),
                          kh_make_high(kh, @4, $4, NULL, $5, $6)); }
  | edge TO upto_edge { $$ = kh_make_between(kh, @$, $1, NULL, $2, $3); }
  | edge mark TO upto_edge { $$ = kh_make_between(kh, @$, $1, $2, $3, $4); }
  ;
edge: literal | DATE ;
ends: %empty { $$ = NULL; } | mark ;
mark:
    '(' INCL opt_edge ')' { $$ = MAKE(MARK, mark, @$, .word = $2, .edge = $3); }
  | '(' EXCL opt_edge ')' { $$ = MAKE(MARK, mark, @$, .word = $2, .edge = $3); }
  ;
opt_edge: %empty { $$ = NULL; } | edge ;
/* The upper end, as a range of its own. */
upto_edge:
    sum { $$ = MAKE(RANGE, range, @$, .high = $1, .high_word = KH_W_TO); }
  | edge mark { $$ = kh_make_high(kh, @$, $1, $2, KH_W_TO, NULL); }
  | BELOW sum
    { $$ = MAKE(RANGE, range, @$, .high = $2, .high_open = true, .high_word = $1); }
  ;
band:
    step | limit | neg_limit | unary
  | '(' sums ')' { $$ = MAKE(LISTING, listing, @$, .values = $2.first); }
  ;
neg_limit:
    '-' edge TO upto_edge { $$ = kh_make_between(kh, @$, kh_negate(kh, @1, $2), NULL, $3, $4); }
  | '-' edge mark TO upto_edge
    { $$ = kh_make_between(kh, @$, kh_negate(kh, @1, $2), $3, $4, $5); }
  | '-' edge ORMORE ends { $$ = kh_make_low(kh, @$, kh_negate(kh, @1, $2), NULL, $3, $4); }
  | '-' edge ORLESS ends { $$ = kh_make_high(kh, @$, kh_negate(kh, @1, $2), NULL, $3, $4); }
  | '-' edge BEYOND { $$ = kh_make_low(kh, @$, kh_negate(kh, @1, $2), NULL, $3, NULL); }
  ;
sums: sum ',' sum { $$ = kh_two($1, $3); } | sums ',' sum { $$ = kh_add($1, $3); } ;
sum:
    term
  | sum '+' term { $$ = MAKE(BINARY, binary, @$, .op = KH_OP_ADD, .left = $1, .right = $3); }
  | sum '-' term { $$ = MAKE(BINARY, binary, @$, .op = KH_OP_SUB, .left = $1, .right = $3); }
  ;
term:
    unary
  | term '*' unary { $$ = MAKE(BINARY, binary, @$, .op = KH_OP_MUL, .left = $1, .right = $3); }
  | term '/' unary { $$ = MAKE(BINARY, binary, @$, .op = KH_OP_DIV, .left = $1, .right = $3); }
  ;
unary: factor | '-' unary { $$ = kh_negate(kh, @1, $2); } ;
factor:
    literal | DATE | post
  | PERCENT OF factor { $$ = MAKE(SHARE, share, @$, .percent = $1, .of = $3); }
  ;
post: de | share ;
share:
    de DE PERCENT { $$ = MAKE(SHARE, share, @$, .percent = $3, .of = $1); }
  | share DE PERCENT { $$ = MAKE(SHARE, share, @$, .percent = $3, .of = $1); }
  ;
de:
    primary
  | de DE name { $$ = MAKE(ATTR, attr, @$, .of = $1, .name = $3); }
  | de DE figure { $$ = MAKE(ATTR, attr, @$, .of = $1, .name = kh_name_at(kh, @3)); }
  ;
figure: MAX | BASE | LIMIT ;
literal: NUMBER | PERCENT %prec ALONE | POINTS | DURATION ;
primary:
    NAME | NAMED | TEXT
  | MAX { $$ = kh_name_at(kh, @$); } | BASE { $$ = kh_name_at(kh, @$); }
  | field_word { $$ = kh_name_at(kh, @$); }
  | '(' expr ')' { $$ = MAKE(GROUPED, grouped, @$, .value = $2); }
  | NAME '(' args ')' { $$ = MAKE(CALL, call, @$, .name = $1, .args = $3.first); }
  | RANK '(' args ')' { $$ = MAKE(CALL, call, @$, .name = kh_name_at(kh, @1), .args = $3.first); }
  | ROUND '(' args ')' { $$ = MAKE(CALL, call, @$, .name = kh_name_at(kh, @1), .args = $3.first); }
  | TABLE '{' cases '}' { $$ = MAKE(TABLE, table, @$, .rows = $3.first); }
  | TABLE keys '{' rows '}' { $$ = MAKE(TABLE, table, @$, .keys = $2.first, .rows = $4.first); }
  | LINE sum '{' rows '}' { $$ = MAKE(LINE, line, @$, .key = $2, .rows = $4.first); }
  ;
args: arg { $$ = kh_one($1); } | args ',' arg { $$ = kh_add($1, $3); } ;
arg:
    expr quals { $$ = MAKE(ARG, arg, @$, .value = $1, .quals = $2.first); }
  | expr OF set_of quals { $$ = MAKE(ARG, arg, @$, .value = $1, .of = $3, .quals = $4.first); }
  ;
set_ref:
    NAME { $$ = MAKE(SET, set, @$, .name = $1); } | NAMED { $$ = MAKE(SET, set, @$, .name = $1); }
  | NAME '(' args ')' { $$ = MAKE(SET, set, @$, .name = $1, .args = $3.first); }
  ;
set_of:
    set_ref
  | NAME OF set_of { $$ = MAKE(SET, set, @$, .name = $1, .of = $3); }
  | NAMED OF set_of { $$ = MAKE(SET, set, @$, .name = $1, .of = $3); }
  ;
quals: %empty { $$ = NONE; } | quals qual { $$ = kh_add($1, $2); } ;
qual:
    WHERE expr { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | BY key { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2.first); }
  | SAME name { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | WITHIN sum { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | WEIGHTED sum { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | WEIGHTED '(' sums ')' { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $3.first); }
  | QWORD sum { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | TOP quota { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  | LOWFIRST { $$ = MAKE(QUAL, qual, @$, .word = $1); }
  | TIES tie { $$ = MAKE(QUAL, qual, @$, .word = $1, .args = $2); }
  ;
key: sum { $$ = kh_one($1); } | '(' sums ')' { $$ = $2; } ;
keys: sum { $$ = kh_one($1); } | keys ',' sum { $$ = kh_add($1, $3); } ;
cases: case { $$ = kh_one($1); } | cases ';' case { $$ = kh_add($1, $3); } | cases ';' ;
other:
    OTHERWISE ':' amount { $$ = MAKE(ROW, row, @$, .otherwise = true, .value = $3); }
  | OTHERWISE amount { $$ = MAKE(ROW, row, @$, .otherwise = true, .value = $2); }
  ;
case:
    expr ':' amount { $$ = MAKE(ROW, row, @$, .cells = $1, .value = $3); } | other
  | error resume { $$ = MAKE(ERROR, error, @1); }
  ;
rows: row { $$ = kh_one($1); } | rows ';' row { $$ = kh_add($1, $3); } | rows ';' ;
row:
    cells ':' amount { $$ = MAKE(ROW, row, @$, .cells = $1.first, .value = $3); } | other
  | error resume { $$ = MAKE(ERROR, error, @1); }
  ;
cells: cell { $$ = kh_one($1); } | cells ',' cell { $$ = kh_add($1, $3); } ;
cell: band | ANYCELL { $$ = MAKE(ANY, any, @$); } ;

names: name { $$ = kh_one($1); } | names ',' name { $$ = kh_add($1, $3); } ;
name: NAME | NAMED | soft ;
word_name: name | MEASURE ;
/* Head words and document words are names wherever only a name can stand. */
soft: soft_word { $$ = kh_name_at(kh, @$); } | field_word { $$ = kh_name_at(kh, @$); } ;
soft_word:
    SCHEME | SCALE | FACT | RECORD | LET | DUTY | CYCLE | USEFILE | ITEMS | CHOICE | CHANGE | REMOVE
  | AMENDS | CITE | BECAUSE | RANK | VETO
  ;
field_word: OWNER | ID | YEAR | NODE | KINDS ;
text: TEXT | NAMED { $$ = kh_text_of(kh, $1); } | NAME { $$ = kh_text_of(kh, $1); }
  | NUMBER { $$ = kh_text_of(kh, $1); } ;
%%
static int yylex(YYSTYPE *value, YYLTYPE *place, kh_parser *kh)
{
    const kh_token *t = kh_tokens_next(kh);
    *place = (kh_span){t->piece.at, t->piece.end};
    if (kh_is_literal(t))
        value->node = kh_make_literal(kh, t);
    else
        value->word = t->word;
    return t->kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, kh_parser *kh)
{
    int expected[YYNTOKENS];
    int count = kh_listing(kh) ? yypcontext_expected_tokens(context, (yysymbol_kind_t *)expected,
                                                            YYNTOKENS)
                               : 0;
    kh_syntax_error(kh, expected, count < 0 ? 0 : count);
    return 0;
}

int kh_symbol_of(int token)
{
    return YYTRANSLATE(token);
}

/* Bison's own: that its stack is at an end, which our limits never let happen. */
static void yyerror(const YYLTYPE *place, kh_parser *kh, const char *message)
{
    (void)message;
    kh_stop(kh, KH_E0201, *place, KH_LIT(""));
}
