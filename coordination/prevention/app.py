"""Prevention: its front page, and what an assessment found."""

from coordination.web.apps.app import App

APP = App(
    addresses="urls",
    chores=("findings_due.tell_due_findings",),
    uploads=("/prevention/findings/*",),
    pages_of_alerts={"finding_waits": "/prevention/assessments"},
)
