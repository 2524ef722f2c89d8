"""The closed lists of improvement. Values are what travels and is stored; words stand in docs/vocabulary.md."""

from enum import StrEnum


class ReportState(StrEnum):
    """How far a version of an after-action report is. A signed one changes no more; a newer signed one replaces it."""

    DRAFT = "draft"
    APPROVED = "approved"
    SIGNED = "signed"
    SUPERSEDED = "superseded"

    @property
    def is_sealed(self) -> bool:
        """Tell whether its text is fixed."""
        return self in (ReportState.SIGNED, ReportState.SUPERSEDED)


class ReportRight(StrEnum):
    """What is done with a report beside reading it."""

    WRITE = "write"
    APPROVE = "approve"
    SIGN = "sign"


class ReportSection(StrEnum):
    """The parts of a report that are text (HSEEP); objectives have findings instead."""

    SUMMARY = "summary"
    OVERVIEW = "overview"
    TIMES = "times"
    PARTICIPANTS = "participants"
    CONCLUSION = "conclusion"


class ReportFindingKind(StrEnum):
    """What was seen of an objective (HSEEP): a strength, or an area for improvement."""

    STRENGTH = "strength"
    AREA = "area"


class CapabilityElement(StrEnum):
    """POETE: which element of a capability a corrective action changes."""

    PLANNING = "planning"
    ORGANIZATION = "organization"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISE = "exercise"


class ActionState(StrEnum):
    """How far a corrective action is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def has_ended(self) -> bool:
        return self in (ActionState.DONE, ActionState.DROPPED)


class ActionStep(StrEnum):
    """What moves a corrective action."""

    ASSIGN = "assign"
    NOTE = "note"
    BEGIN = "begin"
    FINISH = "finish"
    DROP = "drop"
    REOPEN = "reopen"
