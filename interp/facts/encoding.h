/* What the bytes of a fact file are: UTF-8, or a CSV file in GB18030. Inside this layer only. */
#ifndef KH_FACTS_ENCODING_H
#define KH_FACTS_ENCODING_H

#include "facts/reader.h"

typedef enum kh_decoded {
    KH_DECODED,
    KH_NOT_GB18030, /* *bad is the offset of the first byte that is not */
    KH_NO_TABLE     /* this machine cannot decode it */
} kh_decoded;

/* All of the bytes or nothing; a byte order mark is left out. */
kh_decoded kh_gb18030_decode(kh_arena *a, kh_slice bytes, kh_slice *text, size_t *bad);

/* Sets r->text to the text of the source; false when it cannot be read, which is reported. */
bool kh_encoding_settle(kh_reader *r, kh_fact_form form);

#endif
