"""What real incidents teach."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    routers=("api",),
    chores=("work.opening.open_reviews", "work.telling.tell_opened"),
    deletions=("work.keeping.delete_old",),
    waiting=("work.waiting.list_waiting",),
    overdue=("work.waiting.list_overdue_actions",),
    pages_of_alerts={"incident_wash_open": "/reviews"},
    parts=(
        Part(
            "drills",
            "reviews",
            _("Real incidents reviewed"),
            _("How long each step took for real, against what was promised. No exercise is in it."),
            seen_by="access.sees_reviews",
            order=45,
        ),
    ),
    audited={
        "review_exported": (r"reviews/<id>\.(pdf|json)",),
        "review_read": (r"reviews/<id>",),
        "review_changed": (r"reviews/<id>(/(follow-ups.*|texts|seal|actions|hot-wash/close))?",),
    },
    not_audited={
        r"reviews|agencies/<id>/incident-year|reviews/years/<id>": "numbers without names",
        r"reviews/<id>/hot-wash": "what is said without a name must lead to no one",
        r"review-actions.*|reviews/actions/<id>": "an action's record says who did what",
    },
    person_counts=(
        PersonCount("review_marks", "models.ReviewFollowUp", "marked_by", _("Marks for follow-up in reviews")),
        PersonCount("review_marks_settled", "models.ReviewFollowUp", "settled_by", _("Marks followed up in reviews")),
        PersonCount("review_actions_owned", "models.ReviewAction", "owner", _("Actions after incidents owned")),
        PersonCount(
            "steps_on_review_actions", "models.ReviewActionRecord", "by", _("Steps on actions after incidents")
        ),
        PersonCount("reviews_sealed", "models.SealedReview", "sealed_by", _("Reports of incidents sealed")),
        PersonCount(
            "review_washes_closed", "models.IncidentReview", "wash_closed_by", _("Hot washes of incidents closed")
        ),
        # What a person said without their name cannot be found again, not even by them.
        PersonCount("reviews_answered", "models.ReviewAnswered", "user", _("Hot washes of incidents answered")),
    ),
)
