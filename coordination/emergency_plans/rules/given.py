"""The classes of the acts on a plan: each the body of a route and the form of a page. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.casework.texts import NO_NUL, Given, Line
from coordination.emergency_plans.vocabulary import Discipline, PlanNeed, PlanPart, PlanPlaceKind, PlanTopic
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext

MOST_ROWS = 40
MOST_ROLES = 30
Body = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000, pattern=NO_NUL)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_NUL)]
How = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400, pattern=NO_NUL)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+()./ #*x-]{3,40}$")]
ReadNumber = Annotated[int, Asked(is_hidden=True, is_renewed=True)]


class PlanBegunIn(Given):
    """Begin the plan of a school's site or, without a site, of the district."""

    district_id: UUID
    site_id: Annotated[UUID | None, Asked(is_hidden=True)] = None


# --- sections ---------------------------------------------------------------------------------------------------------
class RoleReference(Given):
    """A role of the plan, by its key."""

    role: str = Field(min_length=1, max_length=36)


class SectionIn(Given):
    """What a section says. `edit_number` is the one that was read."""

    edit_number: ReadNumber
    heading: Annotated[Line, Asked(_("Heading"))]
    body: Annotated[Body, Asked(_("Text"), hint=_("Blanks stand in [brackets]."), lines=12)] = ""
    roles: Annotated[list[RoleReference], Field(max_length=MOST_ROLES), Asked(_("Who acts, in their order"))] = Field(
        default_factory=list
    )
    is_restricted: Annotated[bool, Asked(_("Not for all staff: how the school is secured"))] = False


class SectionAddedIn(Given):
    """A section of one's own, or one of the library that was taken out."""

    part: Annotated[PlanPart, Asked(_("Part of the plan"))] = PlanPart.HAZARD
    heading: Annotated[Line, Asked(_("Heading"))]


class SectionRemovedIn(Given):
    """Take a section out, as it was read."""

    edit_number: ReadNumber


class RemarkIn(Given):
    """What one has to say about a section."""

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL),
        Asked(_("Remark"), lines=3),
    ]


# --- facts ------------------------------------------------------------------------------------------------------------
class FactsIn(Given):
    """`facts_number` is the one that was read."""

    facts_number: ReadNumber


class PlanRoleIn(FactsIn):
    """A role, who has it, and who steps in, in order."""

    title: Annotated[Title, Asked(_("Role"))]
    person_id: Annotated[UUID | None, Asked(pgettext("role", "Who has it"))] = None
    deputy_id: Annotated[UUID | None, Asked(_("First deputy"))] = None
    second_deputy_id: Annotated[UUID | None, Asked(_("Second deputy"))] = None


class PlanPlaceIn(Given):
    """A place: where it is, by the words of the floor plan where it is drawn. `how`: what to do there."""

    kind: Annotated[PlanPlaceKind, Asked(_("What for"), begins_empty=True)]
    where: Annotated[Line, Asked(_("Where"), suggested="plan-names")]
    how: Annotated[How, Asked(_("How"))] = ""


class PlanPlacesIn(FactsIn):
    """All places of the plan."""

    places: Annotated[list[PlanPlaceIn], Field(max_length=MOST_ROWS), Asked(_("Places"))] = Field(default_factory=list)


class PlanPhoneIn(Given):
    """A number that is called in an emergency."""

    label: Annotated[Title, Asked(_("Whose number"))]
    number: Annotated[Phone, Asked(_("Number"), inputmode="tel")]


class PlanPhonesIn(FactsIn):
    """All numbers of the plan."""

    phones: Annotated[list[PlanPhoneIn], Field(max_length=MOST_ROWS), Asked(_("Numbers"))] = Field(default_factory=list)


class PlanHelpIn(Given):
    """How many people need a kind of help and who gives it, by their role. `how`: in which way.

    No names of students.
    """

    need: Annotated[PlanNeed, Asked(_("Help"), begins_empty=True)]
    count: Annotated[int, Field(ge=1, le=9999), Asked(_("How many people"))]
    helper: Annotated[Title, Asked(_("Who helps (a role)"))]
    how: Annotated[How, Asked(_("How"))] = ""


class PlanHelpsIn(FactsIn):
    """All kinds of help that people here need."""

    helps: Annotated[
        list[PlanHelpIn], Field(max_length=MOST_ROWS), Asked(_("People who need help"), hint=_("Counts, never names."))
    ] = Field(default_factory=list)


# --- the team and its word --------------------------------------------------------------------------------------------
class TeamSeatIn(Given):
    """A seat on the planning team: a person with an account or, of parents, a name."""

    discipline: Annotated[Discipline, Asked(_("Speaks for"), begins_empty=True)]
    person_id: Annotated[UUID | None, Asked(_("Person"))] = None
    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=120, pattern=NO_NUL),
        Asked(_("Name of a parent without an account")),
    ] = ""


class ConsentIn(Given):
    """Agreement to a text. `text_sha256`: the SHA-256 of exactly the text that was read."""

    text_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$"), Asked(is_hidden=True, is_renewed=True)]


# --- rules ------------------------------------------------------------------------------------------------------------
class PlanRules(Given):
    """What a district asks of its plans."""

    topics: Annotated[list[PlanTopic], Asked(_("Sections that every plan has"))] = Field(
        default_factory=lambda: list(PlanTopic)
    )
    disciplines: Annotated[list[Discipline], Asked(_("Disciplines that have to agree"))] = Field(
        default_factory=lambda: [
            Discipline.SCHOOL,
            Discipline.LAW_ENFORCEMENT,
            Discipline.FIRE,
            Discipline.MENTAL_HEALTH,
        ]
    )
    places: Annotated[list[PlanPlaceKind], Asked(_("Places that every school's plan has"))] = Field(
        default_factory=lambda: [
            PlanPlaceKind.ASSEMBLY,
            PlanPlaceKind.SHELTER,
            PlanPlaceKind.REUNIFICATION,
            PlanPlaceKind.COMMAND_POST,
            PlanPlaceKind.GAS,
            PlanPlaceKind.WATER,
            PlanPlaceKind.POWER,
        ]
    )
    deputies: Annotated[int, Field(ge=0, le=2), Asked(_("Deputies of each role"))] = 1
    drill_days: Annotated[int, Field(ge=30, le=1095), Asked(_("An annex is drilled at least every so many days"))] = 365
    renew_months: Annotated[int, Field(ge=1, le=36), Asked(_("The plan is renewed after so many months"))] = 12
