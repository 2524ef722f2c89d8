"""The plan of an exercise."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop

APP = App(
    waiting=("work.waiting.list_waiting_invitations",),
    routers=("api",),
    addresses="urls",
    pages_of_alerts={"exercise_waits": "/drills/exercises"},
    parts=(
        Part(
            "drills",
            "exercises",
            pgettext_noop("drills", "Exercises"),
            _("What is planned with others, and who takes part."),
            seen_by="access.may_see_page",
            order=10,
        ),
    ),
    person_counts=(
        PersonCount("roles_in_exercises", "models.ExercisePerson", "user", _("Roles in exercises")),
        PersonCount("answers_to_safety_checks", "models.SafetyCheck", "by", _("Answers to checks before exercises")),
        PersonCount("safety_checks_confirmed", "models.SafetyCheck", "confirmed_by", _("Safety checks confirmed")),
    ),
)
