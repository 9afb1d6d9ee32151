/* Kernels that bring cells in: constants, facts, fields, and a unit's value into its records. */
#include <assert.h>
#include <string.h>

#include "eval/batch.h"

void kh_eval_NUMBER(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        d->low[i] = op->number;
    kh_all_values(b, d);
}

void kh_eval_YES_NO(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    (void)b;
    memset(d->state, op->index ? KH_MAY_YES : KH_MAY_NO, n);
    d->plain = true;
}

void kh_eval_CODE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        d->codes[i] = (int32_t)op->index;
    kh_all_values(b, d);
}

/* What a missing cell may be besides a value. */
static uint8_t beside(const kh_operation *op)
{
    return op->mask ? KH_MAY_NA : 0;
}

/* The state of a cell as filed, in the words of results. */
static uint8_t state_of_value(uint8_t filed)
{
    static const uint8_t states[] = {
        [KH_FILED_MISSING] = KH_MAY_VALUE | KH_OPEN,
        [KH_FILED_VALUE] = KH_MAY_VALUE,
        [KH_FILED_NA] = KH_MAY_NA,
    };
    return states[filed];
}

static void answers(kh_batch *b, const kh_operation *op, kh_vec *d, const kh_fact_column *c,
                    uint32_t at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint8_t filed = c->state[at + i];
        if (filed == KH_FILED_VALUE) {
            d->state[i] = c->codes[at + i] ? KH_MAY_YES : KH_MAY_NO;
        } else if (filed == KH_FILED_NA) {
            d->state[i] = KH_MAY_NA;
        } else {
            d->state[i] = (uint8_t)(KH_MAY_YES | KH_MAY_NO | KH_OPEN | beside(op));
            kh_event_at(b, op, i);
        }
    }
    kh_vec_finish(d, n, true);
}

static void codes(kh_batch *b, const kh_operation *op, kh_vec *d, const kh_fact_column *c,
                  uint32_t at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint8_t filed = c->state[at + i];
        d->state[i] = state_of_value(filed);
        d->codes[i] = filed == KH_FILED_VALUE ? c->codes[at + i] : 0;
        if (filed == KH_FILED_MISSING) {
            d->state[i] |= beside(op);
            kh_event_at(b, op, i);
        }
    }
    kh_vec_finish(d, n, false);
}

static bool all_filed(const uint8_t *state, uint32_t n)
{
    uint8_t other = 0;
    for (uint32_t i = 0; i < n; i++)
        other |= state[i] ^ KH_FILED_VALUE;
    return other == 0;
}

/* Where all are filed, which is the rule, the vector borrows the numbers of the facts. */
static void numbers(kh_batch *b, const kh_operation *op, kh_vec *d, const kh_fact_column *c,
                    uint32_t at, uint32_t n)
{
    if (all_filed(c->state + at, n)) {
        d->low = c->numbers + at;
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint8_t filed = c->state[at + i];
        kh_cell cell = kh_not_applicable();
        if (filed == KH_FILED_VALUE) {
            cell = kh_value(c->numbers[at + i]);
        } else if (filed == KH_FILED_MISSING) {
            cell = kh_settle((kh_cell){(uint8_t)(KH_MAY_VALUE | beside(op)), op->low, op->high});
            kh_event_at(b, op, i);
        }
        kh_put(b, d, i, cell);
    }
    kh_vec_finish(d, n, false);
}

static void filed(kh_batch *b, const kh_operation *op, kh_vec *d, const kh_fact_column *c,
                  uint32_t at, uint32_t n)
{
    kh_type type = b->plan->columns[op->dst].type;
    if (type.tag == KH_TYPE_YES_NO)
        answers(b, op, d, c, at, n);
    else if (kh_is_code(type))
        codes(b, op, d, c, at, n);
    else
        numbers(b, op, d, c, at, n);
}

void kh_eval_FACT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    filed(b, op, d, &b->facts->facts[op->index], b->first, n);
}

void kh_eval_FIELD(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_record_table *t = &b->facts->records[op->domain.record];
    uint32_t at = kh_first_row(b, op->domain.record);
    if (op->index != KH_FIELD_COUNT) {
        filed(b, op, d, &t->fields[op->index], at, n);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        d->low[i] = kh_num_int(t->count[at + i]);
    kh_all_values(b, d);
}

void kh_eval_KIND(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    (void)op;
    for (uint32_t i = 0; i < n; i++)
        d->codes[i] = (int32_t)b->facts->units[b->first + i].kind;
    kh_all_values(b, d);
}

void kh_eval_KIND_IN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = b->facts->units[b->first + i].kind;
        bool in = kind < KH_MAX_KINDS && (op->mask >> kind & 1);
        d->state[i] = in ? KH_MAY_YES : KH_MAY_NO;
    }
    d->plain = true;
}

/* A record that does not say its item counts: bind lets it pass only where there is no choice. */
void kh_eval_FILED_UNDER(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const uint32_t *item =
        b->facts->records[op->domain.record].item + kh_first_row(b, op->domain.record);
    for (uint32_t i = 0; i < n; i++)
        d->state[i] = item[i] == op->index || item[i] == KH_NONE ? KH_MAY_YES : KH_MAY_NO;
    d->plain = true;
}

void kh_eval_SELECTED(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    static const uint8_t states[] = {
        [KH_OUT] = KH_MAY_NO,
        [KH_POSSIBLE] = KH_MAY_NO | KH_MAY_YES | KH_OPEN,
        [KH_CERTAIN] = KH_MAY_YES,
    };
    uint32_t selects = b->plan->model->selects_count;
    const uint8_t *chosen = b->run->results->selected + (size_t)b->first * selects + op->index;
    for (uint32_t i = 0; i < n; i++)
        d->state[i] = states[chosen[(size_t)i * selects]];
    kh_vec_finish(d, n, true);
}

void kh_eval_OF_UNIT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    uint32_t at = kh_first_row(b, op->domain.record);
    const uint32_t *unit = b->facts->records[op->domain.record].unit + at;
    if (d->low && !x->plain) {
        for (uint32_t i = 0; i < n; i++)
            kh_put(b, d, i, kh_at(x, unit[i] - b->first));
    } else if (d->low) {
        for (uint32_t i = 0; i < n; i++)
            d->low[i] = x->low[unit[i] - b->first];
        kh_all_values(b, d);
        return;
    } else {
        for (uint32_t i = 0; i < n; i++)
            d->state[i] = x->state[unit[i] - b->first];
        for (uint32_t i = 0; x->codes && i < n; i++)
            d->codes[i] = x->codes[unit[i] - b->first];
    }
    d->plain = x->plain;
}
