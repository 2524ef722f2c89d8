"""The closed lists of improvement. Values are what travels and is stored; words stand in docs/vocabulary.md."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class ReportState(Labelled):
    """How far a version of an after-action report is. A signed one changes no more; a newer signed one replaces it."""

    DRAFT = "draft", pgettext("report", "Draft")
    APPROVED = "approved", pgettext("report", "Approved")
    SIGNED = "signed", pgettext("report", "Signed")
    SUPERSEDED = "superseded", pgettext("report", "Superseded by a newer version")

    @property
    def is_sealed(self) -> bool:
        """Tell whether its text is fixed."""
        return self in (ReportState.SIGNED, ReportState.SUPERSEDED)


class ReportRight(StrEnum):
    """What is done with a report beside reading it."""

    WRITE = "write"
    APPROVE = "approve"
    SIGN = "sign"


class ReportSection(Labelled):
    """The parts of a report that are text (HSEEP); objectives have findings instead."""

    SUMMARY = "summary", _("Executive summary")
    OVERVIEW = "overview", _("Exercise overview")
    TIMES = "times", _("Times from the log")
    PARTICIPANTS = "participants", _("Participating organizations")
    CONCLUSION = "conclusion", pgettext("report", "Conclusion")


class ReportFindingKind(Labelled):
    """What was seen of an objective (HSEEP): a strength, or an area for improvement."""

    STRENGTH = "strength", _("Strength")
    AREA = "area", _("Area for improvement")


class CapabilityElement(Labelled):
    """POETE: which element of a capability a corrective action changes."""

    PLANNING = "planning", pgettext("capability element", "Planning")
    ORGANIZATION = "organization", pgettext("capability element", "Organization")
    EQUIPMENT = "equipment", pgettext("capability element", "Equipment")
    TRAINING = "training", pgettext("capability element", "Training")
    EXERCISE = "exercise", pgettext("capability element", "Exercise")


class ActionState(Labelled):
    """How far a corrective action is."""

    OPEN = "open", pgettext("corrective action", "Open")
    IN_PROGRESS = "in_progress", pgettext("corrective action", "In progress")
    DONE = "done", pgettext("corrective action", "Done")
    DROPPED = "dropped", pgettext("corrective action", "Dropped")

    @property
    def has_ended(self) -> bool:
        return self in (ActionState.DONE, ActionState.DROPPED)


class ActionStep(Labelled):
    """What moves a corrective action."""

    ASSIGN = "assign", _("Say who does it, until when")
    NOTE = "note", _("Write a note")
    BEGIN = "begin", _("Begin")
    FINISH = "finish", _("It is done")
    DROP = "drop", _("Drop it")
    REOPEN = "reopen", _("Open it again")


class ActionAct(Labelled):
    """What a record says of a corrective action beside `TaskAct`."""

    WRITTEN = "written", _("Written into the improvement plan")
