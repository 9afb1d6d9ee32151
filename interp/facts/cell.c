/* What is checked in every cell of every form: invisible characters, composition, damage. */
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "facts/reader.h"

kh_place kh_reader_place(const kh_reader *r, size_t from, size_t to)
{
    return (kh_place){r->source, (uint32_t)(to - from), from};
}

kh_slice kh_reader_number(kh_reader *r, uint64_t n)
{
    char *digits = r->numbers[r->next_number];
    r->next_number = (r->next_number + 1) % KH_READER_NUMBERS;
    size_t at = KH_READER_DIGITS;
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return (kh_slice){digits + at, KH_READER_DIGITS - at};
}

static bool plain(kh_slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return false;
    }
    return true;
}

/* Where a part of a cell stands: exact when the cell borrows from the text, else the cell. */
static kh_place part(const kh_reader *r, const kh_raw_cell *cell, size_t at, size_t len)
{
    uintptr_t p = (uintptr_t)cell->text.p, text = (uintptr_t)r->text.p;
    if (p < text || p - text > r->text.n)
        return cell->place;
    size_t from = (size_t)(p - text) + at;
    return kh_reader_place(r, from, from + len);
}

bool kh_cell_clean(kh_reader *r, kh_raw_cell *cell)
{
    if (cell->text.n > KH_MAX_CELL_BYTES) {
        KH_REPORT(r->diags, KH_E0527, cell->place);
        return false;
    }
    if (plain(cell->text))
        return true;
    for (size_t at = 0, len; at < cell->text.n; at += len) {
        uint32_t c;
        len = kh_text_next(cell->text, at, &c);
        if (!kh_text_is_unsafe(c))
            continue;
        char name[16];
        int n = snprintf(name, sizeof name, "U+%04X", (unsigned)c);
        kh_code code = c == 0xfffd ? KH_E0107 : kh_text_is_bidi(c) ? KH_E0105 : KH_E0106;
        KH_REPORT(r->diags, code, part(r, cell, at, len), ((kh_slice){name, (size_t)n}));
        return false;
    }
    cell->text = kh_text_nfc(r->arena, cell->text);
    return true;
}

typedef enum kh_damage { DAMAGE_NONE, DAMAGE_KANA, DAMAGE_LOST } kh_damage;

static bool is_kana(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) ||
           (c >= 0x31f0 && c <= 0x31ff) || (c >= 0xff66 && c <= 0xff9d);
}

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x3ffff);
}

/* What conversions between encodings leave behind: question marks in a row, U+FFFD read as GBK
 * (锟斤拷), and GBK bytes shifted by one, which show as kana among Han characters. */
static kh_damage damage_of(kh_slice name)
{
    static const char lost[] = "锟斤拷";
    uint32_t before = 0;
    bool kana = false, han = false;
    for (size_t at = 0, len; at < name.n; at += len) {
        uint32_t c;
        len = kh_text_next(name, at, &c);
        bool asks = c == '?' || c == 0xff1f;
        if (asks && (before == '?' || before == 0xff1f))
            return DAMAGE_LOST;
        if (c == 0x951f && name.n - at >= sizeof lost - 1 &&
            memcmp(name.p + at, lost, sizeof lost - 1) == 0)
            return DAMAGE_LOST;
        kana = kana || is_kana(c);
        han = han || is_han(c);
        before = c;
    }
    return kana && han ? DAMAGE_KANA : DAMAGE_NONE;
}

bool kh_name_check(kh_reader *r, const kh_raw_cell *name)
{
    kh_damage damage = damage_of(name->text);
    if (damage == DAMAGE_NONE)
        return true;
    kh_id id = kh_intern_id(r->ids, name->text);
    if (kh_map_get(r->reported, id) == UINT32_MAX) {
        kh_map_set(r->reported, id, 1);
        KH_REPORT(r->diags, damage == DAMAGE_LOST ? KH_E0507 : KH_E0508, name->place, name->text);
    }
    return damage != DAMAGE_LOST;
}
