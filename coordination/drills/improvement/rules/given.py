"""What people give of findings and corrective actions: bodies of the interface, forms of pages. Pure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from coordination.casework.kinds.tasks import TaskStepIn
from coordination.casework.texts import Given
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement, ReportFindingKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class FindingGiven(Given):
    """A strength or an area for improvement; no objective: of the exercise as a whole."""

    kind: Annotated[ReportFindingKind, Asked(_("What it is"))]
    capability: Annotated[CoreCapability, Asked(_("Core capability"))]
    objective_id: Annotated[UUID | None, Asked(is_hidden=True)] = None
    words: Annotated[str, Field(max_length=2000), Asked(_("Description"), lines=3)]
    reference: Annotated[str, Field(max_length=400), Asked(_("Reference: the plan, policy or target"))] = ""
    analysis: Annotated[str, Field(max_length=4000), Asked(_("Analysis"), lines=3)] = ""
    root_cause: Annotated[str, Field(max_length=2000), Asked(_("Root cause (of an area for improvement)"), lines=2)] = (
        ""
    )


class CorrectiveActionIn(Given):
    """A line of the improvement plan."""

    area: Annotated[str, Field(max_length=400), Asked(_("Area for improvement"), suggested="areas")]
    words: Annotated[str, Field(max_length=2000), Asked(_("Corrective action"), lines=3)]
    element: Annotated[CapabilityElement, Asked(_("Capability element (POETE)"))]
    capability: Annotated[CoreCapability, Asked(_("Core capability"))]
    agency_id: Annotated[UUID, Asked(_("Responsible organization"))]
    owner_id: Annotated[UUID | None, Asked(_("Who does it"))] = None
    starts_on: Annotated[date, Asked(_("Starts on"))]
    due_on: Annotated[date, Asked(_("Done by"))]
    finding_id: Annotated[UUID | None, Asked(is_hidden=True)] = None


class CorrectiveActionStepIn(TaskStepIn):
    """A step; `owner_id` and `due_on` to say who does it until when."""

    step: ActionStep
