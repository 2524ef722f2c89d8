"""Prevention: its front page, and what an assessment found."""

from mou.foundation.app_declaration import App, MainPage, Part
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    chores=("findings_due.tell_due_findings",),
    pages_of_alerts={"finding_waits": "/prevention/assessments"},
    parts=(
        Part(
            "prevention",
            "assessments",
            _("Site assessment"),
            _("What is weak at a site, who mends it, and what responders see of it."),
            seen_by="front.may_see_assessments",
            order=60,
        ),
    ),
    main_pages=(MainPage(_("Prevention"), "prevention", ("/prevention/",), "front.sees_prevention", order=60),),
    not_audited={
        r"prevention": "assessments have records of their own",
    },
)
