"""First actions in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.incident.first_actions.library import Step, all_first_actions
from coordination.incident.response_actions.actions import ASSEMBLY
from coordination.vocabulary import IncidentType, ResponseActionKind, SafetyStrategy, ShelterHazard


@dataclass(frozen=True, slots=True)
class Proposal:
    """A response action as the command that starts it takes it, at the whole site."""

    kind: ResponseActionKind
    hazard: ShelterHazard | None
    strategy: SafetyStrategy | None
    destination: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What the school and dispatch do first, and which response action is proposed."""

    school: list[str]
    dispatch: list[str]
    proposal: Proposal | None


def advice_for(incident_type: IncidentType) -> Advice | None:
    """Return the advice for a type; None where there is none."""
    found = all_first_actions().get(incident_type)
    if found is None:
        return None
    proposal = None
    if found.action is not None:
        is_evacuation = found.action is ResponseActionKind.EVACUATE
        destination = ASSEMBLY if is_evacuation else None
        words = _("Proposed: {action}, at the whole site. It begins only when someone starts it.")
        said = words.format(action=found.action.label)
        proposal = Proposal(found.action, found.hazard, found.strategy, destination, said)
    return Advice(_say_steps(found.school), _say_steps(found.dispatch), proposal)


def first_action_words() -> dict[str, str]:
    """Return what the dialog that opens an incident says around the advice."""
    return {"first.school": _("The school first"), "first.dispatch": _("Dispatch first")}


def _say_steps(steps: tuple[Step, ...]) -> list[str]:
    is_spanish = (get_language() or "").startswith("es")
    return [one.es if is_spanish else one.en for one in steps]
