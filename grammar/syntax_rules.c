/* Sentences about rules and heads: what is counted, the verb, clauses in another order. */
#include <string.h>

#include "grammar/syntax_inside.h"
#include "scheme.tab.h"

#define NOTHING ((kh_slice){0})

static bool is_each(int kind)
{
    return kind == KH_T_EACH || kind == KH_T_EACHFULL || kind == KH_T_EACHSTARTED;
}

static bool is_per(int kind)
{
    return kind == KH_T_PER || kind == KH_T_PERFULL || kind == KH_T_PERSTARTED;
}

/* 计 甲数 = 3, 令 甲数 = 3: a value gets its name with 设. */
static bool other_let(const kh_failure *f)
{
    static const char *const words[] = {"计", "令", "定义", "计算", "变量"};
    const kh_token *t = f->t, *name = kh_failure_next(f);
    size_t at = name->piece.end;
    while (at < f->kh->text.n && f->kh->text.p[at] == ' ')
        at++;
    if (!kh_is_operand(name->kind) || at == f->kh->text.n || f->kh->text.p[at] != '=')
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kh_is_text(t, words[i]))
            return kh_fail_instead(f, KH_E0211, t, KH_LIT("设"));
    return false;
}

/* 得, 减, 计: said otherwise here. */
static bool other_verb(const kh_failure *f)
{
    const kh_token *t = f->t, *next = kh_failure_next(f);
    bool verb_said = f->said->verb.kind && !(f->p->kind == ',' || t->piece.first);
    bool zero = next->kind == KH_T_NUMBER && kh_slice_is(next->text, "0");
    if (kh_is_text(t, "减")) {
        bool operator= verb_said && kh_is_operand(f->p->kind) && !f->said->each.kind;
        return kh_fail_instead(f, KH_E0211, t, operator? KH_LIT("-") : KH_LIT("扣"));
    }
    if (!kh_is_text(t, "得") && !kh_is_text(t, "计"))
        return false;
    if (zero && kh_is_text(t, "得")) {
        size_t diag = kh_fail_at(f, KH_E0211, t, KH_LIT("不得分"));
        kh_mend(f->kh, diag, t->piece.at, next->piece.end - t->piece.at, KH_LIT("不得分"));
        return true;
    }
    if (zero)
        return kh_fail_instead(f, KH_E0211, t, KH_LIT("改计"));
    return kh_fail_instead(f, KH_E0211, t,
                           f->said->each.kind && !verb_said ? KH_LIT("加") : KH_LIT("计分"));
}

/* 扣 1分 若 迟到 */
static bool condition_behind(const kh_failure *f)
{
    const kh_said *s = f->said;
    bool ends = kh_token_is_head(f->t->kind) || kh_token_is_rule_start(f->t->kind) ||
                f->t->kind == KH_T_END || f->t->kind == '}' || f->t->kind == ';';
    if (!ends || !f->kh->tokens.if_open || !s->condition.kind || !s->before.kind ||
        s->condition.piece.first)
        return false;
    return kh_fail_instead(f, KH_E0210, &s->condition, kh_like(&s->condition, "当", "when"));
}

/* 每少 1次 会议 扣 5分 */
static bool distance_alone(const kh_failure *f)
{
    if (f->t->kind != KH_T_EACHDIST)
        return false;
    kh_fail_at(f, KH_E0215, f->t, NOTHING);
    return true;
}

/* 每满 100万 加 1分; per 100 */
static bool steps_of_nothing(const kh_failure *f)
{
    bool each = is_each(f->q->kind), per = is_per(f->q->kind);
    if (!(each || per) || !kh_token_is_number(f->p->kind))
        return false;
    kh_span place = {f->q->piece.at, f->p->piece.end};
    bool sum = f->t->kind == '+' || f->t->kind == '-' || f->t->kind == '*' || f->t->kind == '/';
    if (sum) {
        kh_complain(f->kh, KH_E0214, kh_token_span(f->t), kh_quote(f->kh, place));
        return true;
    }
    if (each ? f->t->kind != KH_T_ADJUST && f->t->kind != ',' && f->t->kind != KH_T_PRORATA
             : f->t->kind == KH_T_PRORATA)
        return false;
    kh_complain(f->kh, KH_E0213, place, kh_quote(f->kh, place));
    return true;
}

