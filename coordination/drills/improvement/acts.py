"""The acts of improvement as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.drills.improvement import wire
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.improvement.rules.given import CorrectiveActionIn
from coordination.drills.improvement.vocabulary import ReportSection
from coordination.drills.improvement.work import actions, reports, signing
from coordination.room.access import Asker


# --- reports ----------------------------------------------------------------------------------------------------------
def draft_report(asker: Asker, exercise_id: UUID, given: wire.DraftIn) -> None:
    """Write the draft, for the first time or anew; after a signed version, the next one."""
    reports.draft_report(actor_id=asker.user_id, exercise_id=exercise_id, language=given.language, at=asker.at)


def edit_text(asker: Asker, exercise_id: UUID, given: wire.ReportTextIn) -> None:
    """Write a section, or give it back to the system."""
    reports.edit_text(actor_id=asker.user_id, exercise_id=exercise_id, at=asker.at, **dict(given))


def give_back_text(asker: Asker, exercise_id: UUID, section: ReportSection, given: wire.VersionIn) -> None:
    """Give a section back to the system."""
    edit_text(asker, exercise_id, wire.ReportTextIn(version=given.version, section=section, text=None))


def set_meeting(asker: Asker, exercise_id: UUID, given: wire.MeetingIn) -> None:
    """Say when the after-action meeting is, or was."""
    reports.set_meeting(actor_id=asker.user_id, exercise_id=exercise_id, at=asker.at, **dict(given))


def write_finding(asker: Asker, exercise_id: UUID, finding_id: UUID | None, given: wire.FindingIn) -> None:
    """Write a finding of one's own, or change one."""
    reports.write_finding(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        finding_id=finding_id,
        given=given,
        version=given.version,
        at=asker.at,
    )


def leave_out_finding(asker: Asker, exercise_id: UUID, finding_id: UUID, given: wire.LeaveOutIn) -> None:
    """Leave a finding out of the report, or take it in again."""
    reports.leave_out_finding(
        actor_id=asker.user_id, exercise_id=exercise_id, finding_id=finding_id, at=asker.at, **dict(given)
    )


def approve_report(asker: Asker, exercise_id: UUID, given: wire.VersionIn) -> None:
    """Approve the draft."""
    signing.approve_report(actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, at=asker.at)


def take_back(asker: Asker, exercise_id: UUID, given: wire.VersionIn) -> None:
    """Make an approved report a draft again."""
    signing.take_back(actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, at=asker.at)


def sign_report(asker: Asker, exercise_id: UUID, given: wire.VersionIn) -> None:
    """Sign the approved report for the sponsor."""
    signing.sign_report(actor_id=asker.user_id, exercise_id=exercise_id, version=given.version, at=asker.at)


# --- corrective actions -----------------------------------------------------------------------------------------------
def add_action(asker: Asker, exercise_id: UUID, given: CorrectiveActionIn) -> CorrectiveAction:
    """Write a line of the improvement plan."""
    return actions.add_action(actor_id=asker.user_id, exercise_id=exercise_id, given=given, at=asker.at)
