/* The flow of tokens to the parser: commas that are only pauses, brackets and their limits, and
 * where one can go on after an error. */
#include "grammar/tokens_inside.h"
#include "scheme.tab.h"

static kh_span span_of(const kh_token *t)
{
    return (kh_span){t->piece.at, t->piece.end};
}

static kh_level *level(kh_tokens *ts)
{
    return &ts->levels[ts->depth];
}

/* The innermost { }, or the file. */
static kh_level *brace(kh_tokens *ts)
{
    unsigned d = ts->depth;
    while (ts->levels[d].kind == KH_PAREN)
        d--;
    return &ts->levels[d];
}

static bool is_list(kh_brace kind)
{
    return kind == KH_ROWS || kind == KH_ENTRIES;
}

/* Words that can continue no list: a comma before one is a pause. */
static bool ends_list(int kind)
{
    switch (kind) {
    case KH_T_UPTO:
    case KH_T_TOZERO:
    case KH_T_WHEN:
    case KH_T_UNLESS:
    case KH_T_WHERE:
    case KH_T_WITHIN:
    case KH_T_HIGHONLY:
    case KH_T_MULT:
    case KH_T_TIMES:
    case KH_T_PLUS:
    case KH_T_CHARGED:
    case KH_T_CITE:
    case KH_T_OWNER:
    case KH_T_ID:
    case KH_T_BECAUSE:
    case KH_T_LIMIT:
    case KH_T_MAX:
    case KH_T_BASE:
    case KH_T_FOR:
    case KH_T_ONLYWHEN:
    case KH_T_ABSENT:
    case KH_T_MISSING:
    case KH_T_PERIOD:
    case KH_T_EACH:
    case KH_T_EACHFULL:
    case KH_T_EACHSTARTED:
    case KH_T_EACHDIST:
    case KH_T_EACHPERIOD:
    case KH_T_ADJUST:
    case KH_T_SCORE:
    case KH_T_RATE:
    case KH_T_FORFEIT:
    case KH_T_BECOMES:
    case KH_T_TOGETHER:
    case KH_T_IF:
    case KH_T_TOP:
    case KH_T_BY:
    case KH_T_THEN:
    case KH_T_TIES:
    case KH_T_FROM:
    case KH_T_TO:
    case KH_T_BARS:
    case KH_T_OTHERWISE:
        return true;
    default:
        return false;
    }
}

/* The next token that is no pausing comma. */
static kh_token without_pauses(kh_parser *kh)
{
    kh_tokens *ts = &kh->tokens;
    kh_token t = kh_shaped_take(kh);
    if (t.kind == KH_T_IF)
        ts->if_open = true;
    else if (t.kind == '{' || t.kind == '}' || (kh_token_is_head(t.kind) && t.piece.first))
        ts->if_open = false;
    if (t.kind != ',' || level(ts)->kind == KH_PAREN || is_list(level(ts)->kind))
        return t;
    if (ts->if_open) { /* 若 …，: the comma that ends the condition */
        ts->if_open = false;
        return t;
    }
    if (ts->panic || !ends_list(kh_shaped_peek(kh)->kind))
        return t;
    return without_pauses(kh);
}

/* What the next { opens. A word that is a name here (每次 记录) opens nothing. */
static void note_opening(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    if (t->kind == KH_T_TABLE || t->kind == KH_T_LINE) {
        ts->tables++;
    } else if (t->kind == KH_T_SCALE || t->kind == KH_T_RECORD || t->kind == KH_T_CYCLE) {
        int next = kh_shaped_peek(kh)->kind;
        if (next == KH_T_NAME || next == KH_T_NAMED)
            ts->opening = KH_ENTRIES;
    } else if (t->kind == KH_T_TOGETHER) {
        ts->opening = KH_GROUP;
    } else if (kh_token_is_head(t->kind) && t->piece.first) {
        ts->opening = KH_BLOCK;
        ts->tables = 0;
    }
}

