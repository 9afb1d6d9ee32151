/* Lets with parameters: let f(x) = …. A call is the let's own text with the parameters put in, so
 * it is resolved anew for each call, in the surroundings of the let and not of the call; parameters
 * are resolved where they stand. Nothing calls itself, and what a call becomes is bounded. */
#include "model/resolve.h"

#define MOST_TERMS 10000 /* of one call, all that it calls put in */
#define MOST_DEPTH 200   /* of what a call becomes; walks of expressions recurse */
#define MOST_CALLS 64    /* expressions around a call inside another: they recurse here */

void kh_function_declare(kh_resolver *r, const kh_node *let)
{
    const struct kh_node_let *t = KH_AS(let, let);
    kh_id name = kh_names_id(r, t->name);
    kh_function f = {.name = name, .tree = t, .rounding = {.places = -1}};
    for (const kh_node *p = t->params; p; p = p->next)
        for (const kh_node *q = t->params; q != p; q = q->next)
            if (kh_names_id(r, p) == kh_names_id(r, q)) {
                KH_SAY(r, KH_E0303, p->place, kh_resolve_text(r, p->place), KH_LIT("参数"),
                       KH_LIT("parameter"));
                f.troubled = true;
            }
    for (const kh_node *p = t->parts; p; p = p->next) {
        kh_word w = p->kind == KH_NODE_PART ? KH_AS(part, p)->word : KH_W_NONE;
        if (w == KH_W_ROUND || w == KH_W_NONE || kh_resolve_is_doc(w))
            continue;
        KH_SAY(r, KH_E0466, p->place, kh_word_chinese(w), kh_word_english(w));
        f.troubled = true;
    }
    kh_names_enter(r, KH_SYMBOL_FUNCTION, name, t->name->place, (uint32_t)r->functions.n, true);
    *kh_push(r->arena, &r->functions) = f;
}

void kh_function_begin(kh_resolver *r)
{
    for (size_t i = 0; i < r->functions.n; i++)
        r->functions.at[i].called = false;
}

void kh_function_check(kh_resolver *r)
{
    /* Behind an error a call may not have been reached. */
    for (size_t i = 0; i < r->functions.n && r->diags->errors == 0; i++)
        if (!r->functions.at[i].called)
            KH_SAY(r, KH_E1049, r->functions.at[i].tree->name->place,
                   kh_resolve_name(r, r->functions.at[i].name));
}

kh_expr *kh_function_parameter(kh_resolver *r, kh_id name, const kh_scope *scope)
{
    for (const kh_binding *b = scope->bound; b; b = b->next) {
        if (b->name != name)
            continue;
        kh_expr *copy = KH_NEW(r->work, kh_expr); /* each place settles its own */
        *copy = *b->value;
        return copy;
    }
    return NULL;
}

