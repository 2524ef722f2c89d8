"""The quick words of each role, in one place: what a person says with two taps, and what it posts."""

from typing import Literal

from django.utils.translation import gettext

from coordination.room.capability import gettext_noop
from coordination.room.wire.model import JsonObject, WireModel
from coordination.vocabulary import FactKind, FactSource, ResponderStatus
from mou.vocabulary import AgencyKind


class QuickWord(WireModel):
    """One word. `posts`: a message, the speaker's status, a fact of `kind` from `source`, or a button: `press`."""

    text: str
    posts: Literal["message", "status", "fact", "press"] = "message"
    status: ResponderStatus | None = None
    kind: FactKind | None = None
    source: FactSource | None = None
    press: str | None = None


def _text_word(text: str) -> QuickWord:
    return QuickWord(text=text)


def _status_word(status: ResponderStatus, text: str) -> QuickWord:
    return QuickWord(text=text, posts="status", status=status)


def _fact_word(kind: FactKind, source: FactSource, text: str) -> QuickWord:
    return QuickWord(text=text, posts="fact", kind=kind, source=source)


LAW = (
    _status_word(ResponderStatus.EN_ROUTE, gettext_noop("En route")),
    _status_word(ResponderStatus.ON_SCENE, gettext_noop("On scene")),
    _text_word(gettext_noop("Copy.")),
    _fact_word(FactKind.HAZARD, FactSource.OFFICER, gettext_noop("Shots fired")),
    _fact_word(FactKind.SUSPECTS, FactSource.OFFICER, gettext_noop("Suspect in custody")),
    _text_word(gettext_noop("I see the suspect.")),
    _text_word(gettext_noop("Making entry.")),
    # Of the room in which the speaker searches; the panel of searches asks which, where they are in none.
    QuickWord(text=gettext_noop("Room cleared."), posts="press", press="room_cleared"),
    _text_word(gettext_noop("Send EMS to me.")),
    _text_word(gettext_noop("Send more units.")),
)
RESCUE = (
    _status_word(ResponderStatus.EN_ROUTE, gettext_noop("En route")),
    _status_word(ResponderStatus.STAGING, gettext_noop("Staging")),
    _status_word(ResponderStatus.ON_SCENE, gettext_noop("On scene")),
    _status_word(ResponderStatus.PATIENT_CONTACT, gettext_noop("With a patient")),
    _text_word(gettext_noop("Copy.")),
    _text_word(gettext_noop("Rescue task force is ready.")),
    _text_word(gettext_noop("We need an escort.")),
    _text_word(gettext_noop("Send more ambulances.")),
    _fact_word(FactKind.HAZARD, FactSource.FIREFIGHTER, gettext_noop("Smoke showing")),
    _text_word(gettext_noop("PAR complete.")),
)
DISPATCH = (
    _text_word(gettext_noop("Copy.")),
    _text_word(gettext_noop("Units are on the way.")),
    _text_word(gettext_noop("EMS is staging.")),
    _text_word(gettext_noop("A caller is on the line.")),
    _fact_word(FactKind.HAZARD, FactSource.CALLER, gettext_noop("Caller hears shots")),
    _fact_word(FactKind.HAZARD, FactSource.CALLER, gettext_noop("Caller reports injured people")),
    _text_word(gettext_noop("Clear the channel.")),
)
SCHOOL = (
    _text_word(gettext_noop("Everybody here is safe.")),
    _text_word(gettext_noop("Door locked, lights out.")),
    _text_word(gettext_noop("We need medical help.")),
    _fact_word(FactKind.HAZARD, FactSource.TEACHER, gettext_noop("I hear shots")),
    _fact_word(FactKind.HAZARD, FactSource.TEACHER, gettext_noop("Smoke here")),
    _text_word(gettext_noop("Students are in the hallway.")),
    _text_word(gettext_noop("All students are with their families.")),
    _text_word(gettext_noop("Understood.")),
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
