"""The words of conducting an exercise as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.drills.conduct.errors import InjectRefused
from coordination.drills.conduct.vocabulary import ConductStep, InjectState, NoEntrance, ToldByHand


def steps() -> dict[str, str]:
    return {
        ConductStep.START: _("STARTEX: begin the exercise"),
        ConductStep.PAUSE: _("PAUSEX: pause"),
        ConductStep.RESUME: _("Go on"),
        ConductStep.END: _("ENDEX: end the exercise"),
        ConductStep.PACE: _("Change the pace"),
    }


def inject_states() -> dict[str, str]:
    return {
        InjectState.WAITING: pgettext("inject", "Waits"),
        InjectState.HELD: pgettext("inject", "Held back"),
        InjectState.TO_SAY: pgettext("inject", "Say it now"),
        InjectState.DELIVERED: pgettext("inject", "Delivered"),
        InjectState.SKIPPED: pgettext("inject", "Skipped"),
    }


def told_by_hand() -> dict[str, str]:
    return {
        ToldByHand.AUDIENCE: _("The room cannot tell exactly these people. Say it yourself."),
        ToldByHand.PLACE: _("It has no place on the map. Say it yourself."),
    }


def entrances() -> dict[str, str]:
    return {
        NoEntrance.NOT_ACCEPTED: _("The organization has not accepted."),
        NoEntrance.LEFT_AGENCY: _("No longer of this organization."),
        NoEntrance.NO_AGREEMENT: _("No agreement gives this organization the rooms of this site."),
    }


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "exercise_not_allowed": _("Your role in this exercise does not allow this."),
        "conduct_step_refused": _("The exercise cannot take this step now."),
        "exercise_has_no_room": _("You may not open an incident at this site. Somebody with an agreement directs it."),
        "real_incident_open": _("A real incident is open at this site. Nothing is played beside it."),
        "inject_refused": _("This cannot be done with the inject now. Look at it again."),
        "conduct_lacks": _("Something is missing or too long. Say why in at most 400 characters."),
    }
    # The rule that refused it knows why, and what to do instead.
    if code == InjectRefused.code and detail != InjectRefused.title:
        return _(detail)
    return found.get(code, detail)
