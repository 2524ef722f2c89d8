"""Plans as a whole: what the data of a person counts of them."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("plans.waiting.list_waiting_plans", "compliance.waiting.list_waiting_walks"),
    person_counts=(
        PersonCount("edits_of_plans", "models.PlanEdit", "edited_by", _("Edits of floor plans")),
        PersonCount("walk_throughs", "models.WalkThrough", "walked_by", _("Walk-throughs")),
        PersonCount("plans_given_to_others", "models.DistributionRecord", "given_by", _("Plans given to others")),
    ),
)
