/* The words that head the columns of fact files, in both languages. */
#include "facts/raw.h"

static const struct {
    kh_slice zh, en;
} names[KH_H_END] = {
#define HEADING(id, zh, en, shapes) {{zh, sizeof zh - 1}, {en, sizeof en - 1}},
#include "facts/headings.def"
#undef HEADING
};

kh_heading kh_heading_find(kh_slice name)
{
    for (int h = 0; h < KH_H_END; h++) {
        if (kh_slice_eq(name, names[h].zh) || kh_slice_eq(name, names[h].en))
            return (kh_heading)h;
    }
    return KH_H_END;
}

kh_slice kh_heading_name(kh_heading h, kh_lang lang)
{
    return lang == KH_EN ? names[h].en : names[h].zh;
}
