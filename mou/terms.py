"""Typed terms: what a memorandum says that the software acts on, and when each holds. Pure: no Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from mou.errors import BadTerms
from mou.foundation.input_faults import first_fault
from mou.vocabulary import (
    GRANTS,
    AgencyKind,
    DataCategory,
    FirstCommand,
    MapDuty,
    RadioMode,
    SharingDirection,
    SharingTime,
    TermKind,
)

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Named = Annotated[Line, StringConstraints(min_length=1)]
IncidentCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,12}$")]
# A scope names a row of a matrix or a course; it goes into a unique index.
CLAUSE_MAX_CHARS = 4_000
SCOPE = re.compile(r"^[a-z0-9_:]{0,80}$")


class TermValue(BaseModel):
    """Closed and frozen: a stray field is a mistake, not a note."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Granted(TermValue):
    """Whether something is opened to the agency. `false` states a refusal; it takes nothing away elsewhere."""

    granted: bool


class Cameras(TermValue):
    """When the cameras may be watched. "emergency": while a real incident is open at the site."""

    when: SharingTime
    trigger: Line = ""


class Sharing(TermValue):
    """When a category of data goes in one direction; the term's scope names both."""

    when: SharingTime


class Declared(TermValue):
    """Whether the parties declare something to be so."""

    yes: bool


class CommandOrder(TermValue):
    """Who commands first, and the kinds of agencies to which command is handed on, in this order."""

    initial: FirstCommand = FirstCommand.FIRST_ARRIVING_OFFICER
    order: Annotated[tuple[AgencyKind, ...], Field(min_length=1, max_length=9)]


class Radio(TermValue):
    """How radios are joined, and the channels or talkgroups by name."""

    mode: RadioMode
    channels: Annotated[tuple[Named, ...], Field(max_length=20)] = ()


class Minutes(TermValue):
    """A target: from the opening of the incident to the first responder on scene."""

    minutes: Annotated[float, Field(gt=0, le=240, allow_inf_nan=False)]
    priority: Line = ""


class Contact(TermValue):
    """A person whom the other party may reach."""

    name: Named
    role: Line = ""
    party: Literal["district", "agency"]
    phone: Annotated[Line, StringConstraints(max_length=40)] = ""
    email: Annotated[Line, StringConstraints(max_length=120)] = ""


class Contacts(TermValue):
    """Who is to be called, first to last."""

    people: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=20)]


class Training(TermValue):
    """Hours of a course; the term's scope names the course."""

    hours: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
    within_days: Annotated[int, Field(gt=0, le=3660)] | None = None


class Number(TermValue):
    """A whole number of whatever the kind says."""

    number: Annotated[int, Field(ge=0, le=3660)]


class MapDays(TermValue):
    """Within how many days after a change the maps are corrected, and by whom."""

    days: Annotated[int, Field(gt=0, le=3660)]
    duty: MapDuty = MapDuty.SCHOOL


VALUE_OF: dict[TermKind, type[TermValue]] = {
    TermKind.FLOORPLAN_ACCESS: Granted,
    TermKind.ROOM_ACCESS: Granted,
    TermKind.ROSTER_ACCESS: Granted,
    TermKind.CAMERA_ACCESS: Cameras,
    TermKind.DATA_SHARING: Sharing,
    TermKind.FERPA_SCHOOL_OFFICIAL: Declared,
    TermKind.COMMAND_TRANSFER_TO: CommandOrder,
    TermKind.RADIO_INTEROP: Radio,
    TermKind.RESPONSE_TIME_TARGET_MINUTES: Minutes,
    TermKind.CONTACTS: Contacts,
    TermKind.DUTY_PAGING: Declared,
    TermKind.SRO_DISCIPLINARIAN: Declared,
    TermKind.TRAINING_HOURS: Training,
    TermKind.DRILLS_PER_YEAR: Number,
    TermKind.MAP_UPDATE_DAYS: MapDays,
    TermKind.REVIEW_INTERVAL_MONTHS: Number,
    TermKind.RENEWAL_NOTICE_DAYS: Number,
    TermKind.TERMINATION_NOTICE_DAYS: Number,
}
SCOPED = frozenset({TermKind.DATA_SHARING, TermKind.TRAINING_HOURS})