static void open_level(kh_parser *kh, const kh_token *t, kh_brace kind)
{
    kh_tokens *ts = &kh->tokens;
    if (ts->depth == KH_MAX_NESTING) {
        kh_stop(kh, KH_E0260, span_of(t), KH_LIT("200"));
        return;
    }
    ts->levels[++ts->depth] = (kh_level){.kind = kind, .at = t->piece.at};
}

/* What a condition holds so far, for the messages. */
static void note_condition(kh_level *l, int kind)
{
    if (kind == KH_T_AND || kind == KH_T_OR) {
        l->logic = kind;
        l->compared = false;
    } else if (kind == '=' || kind == KH_T_NE || kind == KH_T_ABOVE || kind == KH_T_BELOW ||
               kind == KH_T_ATLEAST || kind == KH_T_ATMOST || kind == '<' || kind == '>' ||
               kind == KH_T_LE || kind == KH_T_GE) {
        l->compared = true;
    } else if (kind == KH_T_WHEN || kind == KH_T_UNLESS || kind == KH_T_IF || kind == KH_T_WHERE ||
               kind == KH_T_ONLYWHEN || kind == ',' || kind == ';' || kind == ':' ||
               kh_token_is_rule_start(kind)) {
        l->logic = 0;
        l->compared = false;
    }
}

/* A closing bracket; false when it closes nothing and is dropped. */
static bool close_level(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    bool round = t->kind == ')';
    if (round ? level(ts)->kind != KH_PAREN : brace(ts)->kind == KH_OUTSIDE) {
        kh_complain(kh, KH_E0205, span_of(t), round ? KH_LIT(")") : KH_LIT("}"));
        return false;
    }
    if (!round)
        ts->depth = (unsigned)(brace(ts) - ts->levels);
    ts->closed = level(ts)->kind;
    ts->depth--;
    return true;
}

static kh_token made_brace(const kh_token *before)
{
    kh_token t = {.kind = '}', .piece = before->piece};
    t.piece.end = t.piece.at;
    t.piece.first = false;
    return t;
}

/* A head word first on its line cannot stand in a list or a `together`: its } is missing. A row
 * may begin with such a word, which a sign then follows. */
static bool closes_list(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    kh_brace kind = brace(ts)->kind;
    if (!(is_list(kind) || kind == KH_GROUP) || !kh_token_is_head(t->kind) || !t->piece.first)
        return false;
    int next = kh_shaped_peek(kh)->kind;
    return next != ':' && next != ',' && next != '}' && next != '=' && next != KH_T_ORMORE;
}

static void missing_brace(kh_parser *kh, const kh_token *t, kh_code code)
{
    kh_tokens *ts = &kh->tokens;
    kh_level *open = brace(ts);
    kh_span opened = {open->at, open->at + 1};
    size_t diag =
        kh_complain(kh, code, code == KH_E0206 ? opened : span_of(t), kh_quote(kh, span_of(t)));
    if (code == KH_E0204)
        kh_complain_related(kh, diag, KH_R_opened_here, opened);
}

/* A line that begins with 最多, 除非 and so on behind several rules that begin lines: the clause
 * belongs to the last of them alone. */
static void warn_clause(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    if (kh_token_is_head(t->kind) || t->kind == '{' || t->kind == '}')
        ts->rules = 0;
    else if (t->piece.first && kh_token_is_rule_start(t->kind))
        ts->rules++;
    else if (t->piece.first && ts->rules >= 2 && !ts->panic &&
             (t->kind == KH_T_UPTO || t->kind == KH_T_UNLESS || t->kind == KH_T_WHEN ||
              t->kind == KH_T_CITE || t->kind == KH_T_OWNER || t->kind == KH_T_ID ||
              t->kind == KH_T_BECAUSE || t->kind == KH_T_HIGHONLY))
        kh_complain(kh, KH_E0290, span_of(t), kh_quote(kh, span_of(t)));
}

/* What was said in the rule or statement up to now: called for a token when the next one comes, so
 * that a message about a token finds what was said before it. */
