"""What the interface of assessments takes and answers, beside the views of assessments.work."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, FiniteFloat, StringConstraints

from mapping.assessments.rules.checklist import MAX_CHECKLIST_BYTES
from mapping.assessments.rules.risk import Effect
from mapping.assessments.vocabulary import (
    AssessmentRole,
    AssessmentStep,
    ChecklistAnswer,
    CostBand,
    DoorOutcome,
    FindingKind,
    FindingStep,
    MeasureState,
    SecurityLayer,
    SecurityStrategy,
    UpgradeStep,
)
from mapping.assessments.work.findings import FindingGiven, MendingGiven, PlaceGiven
from mapping.assessments.work.measures import MeasureGiven
from mapping.assessments.work.rating import ScoreGiven
from mapping.assessments.work.sweeps import DoorCheckGiven
from mapping.assessments.work.upgrades import UpgradeGiven
from mapping.edits.photos import MAX_BYTES
from mapping.interchange.text import clean_text
from mapping.sites import schemas
from mapping.sites.schemas import Answer
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment

Longitude = Annotated[FiniteFloat, Field(ge=-180, le=180)]
Latitude = Annotated[FiniteFloat, Field(ge=-90, le=90)]
type Words = Annotated[str, Field(max_length=1000)]
Note = Annotated[str, Field(max_length=500), Asked(_("Why"))]


def _make_line(words: str) -> str:
    """Return words on one line, as they are stored. Raises: ValueError: they are no text."""
    found = clean_text(words)
    if found.had_controls:
        raise ValueError("no text")
    return found.text


# The words of a step; the machine says which steps need them.
Why = Annotated[str, Field(max_length=1000), AfterValidator(_make_line), Asked(_("Why"))]


class AssessmentIn(schemas.Asked):
    """A new assessment: by which checklist, and who leads the team, as what."""

    checklist: Annotated[str, StringConstraints(max_length=20), Asked(_("Checklist"))]
    leader_id: Annotated[UUID, Asked(_("Who leads the team"))]
    leader_role: Annotated[AssessmentRole, Asked(_("As"))]


class AssessmentMemberIn(schemas.Asked):
    person_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]
    role: Annotated[AssessmentRole, Asked(_("As"))]
    is_leader: Annotated[bool, Asked(_("Leads the team from now on"))] = False


class AssessmentStepIn(schemas.Asked):
    step: AssessmentStep
    words: Why = ""


class AssessmentAnswerIn(schemas.Asked):
    answer: Annotated[ChecklistAnswer, Asked(_("Answer"))]
    note: Annotated[Words, Asked(_("What is lacking"))] = ""


class ScoreIn(schemas.Asked):
    """Three numbers from 1 to 5, and why each is what it is."""

    threat: Annotated[int, Asked(_("Threat"))]
    vulnerability: Annotated[int, Asked(_("Vulnerability"))]
    consequence: Annotated[int, Asked(_("Consequence"))]
    threat_note: Note
    vulnerability_note: Note
    consequence_note: Note

    def make_input(self) -> ScoreGiven:
        """Return the input of the action."""
        return ScoreGiven(**self.model_dump())


class EffectIn(schemas.Asked):
    """What an upgrade alone leaves of a scenario: from 1 to what it is now."""

    scenario: Annotated[str, Field(max_length=40), Asked(is_hidden=True)]
    vulnerability: Annotated[int, Asked(_("Vulnerability"))]
    consequence: Annotated[int, Asked(_("Consequence"))]


class UpgradeIn(schemas.Asked):
    """What is to be done, for which findings, at which cost in whole dollars, and what it leaves of the risk."""

    title: Annotated[str, Field(max_length=200), Asked(_("What is to be done"))]
    words: Annotated[Words, Asked(_("More about it"))] = ""
    cost_dollars: Annotated[int, Asked(_("Cost in whole dollars"))]
    finding_ids: Annotated[list[UUID], Field(max_length=200), Asked(_("Which findings it settles"))] = []
    effects: Annotated[list[EffectIn], Field(max_length=60), Asked(_("What it alone leaves of each risk"))]

    def make_input(self) -> UpgradeGiven:
        """Return the input of the action."""
        effects = [Effect(one.scenario, one.vulnerability, one.consequence) for one in self.effects]
        return UpgradeGiven(self.title, self.words, self.cost_dollars, self.finding_ids, effects)


class UpgradeStepIn(schemas.Asked):
    step: UpgradeStep
    words: Why = ""


class FindingPlaceIn(schemas.Asked):
    """A floor and a point on it, WGS 84 degrees, both or neither; and what people call the place."""

    level_id: UUID | None = None
    lonlat: tuple[Longitude, Latitude] | None = None
    words: Annotated[str, Field(max_length=200)] = ""

    def make_input(self) -> PlaceGiven:
        """Return the input of the action."""
        return PlaceGiven(self.level_id, self.lonlat, self.words)


class FindingMendingIn(schemas.Asked):
    """Who mends it until when, and what that is likely to cost."""

    owner_id: Annotated[UUID | None, Asked(_("Who mends it"))] = None
    due_on: Annotated[date | None, Asked(_("By which day"))] = None
    cost: Annotated[CostBand | None, Asked(_("Likely cost"))] = None

    def make_input(self) -> MendingGiven:
        """Return the input of the action."""
        return MendingGiven(self.owner_id, self.due_on, self.cost)


class FaultIn(schemas.Asked):
    """What is wrong, apart from where it is and who mends it."""

    kind: Annotated[FindingKind, Asked(_("What it is"))]
    layer: Annotated[SecurityLayer, Asked(_("Layer"))]
    strategy: Annotated[SecurityStrategy, Asked(_("What it weakens"))]
    words: Annotated[str, Field(max_length=500), Asked(_("What is wrong"))]
    rule: Annotated[str, Field(max_length=12), Asked(_("Where the map is wrong: which rule it breaks"))] = ""


class SiteFindingIn(FaultIn):
    """What is wrong. `rule`: which rule of the map law it contradicts, of kind `map_is_wrong` only."""

    place: FindingPlaceIn | None = None
    mending: FindingMendingIn | None = None

    def make_input(self) -> FindingGiven:
        """Return the input of the action."""
        place, mending = self.place or FindingPlaceIn(), self.mending or FindingMendingIn()
        return FindingGiven(
            self.kind, self.layer, self.strategy, self.words, place.make_input(), mending.make_input(), self.rule
        )


class SiteFindingChangeIn(schemas.Asked):
    """Where it is, or who mends it until when; what is left out stays."""

    place: FindingPlaceIn | None = None
    mending: FindingMendingIn | None = None


class SiteFindingStepIn(schemas.Asked):
    step: FindingStep
    words: Why = ""


class DrawFindingIn(schemas.Asked):
    """What responders read on the plan."""

    label: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        Asked(_("What responders read")),
    ]


class FindingDrawnOut(Answer):
    """The draft of the floor on which it is drawn; responders see it once that is published."""

    floorplan_id: UUID


class DoorSaidIn(schemas.Asked):
    """The state of a door, as a form says it now. The outcome is the button that is pressed."""

    number: Annotated[str, Field(max_length=40)]
    outcome: Annotated[DoorOutcome, Asked(is_hidden=True)]
    note: Annotated[str, Field(max_length=300), Asked(_("Note, if there is something to say"))] = ""


class SentOnceIn(schemas.Asked):
    """The id is the sender's: sent twice, it is written once."""

    id: UUID


