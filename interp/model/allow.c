/* What the scheme allows itself: `allow E0412 "方案原文如此"` lists the finding and raises it no
 * more. And what was declared and never used. */
#include "model/resolve.h"

/* Errors about what the paper says, not about what the text means: only these may be allowed. */
bool kh_code_may_be_allowed(kh_code code)
{
    return code == KH_E0412 || code == KH_E0493;
}

typedef struct allowing {
    kh_resolver *r;
    const struct kh_node_allow *by;
} allowing;

static void allowed(kh_diag *d, void *context)
{
    const allowing *a = context;
    d->no_hint = true;
    d->fix = (kh_slice){0};
    kh_resolve_related(a->r, d, KH_R_allowed_here, a->by->base.place,
                       kh_resolve_string(a->by->reason));
}

static bool lower(kh_resolver *r, kh_code code, const struct kh_node_allow *by)
{
    allowing a = {r, by};
    bool found = kh_diags_lower(r->diags, code, r->model->source, allowed, &a);
    if (found && r->diags->errors == 0)
        r->diags->status = 0;
    return found;
}

void kh_check_allows(kh_resolver *r)
{
    for (size_t i = 0; i < r->allows.n; i++) {
        const struct kh_node_allow *a = r->allows.at[i];
        kh_slice name = kh_resolve_string(a->code);
        kh_code code;
        if (!name.n || a->code->kind == KH_NODE_ERROR)
            continue;
        if (!kh_code_find(name, &code))
            KH_SAY(r, KH_E0497, a->code->place, name);
        else if (kh_code_severity(code) == KH_ERROR && !kh_code_may_be_allowed(code))
            KH_SAY(r, KH_E0497, a->code->place, name);
        else if (!lower(r, code, a))
            KH_SAY(r, KH_E0498, a->base.place, name);
    }
}

void kh_check_unused(kh_resolver *r)
{
    for (size_t i = 0; i < r->facts.n; i++) {
        const kh_fact *f = &r->facts.at[i];
        const kh_symbol *s = kh_names_find(r, f->name, KH_SYMBOL_FACT);
        bool again = s && s->index != i; /* declared twice: said already */
        if (r->fact_slots.at[i].clashed)
            continue;
        if (f->declared && !f->is_read && !f->unused && !again)
            KH_SAY(r, KH_E0495, f->place, kh_resolve_name(r, f->name));
    }
    for (uint32_t i = 0; i < r->symbols.n; i++) {
        const kh_symbol *s = &r->symbols.at[i];
        if (!s->declared && s->tag <= KH_SYMBOL_RECORD)
            kh_guess_look_alike(r, i, s->name, s->place);
    }
}
