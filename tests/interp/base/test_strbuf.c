/* The growable text. */
#include "base/strbuf.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdint.h>

#include "base/memory.h"

Test(strbuf, adds_texts_of_every_kind)
{
    kh_strbuf b = {0};
    cr_assert_str_eq(kh_strbuf_slice(&b).p, "");
    kh_strbuf_add(&b, (kh_slice){NULL, 0});
    cr_assert_str_eq(b.at, "");
    kh_strbuf_adds(&b, "考核");
    kh_strbuf_addc(&b, ':');
    kh_strbuf_pad(&b, ' ', 3);
    kh_strbuf_pad(&b, 'x', 0);
    kh_strbuf_add(&b, (kh_slice){"12345", 2});
    cr_assert_str_eq(b.at, "考核:   12");
    cr_assert_eq(b.n, 12);
    cr_assert(kh_slice_is(kh_strbuf_slice(&b), "考核:   12"));
    kh_strbuf_free(&b);
    cr_assert_null(b.at);
    cr_assert_eq(b.n + b.cap, 0);
}

Test(strbuf, keeps_every_byte_and_the_nul_while_it_grows)
{
    kh_strbuf b = {0};
    for (size_t i = 0; i < 100000; i++) {
        kh_strbuf_addc(&b, (char)(i % 251));
        cr_assert_eq(b.n, i + 1);
        cr_assert_eq(b.at[b.n], '\0');
    }
    for (int i = 0; i < 100000; i++)
        cr_assert_eq(b.at[i], (char)(i % 251));
    kh_strbuf_free(&b);
}

Test(strbuf, formats)
{
    kh_strbuf b = {0};
    kh_strbuf_addf(&b, "%s|%d|%u|%zu|%ld|%lld|%c|%x", "分", INT_MIN, UINT_MAX, (size_t)7, -5L,
                   LLONG_MAX, 'z', 0xfeu);
    cr_assert_str_eq(b.at, "分|-2147483648|4294967295|7|-5|9223372036854775807|z|fe");
    kh_strbuf_free(&b);
}

/* Where the formatted text just fits, lacks one byte, or is far larger than the room. */
Test(strbuf, formats_texts_of_every_length)
{
    static char text[5000];
    memset(text, 'q', sizeof text - 1);
    for (size_t before = 0; before < 70; before++) {
        for (size_t n = 0; n < 140; n++) {
            kh_strbuf b = {0};
            kh_strbuf_pad(&b, '-', before);
            kh_strbuf_addf(&b, "%s", text + sizeof text - 1 - n);
            cr_assert_eq(b.n, before + n);
            cr_assert_eq(strlen(b.at), before + n);
            cr_assert_eq(strspn(b.at + before, "q"), n);
            kh_strbuf_free(&b);
        }
    }
    kh_strbuf b = {0};
    kh_strbuf_addf(&b, "<%s>", text);
    cr_assert_eq(b.n, 5001);
    cr_assert_eq(b.at[5000], '>');
    kh_strbuf_free(&b);
}

Test(strbuf, clear_keeps_the_memory)
{
    kh_strbuf b = {0};
    kh_strbuf_clear(&b); /* nothing to clear is fine */
    kh_strbuf_pad(&b, 'x', 1000);
    const char *at = b.at;
    size_t cap = b.cap;
    kh_strbuf_clear(&b);
    cr_assert_eq(b.n, 0);
    cr_assert_str_eq(b.at, "");
    kh_strbuf_pad(&b, 'y', 1000);
    cr_assert_eq(b.at, at);
    cr_assert_eq(b.cap, cap);
    kh_strbuf_free(&b);
}

Test(strbuf, is_whole_when_memory_runs_out)
{
    static kh_strbuf b;
    static const kh_slice endless = {"x", SIZE_MAX};
    kh_strbuf_adds(&b, "before");
    for (volatile int i = 0; i < 4; i++) {
        kh_guard g;
        volatile bool caught = false;
        if (KH_GUARD(&g)) {
            kh_memory_fail_after(1);
            if (i == 0)
                kh_strbuf_pad(&b, 'x', 1000);
            else if (i == 1)
                kh_strbuf_addf(&b, "%0512d", 1);
            else if (i == 2)
                kh_strbuf_add(&b, endless);
            else
                kh_strbuf_pad(&b, 'x', SIZE_MAX - 3);
            kh_guard_leave(&g);
        } else {
            caught = true;
        }
        kh_memory_fail_after(-1);
        cr_assert(caught, "case %d", i);
        cr_assert_str_eq(b.at, "before");
        cr_assert_eq(b.n, 6);
    }
    kh_strbuf_free(&b);
}