/* 每低 1%: of what? */
static bool bare_percent(const kh_failure *f)
{
    int before = f->p->kind;
    if (f->t->kind != KH_T_PERCENT ||
        !(is_each(before) || is_per(before) || before == KH_T_EACHDIST))
        return false;
    size_t diag = kh_fail_at(f, KH_E0216, f->t, f->t->text);
    if (before == KH_T_EACHDIST)
        kh_mend(f->kh, diag, f->t->piece.end - 1, 1, KH_LIT("个百分点"));
    return true;
}

/* 每次 迟到 或 早退; 每次 迟到，早退; per finding per complaint */
static bool two_kinds(const kh_failure *f)
{
    const kh_token *t = f->t;
    bool or = t->kind == KH_T_OR && (f->q->kind == KH_T_EACH || f->q->kind == KH_T_PER);
    bool list = kh_is_operand(t->kind) && f->p->kind == ',' && f->said->each.kind == KH_T_EACH &&
                !f->said->verb.kind;
    bool again = is_per(t->kind) && f->said->each.kind;
    if (! or &&!list && !again)
        return false;
    kh_fail_at(f, KH_E0218, t, kh_token_quote(f, &f->said->each));
    return true;
}

/* each finding deduct 1 */
static bool english_each(const kh_failure *f)
{
    if (!kh_is_text(f->t, "each"))
        return false;
    kh_fail_at(f, KH_E0219, f->t, NOTHING);
    return true;
}

/* 附加 奖 最多 5 */
static bool limit_of_head(const kh_failure *f)
{
    const kh_said *s = f->said;
    if (f->t->kind != KH_T_UPTO || s->head.kind != KH_T_NODE || s->verb.kind || s->each.kind)
        return false;
    return kh_fail_instead(f, KH_E0222, f->t, kh_like(f->t, "封顶", "cap"));
}

/* 扣 1分，不超过 3分 */
static bool limit_as_comparison(const kh_failure *f)
{
    const kh_token *t = f->t->kind == ',' ? kh_failure_next(f) : f->t;
    if (t->kind != KH_T_ATMOST || f->said->verb.kind != KH_T_ADJUST || f->level->kind == KH_PAREN ||
        f->said->when.kind || f->said->unless.kind)
        return false;
    kh_fail_instead(f, KH_E0221, t, kh_like(t, "最多", "up to"));
    return true;
}

/* A part of the head behind a rule. */
static bool head_behind_rule(const kh_failure *f)
{
    int kind = f->t->kind;
    bool head = kind == KH_T_LIMIT || kind == KH_T_MAX || kind == KH_T_BASE || kind == KH_T_FOR ||
                kind == KH_T_ONLYWHEN || kind == KH_T_ABSENT || kind == KH_T_MISSING ||
                kind == KH_T_ROUND || kind == KH_T_PERIOD || kind == KH_T_FOREACH;
    if (!head || !f->said->verb.kind || f->level->kind == KH_PAREN || kh_expects(f, KH_T_NUMBER) ||
        kh_failure_brace(f) == KH_ROWS)
        return false;
    kh_fail_at(f, KH_E0223, f->t, NOTHING);
    return true;
}

/* 减半 当 A 除非 B, 扣 1分 最多 5分 当 A: the clauses act in the order in which they stand. */
static bool clause_too_late(const kh_failure *f)
{
    const kh_said *s = f->said;
    int kind = f->t->kind;
    if (kind == KH_T_PRORATA && s->verb.kind) {
        kh_fail_at(f, KH_E0230, f->t, NOTHING);
        return true;
    }
    if (is_per(kind) && (s->when.kind || s->unless.kind)) {
        kh_fail_at(f, KH_E0227, f->t, kh_token_quote(f, s->when.kind ? &s->when : &s->unless));
        return true;
    }
    if (kind != KH_T_WHEN && kind != KH_T_UNLESS)
        return false;
    if (s->mod.kind && !s->upto.kind) {
        kh_fail_at(f, KH_E0225, f->t, kh_token_quote(f, &s->mod));
        return true;
    }
    if (!s->upto.kind)
        return false;
    kh_fail_at(f, KH_E0227, f->t, kh_token_quote(f, &s->upto));
    return true;
}

/* 减半 without 当 */
static bool modifier_alone(const kh_failure *f)
{
    if (!f->said->mod.kind || !kh_expects(f, KH_T_WHEN) || kh_expects(f, KH_T_UNLESS))
        return false;
    kh_fail_at(f, KH_E0226, &f->said->mod, NOTHING);
    return true;
}

