/* What this version reads and does not evaluate: one sentence each, and nothing follows from it. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

#define ITEM "项目 x 满分 9 计分 y\n"

Test(refused, one_sentence_each)
{
    static const said rows[] = {
        {"item x max 9 monthly by mean score y", "E0902"},
        {"item x max 9 for each m by mean score y", "E0903"},
        {"item x max 9 each month deduct 1 per a", "E0905"},
        {"item x max 9 deduct 1 per a same b", "E0907"},
        {"item x max 9 deduct 1 per a within 12 months", "E0908"},
        {"item x max 9 deduct 1 per a weighted c", "E0909"},
        {"item x max 9 deduct 1 per a trim 1", "E0910"},
        {"item x max 9 score mean(a of peers)", "E0911"},
        {"item x max 9 deduct 1 per a of subunits", "E0911"},
        {"fact u: unit\nitem x max 9 score y", "E0912"},
        {"item x max 9 score last_year(y)", "E0920"},
        {"include \"a.rules\"\nitem x max 9 score y", "E0922"},
        {"cycle c 2 months\nitem x max 9 score y", "E0923"},
        {"remove item z\nitem x max 9 score y", "E0924"},
        {"item x max 9 deduct 1 per a charged to b", "E0929"},
        {"scheme s year 2013\nduty d per a where b due 7 days after period_end filed q\n"
         "item x max 9 deduct 1 per d where late",
         "E0931"},
        {"fact a: number monthly\nitem x max 9 score a", "E0932"},
        {"let a = b monthly\nitem x max 9 score a", "E0934"},
        {ITEM "grade A when total >= 6 top 15% of peers\ngrade B otherwise", "E0936"},
        {ITEM "select s top 3 within town by total ties cut", "E0938"},
    };
    EXPECT_SAID(rows);
}

/* Everything wrong in one run. */
Test(refused, all_errors_at_once)
{
    static const said rows[] = {
        {"item x max 9 score mean(a of peers)\nitem y max 9 deduct -1 per a\n"
         "item z max 9 rate z on s\ngrade A when total\ngrade B otherwise",
         "E0911 E0405 E0301 E0401"},
    };
    EXPECT_SAID(rows);
}
