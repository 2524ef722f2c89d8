"""What is given about exercises: the bodies of the interface, and what the forms of pages ask; and what is returned."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.drills.exercises.rules.msel import InjectGiven
from coordination.drills.exercises.rules.plan import ExerciseGiven, ExerciseHead, ObjectiveGiven, TaskGiven
from coordination.drills.exercises.vocabulary import (
    CheckAnswer,
    ExerciseRole,
    ExerciseStep,
    InjectDelivery,
    InjectKind,
)
from coordination.drills.exercises.work.msel_files import MOST_CHARS
from coordination.vocabulary import MarkerKind, PanicKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as p_

# Who sends it has read the plan as it was then.
type Version = Annotated[int, Field(ge=1, le=2**31 - 1), Asked(is_hidden=True, is_renewed=True)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class ExerciseIn(ExerciseGiven):
    """A new exercise: where, and for which agency."""

    site_id: UUID
    agency_id: UUID


class ExerciseChangeIn(ExerciseGiven):
    """A change of what an exercise is: everything anew. `version`: of the plan that was read."""

    version: Version


class ExerciseMade(Schema):
    exercise_id: UUID
    version: int


class ExerciseStepIn(Closed):
    step: Annotated[ExerciseStep, Asked(is_hidden=True)]
    version: Version


class ExerciseVersion(Schema):
    """The version after a change: the next one is made on it."""

    version: int


class ExerciseInvitationIn(Closed):
    agency_id: Annotated[UUID, Asked(_("Organization"))]


class ExerciseInvitationAnswerIn(Closed):
    """Whether an agency takes part, with how many players who have no account here."""

    accepts: Annotated[bool, Asked(is_hidden=True)]
    players_planned: Annotated[int, Field(ge=0, le=5000), Asked(_("Players without an account here"))] = 0
    words: Annotated[str, Field(max_length=400), Asked(_("Words for who directs it"))] = ""


class ExercisePersonIn(Closed):
    agency_id: UUID
    role: ExerciseRole


class ObjectiveIn(ObjectiveGiven):
    version: Version


class ObjectiveWritten(ExerciseVersion):
    objective_id: UUID


class CriticalTaskIn(TaskGiven):
    version: Version


class CriticalTaskWritten(ExerciseVersion):
    task_id: UUID


class InjectPayloadIn(Closed):
    """What a marker or an alarm needs beside its text. Degrees of WGS 84."""

    marker: MarkerKind | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    level_id: UUID | None = None
    tier: PanicKind | None = None


class InjectLine(Closed):
    """What every line of the MSEL says, whatever it brings into play."""

    text: Annotated[str, Field(max_length=2000), Asked(_("What is brought into play"), lines=3)]
    delivery: Annotated[InjectDelivery, Asked(_("How it is delivered"))]
    kind: Annotated[InjectKind, Asked(_("Kind"))] = InjectKind.CONTEXTUAL
    sender: Annotated[str, Field(max_length=120), Asked(_("As whom it is said"))] = ""
    to_agency_id: Annotated[UUID | None, Asked(_("To which organization"))] = None
    to_role: Annotated[
        str,
        Field(max_length=120),
        Asked(_("To which role: officers, supervisors, responders, command. A controller says it to any other")),
    ] = ""
    controller_id: Annotated[UUID | None, Asked(_("Controller"))] = None
    expected_action: Annotated[str, Field(max_length=400), Asked(_("What players should do"))] = ""
    objective_id: Annotated[UUID | None, Asked(_("Objective"))] = None
    notes: Annotated[str, Field(max_length=400), Asked(_("Notes for controllers"))] = ""
    version: Version

    def make_inject(self, *, offset_s: int | None, payload: Mapping[str, object]) -> InjectGiven:
        """Return the line as the action takes it."""
        said = {name: getattr(self, name) for name in InjectLine.model_fields if name != "version"}
        return InjectGiven(**said, offset_s=offset_s, payload=payload)


class InjectIn(InjectLine):
    """A line of the MSEL. `offset_s`: seconds of exercise time from STARTEX; none waits for a controller."""

    offset_s: Annotated[int, Field(ge=0, le=259_200)] | None = None
    payload: InjectPayloadIn | None = None

    def inject_given(self) -> InjectGiven:
        """Return the input of the action."""
        payload = self.payload.model_dump(mode="json", exclude_none=True) if self.payload else {}
        return self.make_inject(offset_s=self.offset_s, payload=payload)


class InjectWritten(ExerciseVersion):
    inject_id: UUID
    number: int


class InjectOrderIn(Closed):
    """Every inject once, in the order of their new numbers."""

    inject_ids: Annotated[list[UUID], Field(max_length=200)]
    version: Version


class MselFileIn(Closed):
    """A MSEL as the text of a CSV file. With `dry_run` nothing is stored."""

    text: Annotated[str, Field(max_length=MOST_CHARS)]
    dry_run: bool = True
    version: Version


class SafetyAnswerIn(Closed):
    answer: Annotated[CheckAnswer, Asked(p_("noun", "Answer"))]
    words: Annotated[str, Field(max_length=400), Asked(_("Who or how; or why not, and what is done instead"))] = ""


class ScenarioCopyIn(Closed):
    key: Annotated[str, Field(max_length=40), Asked(_("Scenario"), shows_all=True)]
    language: Annotated[str, Field(pattern="^(en|es)$"), Asked(_("Language of the exercise"))] = "en"
    version: Version


# --- asked by pages alone ---------------------------------------------------------------------------------------------
class BegunExerciseIn(ExerciseHead):
    """A new exercise by its shortest form. Who plans for one agency only does not choose it."""

    site_id: Annotated[UUID, Asked(_("Site"))]
    agency_id: Annotated[UUID | None, Asked(_("Sponsor"))] = None


class PlanVersionIn(Closed):
    """An act that needs only the version that was read."""

    version: Version


class PersonChosenIn(Closed):
    """A person from the list of all who may come. `who` names the agency and the person."""

    who: Annotated[str, Field(max_length=80), Asked(_("Person"))]
    role: Annotated[ExerciseRole, Asked(_("Role"))]


class NamedPersonIn(Closed):
    """A person of an agency that the page knows."""

    person_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]
    role: Annotated[ExerciseRole, Asked(_("Role"))]


class PersonRemovedIn(Closed):
    person_id: Annotated[UUID, Asked(is_hidden=True)]


class OrganizationRemovedIn(Closed):
    agency_id: Annotated[UUID, Asked(is_hidden=True)]


class TaskRemovedIn(Closed):
    task_id: Annotated[UUID, Asked(is_hidden=True)]
    version: Version


class InjectChosenIn(Closed):
    inject_id: Annotated[UUID, Asked(is_hidden=True)]
    version: Version


class TypedInjectIn(InjectLine):
    """A line of the MSEL as people type it: a time on a clock, a place by its name or by a tap on the plan."""

    inject_id: Annotated[UUID | None, Asked(is_hidden=True)] = None
    offset_s: Annotated[
        str,
        Field(max_length=20),
        Asked(_("Time from the start: minutes, or h:mm:ss; empty waits for a controller")),
    ] = ""
    marker: Annotated[MarkerKind | None, Asked(_("Marker"))] = None
    place: Annotated[
        str, Field(max_length=200), Asked(_("Place, by its name on the plans: room 112, B stair, G10"))
    ] = ""
    tier: Annotated[PanicKind | None, Asked(_("Alarm"))] = None
    lon: Annotated[Annotated[float, Field(ge=-180, le=180)] | None, Asked(is_hidden=True)] = None
    lat: Annotated[Annotated[float, Field(ge=-90, le=90)] | None, Asked(is_hidden=True)] = None
    level_id: Annotated[UUID | None, Asked(is_hidden=True)] = None


class TypedMselIn(Closed):
    """A MSEL as a file, or as its text."""

    file: Annotated[bytes, Asked(_("File"), accept=".csv,text/csv", size_max=4 * MOST_CHARS)] = b""
    table: Annotated[str, Asked(_("Or its text"), lines=4)] = ""
    dry_run: Annotated[bool, Asked(is_hidden=True)] = False
    version: Version

    def read_text(self) -> str:
        """Return the table. A spreadsheet that is no UTF-8 has a heading that is not understood."""
        return self.file.decode("utf-8", errors="replace") if self.file else self.table
