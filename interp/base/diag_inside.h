/* Private to base/diag*.c. */
#ifndef KH_BASE_DIAG_INSIDE_H
#define KH_BASE_DIAG_INSIDE_H

#include "base/diag.h"

/* The exit status that an error of this code asks for. */
int kh_code_status(kh_code code);
/* The sentence of a related place. */
void kh_related_message(kh_strbuf *out, const kh_related *r, kh_lang lang);
/* error, warning, note: ASCII in both languages, so that editors know the line. */
const char *kh_severity_word(kh_severity severity);
/* The source line with the place underlined, cut to 100 columns around it. */
void kh_diag_excerpt(kh_strbuf *out, kh_sources *sources, kh_place place, bool colour);

#endif
