/* What could stand where something else stands, in the user's words: tokens that go together are
 * named together, and at most four are named. */
#include <string.h>

#include "grammar/syntax_inside.h"
#include "scheme.tab.h"

#define MOST 4

typedef struct group {
    const char *chinese, *english;
    int needs[3];   /* all of them must be expected; 0 ends */
    int covers[44]; /* tokens that need no name of their own then */
} group;

#define SOFT                                                                                       \
    KH_T_SCHEME, KH_T_SCALE, KH_T_FACT, KH_T_RECORD, KH_T_LET, KH_T_DUTY, KH_T_CYCLE,              \
        KH_T_USEFILE, KH_T_ITEMS, KH_T_CHOICE, KH_T_CHANGE, KH_T_REMOVE, KH_T_AMENDS, KH_T_CITE,   \
        KH_T_BECAUSE, KH_T_RANK, KH_T_VETO, KH_T_OWNER, KH_T_ID, KH_T_YEAR, KH_T_NODE, KH_T_KINDS

/* Tried in this order. */
static const group groups[] = {
    {"数、名称或算式",
     "a number, a name or an expression",
     {KH_T_NUMBER, KH_T_NAMED, '('},
     {KH_T_NUMBER, KH_T_NAME, KH_T_NAMED, KH_T_TEXT, KH_T_PERCENT, KH_T_POINTS, KH_T_DURATION,
      KH_T_DATE, '(', '-', KH_T_MAX, KH_T_BASE, KH_T_TABLE, KH_T_LINE, KH_T_ROUND, KH_T_NOT, SOFT}},
    {"名称", "a name", {KH_T_NAMED, KH_T_SCHEME}, {KH_T_NAME, KH_T_NAMED, SOFT}},
    {"名称", "a name", {KH_T_NAME}, {KH_T_NAME, KH_T_NAMED}},
    {"数", "a number", {KH_T_NUMBER}, {KH_T_NUMBER, KH_T_PERCENT, KH_T_POINTS, KH_T_DURATION}},
    {"引号里的文字", "a text in quotes", {KH_T_TEXT}, {KH_T_TEXT, KH_T_NAMED}},
    {"比较（如 不低于）",
     "a comparison (such as at least)",
     {KH_T_ABOVE, KH_T_BELOW},
     {KH_T_ABOVE, KH_T_BELOW, KH_T_ATLEAST, KH_T_ATMOST, '=', '<', '>', KH_T_GE, KH_T_LE, KH_T_NE,
      KH_T_IN, KH_T_ORMORE, KH_T_ORLESS, KH_T_BEYOND, KH_T_TO}},
    {"运算符", "an operator", {'+', '*'}, {'+', '-', '*', '/', KH_T_DE}},
    {"规则（如 扣 1分）",
     "a rule (such as deduct 1)",
     {KH_T_ADJUST, KH_T_SCORE, KH_T_IF},
     {KH_T_ADJUST, KH_T_SCORE, KH_T_IF, KH_T_RATE, KH_T_FORFEIT, KH_T_BECOMES, KH_T_TOGETHER,
      KH_T_EACH, KH_T_EACHFULL, KH_T_EACHSTARTED, KH_T_EACHPERIOD}},
    {"下一条语句（如 项目）",
     "the next statement (such as item)",
     {KH_T_NODE, KH_T_LET},
     {SOFT, KH_T_ASSERT, KH_T_OMIT, KH_T_ALLOW, KH_T_FORFEIT}},
};

/* A token that is named by itself; keywords by their spellings. */
static bool sign_words(int token, const char **words)
{
    static const struct {
        int token;
        const char *words;
    } signs[] = {{'{', "{"}, {'}', "}"}, {'(', "("}, {')', ")"}, {',', ","},
                 {':', ":"}, {';', ";"}, {'=', "="}, {'-', "-"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].token == token) {
            *words = signs[i].words;
            return true;
        }
    }
    return false;
}

typedef struct list {
    kh_parser *kh;
    kh_built chinese, english;
    int n;
    bool more;
} list;

static void add(list *l, kh_slice zh, kh_slice en)
{
    if (l->n == MOST) {
        l->more = true;
        return;
    }
    if (l->n++ > 0) {
        kh_built_add(l->kh, &l->chinese, KH_LIT("、"));
        kh_built_add(l->kh, &l->english, KH_LIT(", "));
    }
    kh_built_add(l->kh, &l->chinese, zh);
    kh_built_add(l->kh, &l->english, en);
}

static void add_keyword(list *l, const char *english, const char *chinese)
{
    kh_slice en = {english, strcspn(english, ",")}, zh = {chinese, strcspn(chinese, ",")};
    add(l, zh.n ? zh : en, en.n ? en : zh);
}

static bool covered(const bool *done, const kh_failure *f, int token)
{
    for (int i = 0; i < f->count; i++)
        if (f->expected[i] == kh_symbol_of(token))
            return done[i];
    return true;
}

static void cover(bool *done, const kh_failure *f, int token)
{
    for (int i = 0; i < f->count; i++)
        if (f->expected[i] == kh_symbol_of(token))
            done[i] = true;
}

static bool holds(const group *g, const kh_failure *f, const bool *done)
{
    for (size_t i = 0; i < 3 && g->needs[i]; i++)
        if (!kh_expects(f, g->needs[i]) || (i == 0 && covered(done, f, g->needs[i])))
            return false;
    return true;
}

/* Parts that can stand nearly everywhere say little: they are named last. */
static bool is_late(int token)
{
    return token == KH_T_CITE || token == KH_T_OWNER || token == KH_T_ID || token == KH_T_BECAUSE ||
           token == KH_T_FOR || token == KH_T_ROUND || token == KH_T_PERIOD ||
           token == KH_T_FOREACH;
}

#define MOST_SYMBOLS 400

void kh_expected_words(const kh_failure *f, kh_slice *chinese, kh_slice *english)
{
    static const struct {
        int token;
        const char *english, *chinese;
    } keywords[] = {
#define KEYWORD(id, token, english, chinese, hidden) {KH_T_##token, english, chinese},
#include "grammar/keywords.def"
#undef KEYWORD
    };
    bool done[MOST_SYMBOLS] = {false};
    list l = {.kh = f->kh};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        if (!holds(&groups[g], f, done))
            continue;
        add(&l, kh_slice_of(groups[g].chinese), kh_slice_of(groups[g].english));
        for (size_t i = 0; i < 44 && groups[g].covers[i]; i++)
            cover(done, f, groups[g].covers[i]);
    }
    static const int signs[] = {'{', '}', '(', ')', ',', ':', '=', '-', ';'};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *words;
        if (!covered(done, f, signs[i]) && sign_words(signs[i], &words))
            add(&l, kh_slice_of(words), kh_slice_of(words));
    }
    for (int late = 0; late < 2; late++) {
        for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
            if (is_late(keywords[i].token) != (late == 1) || covered(done, f, keywords[i].token))
                continue;
            add_keyword(&l, keywords[i].english, keywords[i].chinese);
            cover(done, f, keywords[i].token);
        }
    }
    if (l.n == 0)
        add(&l, KH_LIT("文件结束"), KH_LIT("the end of the text"));
    if (l.more) {
        kh_built_add(f->kh, &l.chinese, KH_LIT(" 等"));
        kh_built_add(f->kh, &l.english, KH_LIT(" or others"));
    }
    *chinese = kh_built_slice(&l.chinese);
    *english = kh_built_slice(&l.english);
}
