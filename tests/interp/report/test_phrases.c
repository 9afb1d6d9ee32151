/* The table of wording: both languages say the same things of the same arguments. */
#include <criterion/criterion.h>

#include "report/inside.h"

static unsigned arguments(kh_slice s)
{
    unsigned set = 0;
    for (size_t i = 0; i + 2 < s.n; i++)
        if (s.p[i] == '{' && s.p[i + 2] == '}')
            set |= 1u << (s.p[i + 1] - '0');
    return set;
}

Test(phrases, same_arguments_in_both_languages)
{
    for (int p = 0; p < KH_P_END; p++) {
        kh_slice zh = kh_phrase_text((kh_phrase)p, KH_ZH), en = kh_phrase_text((kh_phrase)p, KH_EN);
        cr_expect(zh.n > 0, "phrase %d", p);
        cr_expect_eq(arguments(zh), arguments(en), "%s", zh.p);
    }
}

Test(phrases, arguments_are_put_in)
{
    kh_strbuf b = {0};
    KH_PHRASE(&b, KH_ZH, KH_P_PART_CAP, KH_LIT("5"), KH_LIT("{0}"), KH_LIT("7"));
    cr_expect_str_eq(b.at, "封顶 5 分：应得 {0} 分，计 7 分");
    kh_strbuf_free(&b);
}

Test(phrases, names_of_fields)
{
    const kh_record own = {.duty = KH_NONE}, duty = {.duty = 0};
    cr_expect_eq(kh_phrase_of_field(&own, KH_FIELD_NOTE), KH_P_NOTE);
    cr_expect_eq(kh_phrase_of_field(&duty, KH_FIELD_NOT_FILED), KH_P_NOT_FILED);
    cr_expect_eq(kh_phrase_of_field(&duty, KH_FIELD_DUTY_COUNT), KH_P_END);
    /* The first fields that a record has of its own stand where a duty has its dates. */
    cr_expect_eq(kh_phrase_of_field(&own, KH_FIELD_DUE_DATE), KH_P_END);
}
