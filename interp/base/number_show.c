/* Numbers as people read them: language.md, "a value is shown …". */
#include "base/number.h"

#include <assert.h>

#include "base/number_inside.h"

static bool show_infinity(kh_strbuf *out, kh_num x)
{
    if (x.d != KH_NUM_INF)
        return false;
    kh_strbuf_adds(out, x.n < 0 ? "-inf" : "inf");
    return true;
}

static void show_unsigned(kh_strbuf *out, uint64_t n)
{
    kh_strbuf_addf(out, "%llu", (unsigned long long)n);
}

/* How many places write 1/den in full; -1 when it does not end. */
static int places_of(uint64_t den)
{
    int twos = __builtin_ctzll(den), fives = 0;
    den >>= twos;
    for (; den % 5 == 0; den /= 5)
        fives++;
    if (den != 1)
        return -1;
    return twos > fives ? twos : fives;
}

void kh_num_show(kh_strbuf *out, kh_num x, int places)
{
    if (show_infinity(out, x))
        return;
    if (kh_num_is_big(x) || kh_num_forced_big) {
        kh_num_big_show(out, x, places);
        return;
    }
    uint64_t n = kh_magnitude(x.n), d = (uint64_t)x.d, rest = n % d;
    if (x.n < 0)
        kh_strbuf_addc(out, '-');
    show_unsigned(out, n / d);
    if (places < 0)
        places = places_of(d);
    bool cut = places < 0;
    if (cut)
        places = 6;
    if (places > 0)
        kh_strbuf_addc(out, '.');
    /* One digit of the division at a time; ten times what is left over may need 67 bits. */
    for (int i = 0; i < places; i++) {
        kh_u128 tenfold = (kh_u128)rest * 10;
        kh_strbuf_addc(out, (char)('0' + (int)(tenfold / d)));
        rest = (uint64_t)(tenfold % d);
    }
    assert(cut || rest == 0);
    if (cut)
        kh_strbuf_adds(out, "…");
}

void kh_num_show_exact(kh_strbuf *out, kh_num x)
{
    if (show_infinity(out, x))
        return;
    if (kh_num_is_big(x) || kh_num_forced_big) {
        kh_num_big_show_exact(out, x);
        return;
    }
    if (x.n < 0)
        kh_strbuf_addc(out, '-');
    show_unsigned(out, kh_magnitude(x.n));
    if (x.d != 1) {
        kh_strbuf_addc(out, '/');
        show_unsigned(out, (uint64_t)x.d);
    }
}