static void note_said(kh_tokens *ts, const kh_token *t, int before)
{
    kh_said *s = &ts->said;
    if (kh_token_is_head(t->kind) &&
        (t->piece.first || before == '}' || before == '{' || before == ';' || before == 0)) {
        *s = (kh_said){.head = *t};
    } else if (kh_token_is_rule_start(t->kind) &&
               (s->verb.kind || t->kind == KH_T_IF || t->piece.first)) {
        *s = (kh_said){.head = s->head, .before = s->verb};
    } else if (t->kind == ';' || t->kind == '{' || t->kind == '}') {
        *s = (kh_said){.head = s->head};
    }
    switch (t->kind) {
    case KH_T_ADJUST:
    case KH_T_SCORE:
    case KH_T_RATE:
    case KH_T_FORFEIT:
    case KH_T_BECOMES:
        s->verb = *t;
        break;
    case KH_T_WHEN:
        s->when = *t;
        break;
    case KH_T_UNLESS:
        s->unless = *t;
        break;
    case KH_T_WHERE:
        s->where = *t;
        break;
    case KH_T_IF:
        s->condition = *t;
        break;
    case KH_T_EACH:
    case KH_T_EACHFULL:
    case KH_T_EACHSTARTED:
    case KH_T_EACHDIST:
    case KH_T_PER:
    case KH_T_PERFULL:
    case KH_T_PERSTARTED:
        s->each = *t;
        break;
    case KH_T_UPTO:
        s->upto = *t;
        break;
    case KH_T_MULT:
    case KH_T_TIMES:
    case KH_T_PLUS:
        s->mod = *t;
        break;
    default:
        break;
    }
}

static kh_brace takes_opening(kh_tokens *ts)
{
    kh_brace kind = ts->tables ? KH_ROWS : ts->opening;
    if (ts->tables)
        ts->tables--;
    else
        ts->opening = KH_BLOCK;
    return kind;
}

/* Where the comma behind 若 … is missing: no condition holds a verb or 每. A verb that begins a
 * line leaves open whether 若 was meant for what stood before it. */
static bool lacks_comma(const kh_tokens *ts, const kh_token *t)
{
    if (!ts->if_open || ts->panic || ts->levels[ts->depth].kind == KH_PAREN || t->piece.first)
        return false;
    return t->kind == KH_T_ADJUST || t->kind == KH_T_EACH || t->kind == KH_T_EACHFULL ||
           t->kind == KH_T_EACHSTARTED || t->kind == KH_T_EACHDIST || t->kind == KH_T_SCORE ||
           t->kind == KH_T_RATE || t->kind == KH_T_FORFEIT || t->kind == KH_T_BECOMES;
}

static kh_token missing_comma(kh_parser *kh, const kh_token *t)
{
    const kh_token *before = &kh->tokens.past[0];
    bool ascii = t->text.n && (unsigned char)t->text.p[0] < 0x80;
    size_t diag = kh_complain(kh, KH_E0212, span_of(t), kh_quote(kh, span_of(t)));
    kh_mend(kh, diag, before->piece.end, t->piece.at - before->piece.end,
            ascii ? KH_LIT(", ") : KH_LIT("，"));
    kh_token comma = {.kind = ',', .piece = before->piece};
    comma.piece.at = comma.piece.end;
    comma.piece.first = false;
    kh->tokens.if_open = false;
    return comma;
}

/* Brings the brackets up to date. False: the token is dropped. */
static bool deliver(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    note_condition(level(ts), ts->past[0].kind);
    note_said(ts, &ts->past[0], ts->past[1].kind);
    kh_flow_count(kh, t);
    note_opening(kh, t);
    warn_clause(kh, t);
    if (t->kind == '(') {
        open_level(kh, t, KH_PAREN);
    } else if (t->kind == '{') {
        open_level(kh, t, takes_opening(ts));
    } else if (t->kind == ')' || t->kind == '}') {
        return close_level(kh, t);
    }
    return true;
}

