"""The words of assessments as people read them, by value."""

from django.utils.translation import gettext as _

from mapping.assessments.errors import AssessmentKeeperDecides
from mapping.assessments.vocabulary import (
    AssessmentStep,
    DoorOutcome,
    FindingStep,
    UpgradeStep,
)
from mapping.errors import NotAllowed
from mou.foundation.forms.act_form import Refusal


def step_hints() -> dict[str, str]:
    """Return what each step means, for a person who takes it for the first time."""
    return {
        AssessmentStep.BEGIN_WALK: _("The team has one leader and people of at least two agencies."),
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


def act_words() -> dict[str, str]:
    """Return what was done, as the record says it."""
    return {
        "opened": _("Opened the assessment"),
        "led_by": _("Named the leader"),
        "added": _("Put on the team"),
        "removed": _("Took from the team"),
        "found": _("Wrote a finding down"),
        "changed": _("Changed the finding"),
        "photo": _("Put a photo to the finding"),
        "seen_again": _("Saw it again in the door sweep"),
        "drawn": _("Drew it on the plan"),
        "erased": _("Took it off the plan"),
        "proposed": _("Proposed an upgrade"),
        "measures": _("Wrote down protective measures"),
        "tier": _("Chose the tier to reach"),
        **{f"upgrade_{step}": said for step, said in UpgradeStep.labels().items()},
        **AssessmentStep.labels(),
        **FindingStep.labels(),
    }


def years_words() -> dict[str, str]:
    """Return what years are compared by, beside the scenarios."""
    return {
        "risk": _("All risks together"),
        "open": _("Findings, and still open"),
        "tier": _("Tier reached by all layers"),
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
