"""Who is in the building today: cards for the day, visitors, changes and attendance."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("cards.acts.end_cards_over",),
    deletions=("keeping.delete_old",),
    retained=("keeping.list_rules",),
    parts=(
        Part(
            "drills",
            "today",
            _("Today"),
            _("Who is in the building: cards for the day, visitors, trips, attendance."),
            seen_by="access.is_of_an_office",
            order=5,
        ),
    ),
    # A card's press waits for nothing, either.
    presses=("/day-card/press",),
    person_counts=(
        PersonCount("day_cards_made", "models.DayCard", "made_by", _("Cards for the day")),
        PersonCount("visitors_entered", "models.Visitor", "entered_by", _("Visitors entered")),
        PersonCount("day_changes_made", "models.DayChange", "made_by", _("Changes of a day")),
        PersonCount("classes_counted", "models.ClassCount", "counted_by", _("Classes counted")),
    ),
    audited={
        "rules_changed": (r"sites/<id>/day-cards", r"day-cards/<id>.*", r"today/<id>/.*", r"sites/<id>/today/.*"),
        "roster_read": (r"rooms/<id>/building-today", r"today/<id>/.*", r"sites/<id>/today/.*"),
    },
    not_audited={
        r"today(/<id>)?": OWN_PAGES,
        r"visitors/<id>/check-out|day-changes/<id>": "who left when stands in the entry",
        r"day-card(/press)?": "who has a card has no account; what they do is in the log of the incident",
    },
)
