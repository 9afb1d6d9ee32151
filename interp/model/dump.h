/* Inside of kh_model_dump. */
#ifndef KH_MODEL_DUMP_H
#define KH_MODEL_DUMP_H

#include "model/model.h"

typedef struct kh_dumper {
    kh_strbuf *out;
    const kh_model *m;
} kh_dumper;

void kh_dump_put(kh_dumper *d, const char *s);
void kh_dump_text(kh_dumper *d, kh_slice s);
void kh_dump_name(kh_dumper *d, kh_id id);
void kh_dump_path(kh_dumper *d, uint32_t node);
void kh_dump_type(kh_dumper *d, kh_type t);
/* Behind a blank: " round 1 half_up", nothing when there is none. */
void kh_dump_rounding(kh_dumper *d, const kh_rounding *r);
/* Behind a blank: the kind of record, its item, its condition. */
void kh_dump_set(kh_dumper *d, const kh_set *s);
void kh_dump_expr(kh_dumper *d, const kh_expr *e);

#endif