class Always(TermValue):
    """The term holds for as long as the agreement does."""

    when: Literal["always"] = "always"


class WhileIncidentOpen(TermValue):
    """The term holds only while an incident is open at the very site; no types named means any type.

    Exercises do not count unless the term says so: an emergency right must not be had by calling a drill.
    """

    when: Literal["incident_open"] = "incident_open"
    incident_types: Annotated[tuple[IncidentCode, ...], Field(max_length=40)] = ()
    is_exercise_too: bool = False


type Condition = Always | WhileIncidentOpen
ALWAYS = Always()
_condition: TypeAdapter[Condition] = TypeAdapter(Annotated[Always | WhileIncidentOpen, Field(discriminator="when")])


def checked_value(kind: TermKind, value: object) -> TermValue:
    """Return what a term says, or raise BadTerms naming the field that is wrong."""
    try:
        return VALUE_OF[kind].model_validate(value)
    except ValidationError as error:
        raise BadTerms(f"The term {kind}: {first_fault(error, value).placed()}") from error


def checked_condition(kind: TermKind, condition: object) -> Condition:
    """Return when a term holds, or raise BadTerms. Only what opens something can depend on an incident."""
    try:
        found = _condition.validate_python(condition)
    except ValidationError as error:
        raise BadTerms(f"The condition of {kind}: {first_fault(error, condition).placed()}") from error
    if isinstance(found, WhileIncidentOpen) and kind not in GRANTS:
        raise BadTerms(f"The term {kind} cannot depend on an incident.")
    return found


def checked_scope(kind: TermKind, scope: str) -> str:
    """Return what a term is about within its kind, or raise BadTerms: `category:direction`, a course, or ''."""
    if kind is TermKind.DATA_SHARING:
        category, _, direction = scope.partition(":")
        if category not in list(DataCategory) or direction not in list(SharingDirection):
            raise BadTerms("A data-sharing term names a category and a direction, such as photo:district_to_agency.")
    elif (kind not in SCOPED and scope) or not SCOPE.match(scope):
        raise BadTerms(f"The term {kind} has no such scope.")
    return scope


def opening_condition(kind: TermKind, value: TermValue, condition: Condition) -> Condition | None:
    """Return when a term opens something to the agency, or None if it never does by itself.

    "On request" opens nothing: one party has to ask, and the other to answer.
    """
    if isinstance(value, Granted):
        return condition if value.granted else None
    if kind is TermKind.CAMERA_ACCESS and isinstance(value, Cameras):
        if value.when is SharingTime.CONTINUOUS:
            return condition
        if value.when is SharingTime.EMERGENCY:
            return condition if isinstance(condition, WhileIncidentOpen) else WhileIncidentOpen()
    return None


# --- drafts of the first version -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TermDraft:
    """One clause: what it is about, whether it grants or withholds it, and its words."""

    kind: TermKind
    is_granted: bool
    clause: str


def checked_terms(terms: Sequence[TermDraft]) -> tuple[TermDraft, ...]:
    """Return the terms, or raise BadTerms.

    A kind stands at most once, else two clauses could contradict each other. A clause has words, because every
    access it gives is explained by quoting it.
    """
    kinds = [term.kind for term in terms]
    if len(set(kinds)) != len(kinds):
        raise BadTerms("A memorandum says each thing once; a kind of term is repeated.")
    for term in terms:
        if not term.clause.strip():
            raise BadTerms(f"The clause of {term.kind} has no words.")
        if len(term.clause) > CLAUSE_MAX_CHARS or "\x00" in term.clause:
            raise BadTerms(f"The clause of {term.kind} is longer than {CLAUSE_MAX_CHARS} characters or not text.")
    return tuple(terms)


def granted_kinds(terms: Sequence[TermDraft]) -> frozenset[TermKind]:
    """Return what these terms grant."""
    return frozenset(term.kind for term in terms if term.is_granted)
