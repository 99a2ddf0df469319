/* The pages of the manual; see manual.h. */

#include <config.h>

#include "engine/commands/manual.h"

#include "engine/tongue.h"

static const struct qp_manual_page pages[] = {
    { "commands",
      { "quping", 1, N_("evaluate the districts of a city by a rule set") },
      qp_manual_commands },
    { "rules", { 0 }, qp_manual_rules },
    { "methods", { 0 }, qp_manual_methods },
    { "functions", { 0 }, qp_manual_functions },
    { "limits", { 0 }, qp_manual_limits },
    { "reference",
      { "quping-rules", 5, N_("rule sets of quping") },
      qp_manual_reference },
    { "submission",
      { "quping-submission", 5,
        N_("what districts, departments and experts send") },
      qp_manual_submission },
};

/* Names the other pages. */
static void
tell_others(const struct qp_manual *manual, const struct qp_manual_page *page)
{
    const char *names = "";

    for (size_t i = 0; i < QP_COUNT(pages); i++)
        if (pages[i].title.name && &pages[i] != page)
            names = qp_arena_printf(manual->arena, "%s%s`%s`(%d)", names,
                                    *names ? ", " : "", pages[i].title.name,
                                    pages[i].title.section);
    manual->pen->heading(1, _("See also"));
    manual->pen->text(names);
}

void
qp_manual_tell(const struct qp_manual *manual,
               const struct qp_manual_page *page)
{
    if (page->title.name)
        manual->pen->title(&page->title);
    page->tell(manual);
    if (page->title.name)
        tell_others(manual, page);
}

const struct qp_manual_page *
qp_manual_page(size_t i)
{
    return i < QP_COUNT(pages) ? &pages[i] : NULL;
}
