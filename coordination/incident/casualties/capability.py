"""Casualties: who is hurt, how urgently, where, what was done, and which hospital. Pure.

Fire and EMS alone read a casualty; all responders read counts and hospitals.
"""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.casualties.events import (
    CasualtiesCounted,
    CasualtyAged,
    CasualtyFindingWithdrawn,
    CasualtyIdentified,
    CasualtyInjuryNoted,
    CasualtyInterventionNoted,
    CasualtyMoved,
    CasualtyOpened,
    CasualtyPlaced,
    CasualtyReported,
    CasualtyRetriaged,
    CasualtyTagged,
    HospitalTold,
)
from coordination.incident.casualties.vocabulary import (
    AgeGroup,
    CasualtyCategory,
    CasualtyState,
    CasualtyStep,
    Injury,
    Intervention,
    TreatmentArea,
    TriageAlgorithm,
)
from coordination.room.capability import (
    NO_ONE,
    Alert,
    Capability,
    Command,
    CommandRule,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, Reason, WireModel
from mou.foundation.moments import Moment
from push.texts import PushWords

Count = Annotated[int, Field(ge=0)]
Beds = Annotated[int, Field(ge=0, le=1000, description="Free beds, as the hospital said.")]
Tag = Annotated[
    Label, Field(description="The number of the triage tag, typed or scanned.", examples=["TX-0412"], max_length=60)
]
HospitalName = Annotated[Label, Field(description="A hospital by its name, listed or new.", examples=["Mercy"])]


# --- what is known ----------------------------------------------------------------------------------------------------
class Triage(WireModel):
    """One time that a casualty's category was found."""

    category: CasualtyCategory
    algorithm: TriageAlgorithm
    at: str
    by: UUID


class Casualty(RoomObject):
    """A person who is hurt. `number` counts from 1 in each incident: "Casualty 7", "Unknown child 7".

    `triages`: each time it was assessed, by the seq of the entry that says so. `injuries` and `interventions`: each
    since when; a tourniquet's time is when it was applied. `merged_into`: as which casualty it was counted already.
    `is_reported`: by someone who is no medic, and no medic has said its category since.
    """

    state_key: ClassVar = "casualties"
    faces: ClassVar = Faces(
        map="casualties/casualties_on_map.js",
        board="casualties/casualties_panel.js",
        table="casualties/casualties_panel.js",
    )
    number: int
    category: CasualtyCategory
    algorithm: TriageAlgorithm
    triages: dict[str, Triage]
    state: CasualtyState
    state_at: str
    opened_by: UUID
    opened_at: str
    tag: str | None = None
    age_group: AgeGroup | None = None
    name: str | None = None
    where: str | None = None
    space_id: UUID | None = None
    level_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    placed_at: str | None = None
    injuries: dict[Injury, str] = {}
    interventions: dict[Intervention, str] = {}
    area: TreatmentArea | None = None
    unit: str | None = None
    hospital: str | None = None
    destination: str | None = None
    left_at: str | None = None
    arrived_at: str | None = None
    merged_into: UUID | None = None
    is_reported: bool = False

    @property
    def is_child(self) -> bool:
        """Tell whether it looks like a child."""
        return self.age_group is not None and self.age_group.is_minor


class CasualtyCounts(RoomObject):
    """How many casualties count, under the incident's id: by category and state, children by state. No names.

    `last_number` is that of the newest casualty; entries that count no more have numbers, too.
    """

    state_key: ClassVar = "casualty_counts"
    last_number: Count
    counts: dict[CasualtyCategory, dict[CasualtyState, Count]] = {}
    children: dict[CasualtyState, Count] = {}
    counted_at: str


class Hospital(RoomObject):
    """A hospital that casualties are brought to, and its free beds by urgency as it told them. It names no one.

    Without `told_at`, no one has asked it yet.
    """

    state_key: ClassVar = "hospitals"
    name: str
    immediate: int | None = None
    delayed: int | None = None
    minimal: int | None = None
    told_by: str | None = None
    told_at: str | None = None
    noted_by: UUID


# --- commands ---------------------------------------------------------------------------------------------------------
class OpenCasualty(Command):
    """Enter a casualty by its category; everything else may follow. `casualty_id` is made by the client."""

    type: Literal["open_casualty"]
    casualty_id: UUID
    category: CasualtyCategory
    algorithm: TriageAlgorithm = TriageAlgorithm.SALT


class RetriageCasualty(Command):
    """Say a casualty's category again. Each time stays."""

    type: Literal["retriage_casualty"]
    casualty_id: UUID
    category: CasualtyCategory
    algorithm: TriageAlgorithm = TriageAlgorithm.SALT


class SaidPlace(Command):
    """Where a casualty is: a room of the plans, a point, or words. Base of commands that say it."""

    casualty_id: UUID
    where: Annotated[Label | None, Field(description="Where, in words.", examples=["Hallway B, by the stairs"])] = None
    space_id: UUID | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    level_id: UUID | None = None


class ReportCasualty(SaidPlace):
    """Report a casualty to fire and EMS, as a responder who is neither. Where it is must be said.

    The reporter reads counts as before, and no casualty: not this one either. `expectant` and `dead` are for medics to
    say.
    """

    type: Literal["report_casualty"]
    category: CasualtyCategory
    age_group: AgeGroup | None = None


class PlaceCasualty(SaidPlace):
    """Say where a casualty is: a room of the plans, a point, or words. It takes the place of what was said before."""

    type: Literal["place_casualty"]


class TagCasualty(Command):
    """Say which triage tag a casualty has."""

    type: Literal["tag_casualty"]
    casualty_id: UUID
    tag: Tag


class AgeCasualty(Command):
    """Say about how old a casualty looks."""

    type: Literal["age_casualty"]
    casualty_id: UUID
    age_group: AgeGroup


class IdentifyCasualty(Command):
    """Say who a casualty is. Only fire, EMS and the notification room read it."""

    type: Literal["identify_casualty"]
    casualty_id: UUID
    name: Annotated[Label, Field(description="The casualty's name, as far as it is known.")]


class NoteInjury(Command):
    """Say what a casualty has; `is_withdrawn`: that it was said by mistake."""

    type: Literal["note_injury"]
    casualty_id: UUID
    injury: Injury
    is_withdrawn: Annotated[bool, Field(description="True: it was said by mistake.")] = False


class NoteIntervention(Command):
    """Say what was done for a casualty. `applied_at`: when, if not now; a time to come counts as now."""

    type: Literal["note_intervention"]
    casualty_id: UUID
    intervention: Intervention
    applied_at: Annotated[Moment | None, Field(description="When it was done: RFC 3339, with offset.")] = None
    is_withdrawn: Annotated[bool, Field(description="True: it was said by mistake.")] = False


class MoveCasualty(Command):
    """Take a step with a casualty. A step that its state does not allow is refused with that state's code.

    `transport` needs `hospital`, which may be one that is not listed; `count_once` needs `into_id`; `bring_back`,
    `withdraw` and `count_again` need `reason`. Nothing that was said before is deleted.
    """

    type: Literal["move_casualty"]
    casualty_id: UUID
    step: CasualtyStep
    area: Annotated[TreatmentArea | None, Field(description="Where, of `treat`.")] = None
    unit: Annotated[Label | None, Field(description="The unit that transports, by its callsign.")] = None
    hospital: HospitalName | None = None
    destination: Annotated[Label | None, Field(description="Where in the hospital.", examples=["Trauma bay"])] = None
    into_id: Annotated[UUID | None, Field(description="The casualty that stays, of `count_once`.")] = None
    reason: Reason | None = None


class TellHospitalBeds(Command):
    """Say how many beds a hospital has free, as it told them. A number that is left out is not known."""

    type: Literal["tell_hospital_beds"]
    hospital: HospitalName
    immediate: Beds | None = None
    delayed: Beds | None = None
    minimal: Beds | None = None
    told_by: Annotated[Label | None, Field(description="Who at the hospital said so.")] = None


OF_CASUALTY = {"casualty_id": Casualty}
CAPABILITY = Capability(
    title=gettext_noop("Casualties"),
    page_words="casualty_words",
    panel="casualties/casualties_panel.js",
    lists=(
        TriageAlgorithm,
        CasualtyCategory,
        CasualtyState,
        CasualtyStep,
        TreatmentArea,
        AgeGroup,
        Injury,
        Intervention,
    ),
    objects=(Casualty, CasualtyCounts, Hospital),
    needs=("room_search", "reunification"),
    commands=(
        *(
            CommandRule(command, need=RoomNeed.READ, who=Who.MEDIC, touches=OF_CASUALTY)
            for command in (
                OpenCasualty,
                RetriageCasualty,
                PlaceCasualty,
                TagCasualty,
                AgeCasualty,
                IdentifyCasualty,
                NoteInjury,
                NoteIntervention,
            )
        ),
        CommandRule(
            MoveCasualty, need=RoomNeed.READ, who=Who.MEDIC, touches={"casualty_id": Casualty, "into_id": Casualty}
        ),
        CommandRule(ReportCasualty, need=RoomNeed.READ, who=Who.RESPONDER),
        CommandRule(TellHospitalBeds, need=RoomNeed.READ, who=Who.RESPONDER),
    ),
    events=(
        EventRule(CasualtyOpened, words=gettext_noop("Casualty {number}: {category}"), alert=NO_ONE),
        EventRule(
            CasualtyReported,
            words=gettext_noop("Casualty {number} reported: {category} · {where} · {age_group}"),
            # Fire and EMS did not see it themselves. Where and how urgent is read in the room, not on a locked screen.
            alert=Alert(
                Told.AUDIENCE,
                title=gettext_noop("A casualty is reported"),
                push=PushWords(gettext_noop("A casualty is reported")),
            ),
        ),
        EventRule(
            CasualtyRetriaged,
            words=gettext_noop("Casualty {number} again: {category} · before: {before} · {algorithm}"),
            alert=NO_ONE,
        ),
        EventRule(CasualtyPlaced, words=gettext_noop("Casualty {number} is at: {where}"), alert=NO_ONE, is_quiet=True),
        EventRule(CasualtyTagged, words=gettext_noop("Casualty {number}: tag {tag}"), alert=NO_ONE, is_quiet=True),
        EventRule(CasualtyAged, words=gettext_noop("Casualty {number}: {age_group}"), alert=NO_ONE, is_quiet=True),
        # Search would find it by the name.
        EventRule(
            CasualtyIdentified,
            words=gettext_noop("Casualty {number} is {name}"),
            alert=NO_ONE,
            is_searchable=False,
        ),
        EventRule(CasualtyInjuryNoted, words=gettext_noop("Casualty {number}: {injury}"), alert=NO_ONE, is_quiet=True),
        EventRule(
            CasualtyInterventionNoted,
            words=gettext_noop("Casualty {number}: {intervention}"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            CasualtyFindingWithdrawn,
            words=gettext_noop("Casualty {number}: said by mistake · {injury} · {intervention}"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            CasualtyMoved,
            words=gettext_noop(
                "Casualty {number}: {step} · {area} · {unit} · {hospital} · {destination} · {into_number} · {reason}"
            ),
            alert=NO_ONE,
        ),
        EventRule(
            CasualtiesCounted,
            words=gettext_noop(
                "Casualties: {total} · immediate {immediate}, delayed {delayed}, minimal {minimal}, "
                "expectant {expectant}, dead {dead}, not assessed {untriaged} · taken to hospitals: {taken_away}"
            ),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            HospitalTold,
            words=gettext_noop(
                "{name}: beds for immediate {immediate} · delayed {delayed} · minimal {minimal} · {told_by}"
            ),
            alert=NO_ONE,
            is_quiet=True,
        ),
    ),
)
