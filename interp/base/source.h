/* Sources: the files that a run read, and places in them.
 *
 * A scheme text is checked and normalised once, when it is loaded: UTF-8, no NUL, no bidi or
 * zero-width controls, NFC, and outside quotes ("…", “…”, 「…」) and comments full-width letters,
 * digits and punctuation become their ASCII twins (also × * and ÷ /, 、 a comma, 。 a semicolon,
 * blanks of any width a blank). `text` is what the scanner reads; a place is an offset into `text`;
 * kh_source_original maps it back to the bytes of the file, where lines and columns are counted. A
 * fact file keeps its bytes (decoded to UTF-8 when it was GB18030), so there the map is the
 * identity. */
#ifndef KH_BASE_SOURCE_H
#define KH_BASE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"

struct kh_diags;

typedef uint32_t kh_source_id; /* counts from 1; 0 is "no place" */

/* Where something stands: bytes [at, at + len) of the source's text. */
typedef struct kh_place {
    kh_source_id source;
    uint32_t len;
    uint64_t at;
} kh_place;

#define KH_NOWHERE ((kh_place){0, 0, 0})
/* From the start of a to the end of b (same source, a before b). */
kh_place kh_place_join(kh_place a, kh_place b);

typedef struct kh_source {
    kh_slice name; /* as given on the command line; "-" is standard input */
    kh_slice bytes; /* the file, as UTF-8, without a byte order mark */
    kh_slice text;  /* what places count in */
    bool had_bom;
    bool gb18030; /* bytes were decoded from GB18030 */
    struct kh_source_map *map; /* text offset → bytes offset; NULL is the identity */
    struct kh_source_lines *lines; /* made on first use */
} kh_source;

typedef struct kh_sources kh_sources;
kh_sources *kh_sources_new(kh_arena *a);
const kh_source *kh_sources_at(const kh_sources *s, kh_source_id id);
uint32_t kh_sources_count(const kh_sources *s);

/* Reads a file whole (limit in bytes) and adds it as it stands. Reports and returns 0 when it cannot
 * be read, is no regular file (E08xx) or is longer than the limit. "-" is standard input. */
kh_source_id kh_source_read(kh_sources *s, kh_slice path, uint64_t limit, struct kh_diags *diags);
/* False, and reported as there, when a text of n bytes that is in memory is longer than the limit. */
bool kh_source_fits(kh_slice name, uint64_t n, uint64_t limit, struct kh_diags *diags);
/* Adds a text that is already in memory (borrowed, must outlive the sources). */
kh_source_id kh_source_add(kh_sources *s, kh_slice name, kh_slice bytes);

/* Checks and normalises a scheme's text as said above; false when an error was reported. What is
 * wrong with the bytes is reported with its place; `text` is usable in any case (offending bytes
 * become blanks, look-alikes what they look like), so that all errors of a run are found. It always
 * ends in a line end (the file's own, or one added with the warning E0110), unless it is empty,
 * which it also is when the whole file is in another encoding: then there is nothing to parse. */
bool kh_source_normalise(kh_sources *s, kh_source_id id, struct kh_diags *diags);
#define KH_MAX_SCHEME_BYTES (16u << 20)
#define KH_MAX_FACTS_BYTES (256u << 20)

/* Replaces the bytes of a source (a decoded fact file); borrowed from the sources' arena. */
void kh_source_replace(kh_sources *s, kh_source_id id, kh_slice bytes, bool gb18030);

uint64_t kh_source_original(const kh_source *s, uint64_t text_offset);

/* Line and column for people: both count from 1, columns in code points of the file's own text. */
typedef struct kh_linecol {
    uint64_t line, column;
} kh_linecol;
/* The end of the file is the end of its last line that is not empty, also when line ends follow. */
kh_linecol kh_source_linecol(kh_sources *s, kh_source_id id, uint64_t text_offset);
/* The line of the file that holds the offset, without its end; *start is its offset in bytes. */
kh_slice kh_source_line(kh_sources *s, kh_source_id id, uint64_t bytes_offset, uint64_t *start);

#endif