/* f → g → f: the calls from the one that is met again on. */
static void say_circle(kh_resolver *r, const kh_node *call, uint32_t function,
                       const kh_scope *scope)
{
    uint32_t path[64];
    size_t n = 0;
    for (const kh_call_frame *f = scope->calls; f && n < 64; f = f->out) {
        path[n++] = f->function;
        if (f->function == function)
            break;
    }
    kh_strbuf text = {0};
    while (n-- > 0) {
        kh_strbuf_add(&text, kh_resolve_name(r, r->functions.at[path[n]].name));
        kh_strbuf_adds(&text, " → ");
    }
    kh_strbuf_add(&text, kh_resolve_name(r, r->functions.at[function].name));
    KH_SAY(r, KH_E1045, call->place, kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
}

static bool calls_itself(const kh_scope *scope, uint32_t function)
{
    for (const kh_call_frame *f = scope->calls; f; f = f->out)
        if (f->function == function)
            return true;
    return false;
}

static uint32_t count(const kh_node *list)
{
    uint32_t n = 0;
    for (; list; list = list->next)
        n++;
    return n;
}

/* The parameters with what stands for them, resolved where the call stands; false: reported. */
static bool bind(kh_resolver *r, const kh_node *call, const kh_function *f, const kh_scope *scope,
                 const kh_binding **out)
{
    const kh_node *args = KH_AS(call, call)->args, *p = f->tree->params;
    *out = NULL;
    if (count(args) != count(p)) {
        kh_strbuf shape = {0};
        kh_strbuf_add(&shape, kh_resolve_name(r, f->name));
        for (const kh_node *q = p; q; q = q->next) {
            kh_strbuf_adds(&shape, q == p ? "(" : ", ");
            kh_strbuf_add(&shape, kh_resolve_text(r, q->place));
        }
        kh_strbuf_adds(&shape, ")");
        KH_SAY(r, KH_E0440, call->place, kh_resolve_name(r, f->name), kh_strbuf_slice(&shape));
        kh_strbuf_free(&shape);
        return false;
    }
    bool fine = true;
    for (const kh_node *a = args; a; a = a->next, p = p->next) {
        const struct kh_node_arg *arg = a->kind == KH_NODE_ARG ? KH_AS(arg, a) : NULL;
        kh_binding *b = KH_NEW(r->work, kh_binding);
        b->name = kh_names_id(r, p);
        b->next = *out;
        if (arg && (arg->of || arg->quals)) {
            KH_SAY(r, KH_E1036, a->place, kh_resolve_text(r, a->place));
            b->value = kh_expr_error(r, a->place);
        } else {
            b->value = kh_expr_resolve(r, arg ? arg->value : a, scope, KH_WANT_ANY);
        }
        fine = fine && !kh_types_is_error(b->value);
        *out = b;
    }
    return fine;
}

/* The let's text, rounded as it says, as if it stood at the call. */
static kh_expr *expand(kh_resolver *r, const kh_node *call, const kh_function *f,
                       const kh_scope *inside, kh_want want)
{
    kh_rounding rounding = kh_resolve_rounding(r, f->tree->parts);
    kh_expr *e =
        kh_expr_resolve(r, f->tree->value, inside, rounding.places >= 0 ? KH_WANT_NUMBER : want);
    if (kh_types_is_error(e))
        return kh_expr_error(r, call->place);
    kh_expr *out = kh_expr_new(r, KH_X_ROUND, KH_TYPE_NUMBER, call->place, 1);
    if (rounding.places < 0) {
        *out = *e;
        out->place = call->place;
        return out;
    }
    out->rounding = rounding;
    out->args[0] = e;
    out->type.measure = e->type.measure;
    return kh_expr_join(out);
}

static bool leans(const kh_expr *e)
{
    return e->op == KH_X_ADD || e->op == KH_X_SUB || e->op == KH_X_MUL || e->op == KH_X_DIV;
}

/* How deep an expression is nested; chains that lean to the left are walked in loops everywhere and
 * count once. Parameters are shared, so each part is looked at once; without recursion. */
static uint32_t depth_of(kh_resolver *r, const kh_expr *e)
{
    kh_map *known = kh_map_new(r->work);
    KH_VEC(const kh_expr *) stack = {0};
    *kh_push(r->work, &stack) = e;
    while (stack.n) {
        const kh_expr *top = stack.at[stack.n - 1];
        uint32_t depth = 1;
        size_t before = stack.n;
        for (uint32_t i = 0; i < top->n; i++) {
            uint32_t d = kh_map_get(known, (uint64_t)(uintptr_t)top->args[i]);
            if (d == KH_NONE)
                *kh_push(r->work, &stack) = top->args[i];
            else if (d + (i > 0 || !leans(top)) > depth)
                depth = d + (i > 0 || !leans(top));
        }
        if (stack.n > before)
            continue;
        kh_map_set(known, (uint64_t)(uintptr_t)top, depth);
        stack.n--;
    }
    return kh_map_get(known, (uint64_t)(uintptr_t)e);
}

/* The call that all others are part of. */
static const kh_function *outermost(const kh_resolver *r, const kh_function *f,
                                    const kh_scope *scope)
{
    for (const kh_call_frame *c = scope->calls; c; c = c->out)
        f = &r->functions.at[c->function];
    return f;
}

kh_expr *kh_function_call(kh_resolver *r, const kh_node *call, uint32_t function,
                          const kh_scope *scope, kh_want want)
{
    kh_function *f = &r->functions.at[function];
    f->called = true;
    if (calls_itself(scope, function)) {
        say_circle(r, call, function, scope);
        return kh_expr_error(r, call->place);
    }
    if (!scope->calls)
        r->terms = 0;
    const kh_binding *bound;
    if (!bind(r, call, f, scope, &bound) || f->troubled)
        return kh_expr_error(r, call->place);
    if (r->terms > MOST_TERMS) {
        if (r->terms < 2 * MOST_TERMS) /* once */
            KH_SAY(r, KH_E1046, call->place, kh_resolve_name(r, outermost(r, f, scope)->name));
        r->terms = 2 * MOST_TERMS;
        return kh_expr_error(r, call->place);
    }
    if (scope->calls && r->depth > MOST_CALLS) {
        KH_SAY(r, KH_E1056, call->place, kh_resolve_name(r, outermost(r, f, scope)->name));
        return kh_expr_error(r, call->place);
    }
    kh_call_frame frame = {function, scope->calls};
    kh_scope inside = {.node = KH_NONE,
                       .veto = KH_NONE,
                       .record = KH_NONE,
                       .declared_only = scope->declared_only,
                       .constant = scope->constant,
                       .bound = bound,
                       .calls = &frame};
    kh_expr *e = expand(r, call, f, &inside, want);
    if (!scope->calls && depth_of(r, e) > MOST_DEPTH) {
        KH_SAY(r, KH_E1056, call->place, kh_resolve_name(r, f->name));
        return kh_expr_error(r, call->place);
    }
    return e;
}
