"""A version of a plan as a whole: what is read, agreed to, printed and sealed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import TypeAdapter

from coordination.emergency_plans.vocabulary import Discipline, PlanNeed, PlanPart, PlanPlaceKind, PlanPlaceSource

FORM = "musterpoint-emergency-plan/1"  # another way of writing gets another name; sealed bytes keep theirs


@dataclass(frozen=True, slots=True)
class PlanSectionText:
    """A section. `roles`: the titles of who acts, in their order."""

    key: str
    part: PlanPart
    heading: str
    body: str
    roles: Sequence[str]
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class PlanRoleText:
    """A role and who has it; empty: no one. `deputies`: who steps in, in order."""

    key: str
    title: str
    person: str
    deputies: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlanPlaceText:
    """A place. `source`: by what it is known on the floor plan. `how`: what to do there."""

    kind: PlanPlaceKind
    where: str
    how: str
    source: PlanPlaceSource


@dataclass(frozen=True, slots=True)
class PlanPhoneText:
    """A number that is called."""

    label: str
    number: str


@dataclass(frozen=True, slots=True)
class PlanHelpText:
    """How many people need a kind of help. `helper`: the role that gives it. `how`: in which way."""

    need: PlanNeed
    count: int
    helper: str
    how: str


@dataclass(frozen=True, slots=True)
class PlanConsentText:
    """Who agreed, for which discipline, and when. `recorded_by`: who wrote a parent's word down."""

    discipline: Discipline
    name: str
    organization: str
    at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PlanAdopted:
    """Who adopted it, when, and until when it is renewed."""

    name: str
    at: datetime
    renew_on: date


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A version of an emergency operations plan. `site` is empty of a district's own plan.

    `form`: the name of this way of writing. `is_whole`: with its restricted sections. The planning team agrees to it
    without `consents` and `adopted`.
    """

    form: str
    plan_id: str
    number: int
    district: str
    site: str
    time_zone: str
    is_whole: bool
    sections: Sequence[PlanSectionText]
    roles: Sequence[PlanRoleText]
    places: Sequence[PlanPlaceText]
    phones: Sequence[PlanPhoneText]
    helps: Sequence[PlanHelpText]
    consents: Sequence[PlanConsentText] = ()
    adopted: PlanAdopted | None = None

    @property
    def name(self) -> str:
        """Return what the plan is of."""
        return self.site or self.district

    def parts(self) -> list[tuple[PlanPart, list[PlanSectionText]]]:
        """Return the parts that have sections, in their order."""
        by_part = [(part, [one for one in self.sections if one.part is part]) for part in PlanPart]
        return [(part, found) for part, found in by_part if found]


DOCUMENT: TypeAdapter[PlanDocument] = TypeAdapter(PlanDocument)


def document_bytes(document: PlanDocument) -> bytes:
    """Return the exact bytes that are agreed to, and sealed."""
    return DOCUMENT.dump_json(document, indent=2)


def open_part(document: PlanDocument) -> PlanDocument:
    """Return what all staff read: without restricted sections, shut-offs, and how people are helped."""
    return replace(
        document,
        is_whole=False,
        sections=[one for one in document.sections if not one.is_restricted],
        places=[one for one in document.places if one.kind in OPEN_PLACES],
        helps=[],
    )


# Where everyone goes. Where gas and power are shut off, and keys lie, is not for every phone.
OPEN_PLACES = frozenset(
    {
        PlanPlaceKind.ASSEMBLY,
        PlanPlaceKind.SHELTER,
        PlanPlaceKind.REUNIFICATION,
        PlanPlaceKind.COMMAND_POST,
        PlanPlaceKind.FIRST_AID,
        PlanPlaceKind.MEDIA,
    }
)
