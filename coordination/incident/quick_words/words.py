"""The quick words of each role, in one place: what a person says with two taps, and what it posts."""

from typing import Literal

from django.utils.translation import gettext

from coordination.room.capability import gettext_noop
from coordination.room.wire.model import JsonObject, WireModel
from coordination.vocabulary import FactKind, FactSource, ResponderStatus
from mou.vocabulary import AgencyKind


class QuickWord(WireModel):
    """One word. `posts`: a message, the speaker's status, or a pinned fact of `kind` from `source`."""

    text: str
    posts: Literal["message", "status", "fact"] = "message"
    status: ResponderStatus | None = None
    kind: FactKind | None = None
    source: FactSource | None = None


def _says(text: str) -> QuickWord:
    return QuickWord(text=text)


def _status(status: ResponderStatus, text: str) -> QuickWord:
    return QuickWord(text=text, posts="status", status=status)


def _fact(kind: FactKind, source: FactSource, text: str) -> QuickWord:
    return QuickWord(text=text, posts="fact", kind=kind, source=source)


LAW = (
    _status(ResponderStatus.EN_ROUTE, gettext_noop("En route")),
    _status(ResponderStatus.ON_SCENE, gettext_noop("On scene")),
    _says(gettext_noop("Copy.")),
    _fact(FactKind.HAZARD, FactSource.OFFICER, gettext_noop("Shots fired")),
    _fact(FactKind.SUSPECTS, FactSource.OFFICER, gettext_noop("Suspect in custody")),
    _says(gettext_noop("I see the suspect.")),
    _says(gettext_noop("Making entry.")),
    _says(gettext_noop("Room cleared.")),
    _says(gettext_noop("Send EMS to me.")),
    _says(gettext_noop("Send more units.")),
)
RESCUE = (
    _status(ResponderStatus.EN_ROUTE, gettext_noop("En route")),
    _status(ResponderStatus.STAGING, gettext_noop("Staging")),
    _status(ResponderStatus.ON_SCENE, gettext_noop("On scene")),
    _status(ResponderStatus.PATIENT_CONTACT, gettext_noop("With a patient")),
    _says(gettext_noop("Copy.")),
    _says(gettext_noop("Rescue task force is ready.")),
    _says(gettext_noop("We need an escort.")),
    _says(gettext_noop("Send more ambulances.")),
    _fact(FactKind.HAZARD, FactSource.FIREFIGHTER, gettext_noop("Smoke showing")),
    _says(gettext_noop("PAR complete.")),
)
DISPATCH = (
    _says(gettext_noop("Copy.")),
    _says(gettext_noop("Units are on the way.")),
    _says(gettext_noop("EMS is staging.")),
    _says(gettext_noop("A caller is on the line.")),
    _fact(FactKind.HAZARD, FactSource.CALLER, gettext_noop("Caller hears shots")),
    _fact(FactKind.HAZARD, FactSource.CALLER, gettext_noop("Caller reports injured people")),
    _says(gettext_noop("Clear the channel.")),
)
SCHOOL = (
    _says(gettext_noop("Everybody here is safe.")),
    _says(gettext_noop("Door locked, lights out.")),
    _says(gettext_noop("We need medical help.")),
    _fact(FactKind.HAZARD, FactSource.TEACHER, gettext_noop("I hear shots")),
    _fact(FactKind.HAZARD, FactSource.TEACHER, gettext_noop("Smoke here")),
    _says(gettext_noop("Students are in the hallway.")),
    _says(gettext_noop("All students are with their families.")),
    _says(gettext_noop("Understood.")),
)
OF_KIND: dict[AgencyKind, tuple[QuickWord, ...]] = {
    AgencyKind.POLICE: LAW,
    AgencyKind.SHERIFF: LAW,
    AgencyKind.FIRE: RESCUE,
    AgencyKind.EMS: RESCUE,
    AgencyKind.EMERGENCY_MANAGEMENT: RESCUE,
    AgencyKind.DISPATCH: DISPATCH,
    AgencyKind.SCHOOL: SCHOOL,
    AgencyKind.DISTRICT: SCHOOL,
}


def quick_words_of(agency_kind: str) -> list[JsonObject]:
    """Return the words of a role in the language that is active; of any other kind of agency, the school's."""
    words = OF_KIND.get(AgencyKind(agency_kind), SCHOOL)
    return [{**one.model_dump(mode="json", exclude_none=True), "text": gettext(one.text)} for one in words]
