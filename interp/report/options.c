/* Options that name units, items and columns: what does not exist is said before anything is
 * written, with the name that was probably meant. */
#include "report/inside.h"

#include "base/text.h"

static void report_unknown(kh_diags *diags, kh_code code, const kh_nearest *nearest)
{
    kh_diag *d = KH_REPORT(diags, code, KH_NOWHERE, nearest->wanted, nearest->best);
    d->no_hint = nearest->best.n == 0;
}

static kh_slice unit_name(const kh_results *r, uint32_t unit)
{
    return kh_intern_text(r->plan->model->names, r->facts->units[unit].name);
}

static bool check_unit(const kh_results *r, kh_slice name, kh_diags *diags)
{
    kh_nearest nearest = kh_nearest_to(name);
    for (uint32_t u = 0; u < r->facts->unit_count; u++)
        if (kh_slice_eq(unit_name(r, u), name))
            return true;
    for (uint32_t u = 0; u < r->facts->unit_count; u++)
        kh_nearest_offer(&nearest, unit_name(r, u));
    report_unknown(diags, KH_E0720, &nearest);
    return false;
}

static bool check_item(const kh_model *m, kh_slice name, kh_diags *diags)
{
    uint32_t node;
    if (kh_report_find_nodes(m, name, &node, 1))
        return true;
    kh_nearest nearest = kh_nearest_to(name);
    for (uint32_t i = 0; i < m->nodes_count; i++)
        kh_nearest_offer(&nearest, kh_intern_text(m->names, m->nodes[i].name));
    report_unknown(diags, KH_E0721, &nearest);
    return false;
}

static bool check_column(const kh_model *m, const kh_report_options *o, kh_slice name,
                         kh_diags *diags)
{
    kh_report_column column;
    if (!kh_report_column_find(m, name, &column)) {
        kh_nearest nearest = kh_nearest_to(name);
        kh_report_column_offer(m, &nearest);
        report_unknown(diags, KH_E0722, &nearest);
        return false;
    }
    if (!kh_figure_by_item(column.figure) || o->by_item)
        return true;
    KH_REPORT(diags, KH_E0723, KH_NOWHERE, name);
    return false;
}

bool kh_report_options_check(const kh_results *r, const kh_report_options *o, kh_diags *diags)
{
    const kh_model *m = r->plan->model;
    bool fine = true;
    for (size_t i = 0; i < o->unit_count; i++)
        fine = check_unit(r, o->units[i], diags) && fine;
    if (o->item.n)
        fine = check_item(m, o->item, diags) && fine;
    for (size_t i = 0; i < o->column_count; i++)
        fine = check_column(m, o, o->columns[i], diags) && fine;
    return fine;
}
