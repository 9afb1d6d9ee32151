/* The wording of the reports: looking it up and putting arguments in. */
#include "report/inside.h"

#include <assert.h>

static const char *const phrases[KH_P_END][2] = {
#define PHRASE(id, zh, en) {zh, en},
#include "report/phrases.def"
#undef PHRASE
};

kh_slice kh_phrase_text(kh_phrase p, kh_lang lang)
{
    return kh_slice_of(phrases[p][lang]);
}

void kh_phrase_add(kh_strbuf *out, kh_lang lang, kh_phrase p, const kh_slice *args, size_t n)
{
    kh_slice s = kh_phrase_text(p, lang);
    size_t done = 0;
    for (size_t i = 0; i + 2 < s.n; i++) {
        if (s.p[i] != '{' || s.p[i + 1] < '0' || s.p[i + 1] > '9' || s.p[i + 2] != '}')
            continue;
        size_t arg = (size_t)(s.p[i + 1] - '0');
        assert(arg < n);
        kh_strbuf_add(out, (kh_slice){s.p + done, i - done});
        kh_strbuf_add(out, args[arg]);
        done = i + 3;
        i += 2;
    }
    (void)n;
    kh_strbuf_add(out, (kh_slice){s.p + done, s.n - done});
}

kh_phrase kh_phrase_of_field(const kh_record *r, uint32_t field)
{
    static const kh_phrase names[KH_FIELD_DUTY_COUNT] = {
        [KH_FIELD_ITEM] = KH_P_ITEM,
        [KH_FIELD_DATE] = KH_P_DATE,
        [KH_FIELD_PERIOD] = KH_P_PERIOD,
        [KH_FIELD_COUNT] = KH_P_COUNT,
        [KH_FIELD_AMOUNT] = KH_P_AMOUNT,
        [KH_FIELD_LEVEL] = KH_P_LEVEL,
        [KH_FIELD_BY] = KH_P_BY,
        [KH_FIELD_PROVEN] = KH_P_PROVEN,
        [KH_FIELD_EVIDENCE] = KH_P_EVIDENCE,
        [KH_FIELD_NOTE] = KH_P_NOTE,
        [KH_FIELD_DUE_DATE] = KH_P_DUE_DATE,
        [KH_FIELD_FILED_ON] = KH_P_FILED_ON,
        [KH_FIELD_LATE] = KH_P_LATE,
        [KH_FIELD_NOT_FILED] = KH_P_NOT_FILED,
        [KH_FIELD_DAYS_LATE] = KH_P_END,
        [KH_FIELD_ORDINAL] = KH_P_END,
    };
    uint32_t named = r->duty == KH_NONE ? KH_FIELD_BUILTIN_COUNT : KH_FIELD_DUTY_COUNT;
    return field < named ? names[field] : KH_P_END;
}
