"""The words of assessments as people read them, by value."""

from django.utils.translation import gettext as _

from mapping.assessments.errors import AssessmentKeeperDecides
from mapping.assessments.vocabulary import (
    AssessmentStep,
    DoorOutcome,
)
from mapping.errors import NotAllowed
from mou.foundation.forms.act_form import Refusal


def step_hints() -> dict[str, str]:
    """Return what each step means, for a person who takes it for the first time."""
    return {
        AssessmentStep.BEGIN_WALK: _(
            "The team has one leader, people of the school, and people of another discipline, such as police or fire."
        ),
        AssessmentStep.BEGIN_RATING: _("Each line of the checklist has an answer."),
        AssessmentStep.ADOPT: _(
            "Each scenario is rated, and each open finding has someone who mends it and a day. From then on agencies "
            "whose agreement shares assessments read it."
        ),
        AssessmentStep.CLOSE: _(
            "Each finding was mended and looked at, or its risk accepted; each upgrade is done or declined."
        ),
        AssessmentStep.REOPEN: _("Nothing of it counts as adopted until it is adopted again."),
        AssessmentStep.WITHDRAW: _("It ends without a result. What was found stays readable."),
    }


def sweep_words() -> dict[str, object]:
    """Return what the script of the door sweep says."""
    return {
        "count": _("{done} of {all} doors"),
        "title": _("Door {number} in the door sweep"),
        "waiting": _("waits to be sent"),
        "outcomes": DoorOutcome.labels(),
    }


def map_words() -> dict[str, str]:
    """Return what the script of the map says."""
    return {
        "assessment.here": _("Here. Write what is wrong."),
    }


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a form says of an error: a site's keepers have other words for who may do it than a map's."""
    said = AssessmentKeeperDecides() if isinstance(refusal, NotAllowed) else refusal
    return said.sentence_or(str(refusal))
