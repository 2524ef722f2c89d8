"""Site assessments: pages, routes, and what they take."""

from mou.foundation.app_declaration import App, Part
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("findings_due.list_waiting_findings",),
    overdue=("findings_due.list_overdue_findings",),
    routers=("api", "sweep_api", "measure_api"),
    addresses="urls",
    chores=("findings_due.tell_due_findings",),
    pages_of_alerts={"finding_waits": "/prevention/assessments"},
    parts=(
        Part(
            "prevention",
            "assessments",
            _("Site assessment"),
            _("What is weak at a site, who mends it, and what responders see of it."),
            seen_by="pages.assessments.may_see_page",
            order=60,
        ),
    ),
    uploads=("/api/v1/assessment-findings/*/photo", "/prevention/findings/*"),
    not_audited={
        r"assessments.*|assessment-(findings|upgrades).*|sites/<id>/(assessment|door-).*|districts/<id>/assessment.*": (
            "assessments have a record of their own of who read and did what"
        ),
        r"prevention/(assessments|findings|door-sweeps)(/.*)?": "assessments have records of their own",
    },
)
