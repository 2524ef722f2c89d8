"""What is given of the plan of an exercise: the same for the interface and for pages. Pure."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from coordination.drills.exercises.vocabulary import (
    AgeTier,
    CoreCapability,
    DrillAction,
    ExerciseKind,
    MissionArea,
    SimulationLevel,
)
from coordination.vocabulary import IncidentType, Severity
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment


class ExerciseHead(BaseModel):
    """What an exercise is about, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=120), Asked(_("Name"))]
    kind: Annotated[ExerciseKind, Asked(_("Kind"), shows_all=True)]
    action: Annotated[DrillAction | None, Asked(_("Action that is practiced, if it is one"))] = None
    incident_type: Annotated[IncidentType, Asked(_("What it is about"))]
    planned_start: Annotated[Moment, Asked(_("Begins, in the site's own time"))]
    planned_end: Annotated[Moment, Asked(_("Ends"))]


class ExerciseGiven(ExerciseHead):
    """What an exercise is, as its director says it. Students are told by `age_tiers` which ages take part.

    `tells_outside`: alerts of its room go, as the rules of the site say, also to people who have no part in it.
    """

    severity: Annotated[Severity, Asked(_("Severity"))] = Severity.MODERATE
    purpose: Annotated[str, Field(max_length=4000), Asked(_("Purpose"), lines=3)] = ""
    scope: Annotated[str, Field(max_length=4000), Asked(_("Scope: what takes part, and what does not"), lines=3)] = ""
    contact: Annotated[str, Field(max_length=200), Asked(_("Whom to ask"))] = ""
    scenario: Annotated[str, Field(max_length=8000), Asked(_("What players are told before"), lines=4)] = ""
    scenario_for_staff: Annotated[
        str, Field(max_length=8000), Asked(_("What will really unfold; only the staff reads it"), lines=4)
    ] = ""
    mission_areas: Annotated[list[MissionArea], Field(max_length=5), Asked(_("Mission areas"))] = [MissionArea.RESPONSE]
    is_announced: Annotated[bool, Asked(_("Is it announced to those who take part?"), shows_all=True)] = True
    tells_outside: Annotated[bool, Asked(_("Who is told when someone presses in the exercise"), shows_all=True)] = False
    has_students: Annotated[bool, Asked(_("Students take part"))] = False
    age_tiers: Annotated[list[AgeTier], Field(max_length=4), Asked(_("Students"))] = []
    simulation: Annotated[SimulationLevel, Asked(_("What is simulated"), shows_all=True)] = SimulationLevel.NONE


class ObjectiveGiven(BaseModel):
    """What is to be shown, and the core capabilities to which it maps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(max_length=400), Asked(_("What is to be shown"))]
    capabilities: Annotated[list[CoreCapability], Field(max_length=12), Asked(_("Core capabilities"))] = []


class TaskGiven(BaseModel):
    """What players must do. `target` says when it is good: "within 3 minutes"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(max_length=400), Asked(_("Critical task"))]
    target: Annotated[str, Field(max_length=200), Asked(_("When it is good"), example=_("within 3 minutes"))] = ""
    capability: Annotated[CoreCapability, Asked(_("Core capability"))]