/* Whether one can go on at t after an error. */
static bool restarts(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    bool first = t->piece.first;
    if (t->kind == KH_T_END || t->kind == '}')
        return true;
    switch (brace(ts)->kind) {
    case KH_ROWS:
        return t->kind == ';';
    case KH_ENTRIES:
        return t->kind == ',';
    case KH_GROUP:
        return t->kind == ';' || (first && kh_token_is_rule_start(t->kind));
    case KH_BLOCK:
    case KH_OUTSIDE:
    case KH_PAREN:
        break;
    }
    return t->kind == ';' || (t->kind == '{' && ts->opening == KH_BLOCK && !ts->tables) ||
           (first && (kh_token_is_head(t->kind) || kh_token_is_rule_start(t->kind)));
}

/* Behind a { that opens nothing readable: up to its }, or to a head word that shows it to be
 * missing. */
static void skip_braces(kh_parser *kh)
{
    unsigned open = 1;
    while (open) {
        const kh_token *next = kh_shaped_peek(kh);
        if (next->kind == KH_T_END || (kh_token_is_head(next->kind) && next->piece.first))
            return;
        kh_token t = kh_shaped_take(kh);
        open = open + (t.kind == '{') - (t.kind == '}');
    }
}

/* In panic: false when t is skipped. */
static bool goes_on(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    if (restarts(kh, t)) {
        ts->panic = false;
        ts->if_open = t->kind == KH_T_IF;
        ts->past[0] = (kh_token){0}; /* what was skipped is no reason for anything */
        ts->said = (kh_said){.head = ts->said.head};
        if (t->kind != '{') {
            ts->opening = KH_BLOCK;
            ts->tables = 0;
        }
        return true;
    }
    note_opening(kh, t);
    if (t->kind == '{') {
        takes_opening(ts);
        skip_braces(kh);
    }
    return false;
}

kh_recovery kh_tokens_recover(kh_parser *kh)
{
    kh_tokens *ts = &kh->tokens;
    const kh_token *t = &ts->past[0];
    bool again = ts->failed_at == t->piece.at && ts->failed_again;
    if (ts->reread) {
        ts->reread = false;
        return KH_DROP;
    }
    if (t->kind == KH_T_END)
        return again ? KH_GIVE_UP : KH_KEEP;
    bool opened = t->kind == '{' && !again;
    kh_level *b = brace(ts);
    ts->depth = (unsigned)(b - ts->levels); /* brackets that were open stay so no longer */
    if (opened) {
        kh_brace kind = b->kind;
        ts->depth--;
        bool block =
            kind == KH_BLOCK && (brace(ts)->kind == KH_BLOCK || brace(ts)->kind == KH_OUTSIDE);
        if (block) {
            ts->depth++;
            return KH_KEEP;
        }
        skip_braces(kh);
    } else if (!again && restarts(kh, t)) {
        ts->if_open = t->kind == KH_T_IF;
        return KH_KEEP;
    }
    ts->panic = true;
    return KH_DROP;
}

void kh_flow(kh_parser *kh)
{
    kh_tokens *ts = &kh->tokens;
    for (;;) {
        kh_token t = without_pauses(kh);
        if (closes_list(kh, &t)) {
            kh_token close = made_brace(&t);
            missing_brace(kh, &t, KH_E0204);
            kh_queue_push_front(&ts->shaped, t);
            close_level(kh, &close);
            kh_queue_push(&ts->ready, close);
            return;
        }
        if (lacks_comma(ts, &t) && ts->past[0].kind != KH_T_IF) {
            kh_queue_push_front(&ts->shaped, t);
            kh_queue_push(&ts->ready, missing_comma(kh, &t));
            return;
        }
        if (t.kind == KH_T_END && brace(ts)->kind != KH_OUTSIDE) {
            /* One at a time, the queue is short; the end comes again behind each. */
            if (!ts->at_end)
                missing_brace(kh, &t, KH_E0206);
            ts->at_end = true;
            kh_token close = made_brace(&t);
            close_level(kh, &close);
            kh_queue_push(&ts->ready, close);
            return;
        }
        if (ts->panic && !goes_on(kh, &t))
            continue;
        if (deliver(kh, &t)) {
            kh_queue_push(&ts->ready, t);
            return;
        }
    }
}