class DoorCheckIn(DoorSaidIn, SentOnceIn):
    """The state of a door. `id` is the sender's: sent twice, it is written once."""

    said_at: Moment

    def make_input(self) -> DoorCheckGiven:
        """Return the input of the action."""
        return DoorCheckGiven(self.id, self.number, self.outcome, self.note, self.said_at)


class MeasureIn(schemas.Asked):
    """The state of a protective measure. A measure that is missing or partial needs a note."""

    measure: Annotated[str, Field(max_length=40), Asked(is_hidden=True)]
    state: Annotated[MeasureState, Asked(_("Is it there?"), begins_empty=True)]
    note: Annotated[str, Field(max_length=500), Asked(_("What is lacking"))] = ""

    def make_input(self) -> MeasureGiven:
        """Return the input of the action."""
        return MeasureGiven(self.measure, self.state, self.note)


class MeasuresIn(schemas.Asked):
    measures: Annotated[list[MeasureIn], Field(min_length=1, max_length=200)]


class TierIn(schemas.Asked):
    tier: Annotated[int, Field(ge=1, le=4), Asked(_("Tier to reach"))]


class ChecklistIn(schemas.Asked):
    """A checklist as TOML; docs/capabilities/assessments.md says of which form."""

    toml: Annotated[str, StringConstraints(max_length=MAX_CHECKLIST_BYTES)]


class ChecklistOut(Answer):
    key: str
    name: str
    source: str
    lines: int


# --- asked by pages alone ---------------------------------------------------------------------------------------------
class ChecklistFileIn(schemas.Asked):
    """The same as a file, and for which district."""

    district_id: Annotated[UUID, Asked(_("District"))]
    toml: Annotated[bytes, Asked(_("File"), accept=".toml", size_max=MAX_CHECKLIST_BYTES)]


class PlaceSaidIn(schemas.Asked):
    """Where it is: a door or room of the plan, or a point that was tapped on a floor; and its name in words."""

    spot: Annotated[UUID | None, Asked(_("Door or room"))] = None
    place: Annotated[str, Field(max_length=200), Asked(_("Place in words"))] = ""
    level_id: Annotated[UUID | None, Asked(is_hidden=True)] = None
    lon: Annotated[Longitude | None, Asked(is_hidden=True)] = None
    lat: Annotated[Latitude | None, Asked(is_hidden=True)] = None


class FindingSaidIn(FaultIn, PlaceSaidIn, FindingMendingIn):
    """A finding as a form says it: side by side."""


class FindingPhotoIn(schemas.Asked):
    file: Annotated[bytes, Asked(_("Photo"), accept="image/jpeg,image/png,image/webp", size_max=MAX_BYTES)]


class LayerMeasuresIn(schemas.Asked):
    """The measures of a layer of which a form says something else than before."""

    measures: Annotated[list[MeasureIn], Field(max_length=200), Asked(_("Protective measures"))] = []