/* 等次 inside { }, rules outside all items, 否则 in a rule. */
static bool wrong_room(const kh_failure *f)
{
    int kind = f->t->kind;
    kh_brace brace = kh_failure_brace(f);
    if ((kind == KH_T_CHOICE || kind == KH_T_VETO || kind == KH_T_RANK) && brace == KH_BLOCK &&
        f->level->kind != KH_PAREN && !kh_expects(f, KH_T_NAMED)) {
        kh_fail_at(f, KH_E0241, f->t, NOTHING);
        return true;
    }
    if (kh_token_is_rule_start(kind) && brace == KH_OUTSIDE && f->said->head.kind != KH_T_NODE &&
        (!f->p->kind || f->t->piece.first || f->p->kind == '}' || f->p->kind == ';')) {
        kh_fail_at(f, KH_E0242, f->t, NOTHING);
        return true;
    }
    if (kind == KH_T_OTHERWISE && f->said->verb.kind && brace != KH_ROWS) {
        kh_fail_at(f, KH_E0243, f->t, NOTHING);
        return true;
    }
    return false;
}

/* 就高 按 事由，人员 */
static bool keys_in_brackets(const kh_failure *f)
{
    if (f->t->kind != ',' || f->q->kind != KH_T_BY || !kh_is_operand(f->p->kind))
        return false;
    const kh_token *next = kh_failure_next(f);
    kh_span place = {f->p->piece.at, next->piece.end};
    size_t diag = kh_complain(f->kh, KH_E0244, place, kh_quote(f->kh, place));
    kh_mend(f->kh, diag, f->p->piece.at, 0, kh_as_wide(f, f->t, "（", "("));
    kh_mend(f->kh, diag, next->piece.end, 0, kh_as_wide(f, f->t, "）", ")"));
    return true;
}

/* 记录 发现问题、表彰: every comma of the list begins a statement of its own. */
static void mend_records(const kh_failure *f, size_t diag, kh_slice word)
{
    kh_slice text = f->kh->text;
    kh_built begin = {0};
    kh_built_add(f->kh, &begin, KH_LIT("\n"));
    kh_built_add(f->kh, &begin, word);
    kh_built_add(f->kh, &begin, KH_LIT(" "));
    size_t end = f->t->piece.at;
    while (end < text.n && !strchr("\n#;{}", text.p[end]))
        end++;
    if (end < text.n && text.p[end] == '{') /* whose fields they are is not clear */
        return;
    for (size_t at = f->t->piece.at; at < end; at++) {
        if (text.p[at] != ',')
            continue;
        size_t behind = at + 1;
        while (behind < end && text.p[behind] == ' ')
            behind++;
        bool last = behind == end; /* nothing follows the comma */
        kh_mend(f->kh, diag, (uint32_t)at, last ? 1 : (uint32_t)(behind - at),
                last ? NOTHING : kh_built_slice(&begin));
    }
}

/* Two names behind a head word that takes one. */
static bool second_name(const kh_failure *f)
{
    const kh_token *head = &f->said->head;
    if (f->t->kind != ',' || !head->kind || f->q->piece.at != head->piece.at ||
        f->q->kind != head->kind || !kh_is_operand(f->p->kind) ||
        !kh_is_operand(kh_failure_next(f)->kind))
        return false;
    kh_slice word = kh_token_quote(f, head);
    size_t diag = kh_complain(f->kh, KH_E0246, kh_token_span(f->t), word);
    if (head->kind == KH_T_RECORD)
        mend_records(f, diag, word);
    return true;
}

/* veto x to A when b to C */
static bool second_effect(const kh_failure *f)
{
    if (f->t->kind != KH_T_TO || f->said->head.kind != KH_T_VETO || !f->said->when.kind)
        return false;
    kh_fail_at(f, KH_E0245, f->t, NOTHING);
    return true;
}

const kh_hint kh_hints_rules[] = {
    other_let,           other_verb,       condition_behind,
    distance_alone,      steps_of_nothing, bare_percent,
    two_kinds,           english_each,     limit_of_head,
    limit_as_comparison, second_name,      head_behind_rule,
    clause_too_late,     modifier_alone,   wrong_room,
    keys_in_brackets,    second_effect,    NULL,
};
