"""The acts of training as their doors ask for them: from what the body of a route or a form gave to the action."""

from uuid import UUID

from coordination.room.access import Asker
from coordination.training import wire
from coordination.training.work.bulk import TrainingLook, TrainingLooked, look_at_training, take_training
from coordination.training.work.certificates import bring_certificate
from coordination.training.work.officers import check_sites, districts_of
from mou.errors import BadSroAssignment
from mou.officers import assignments, training
from mou.officers.access import assignment_for
from mou.vocabulary import SroParty


# --- school resource officers -----------------------------------------------------------------------------------------
def assign_sro(asker: Asker, given: wire.SroAssignmentIn) -> UUID:
    """Make an officer the SRO of sites of a district; return the assignment's id."""
    check_sites(given.district_id, given.site_ids)
    return assignments.assign_sro(
        actor_id=asker.user_id,
        member_id=given.member_id,
        district_id=given.district_id,
        since=given.since,
        given=given.make_input(),
        at=asker.at,
    )


def assign_sro_of_sites(asker: Asker, given: wire.SroAssignmentOfSitesIn) -> UUID:
    """The same in the district of the sites. Raises: BadSroAssignment: they are in several."""
    district_ids = districts_of(given.site_ids)
    if len(district_ids) != 1:
        raise BadSroAssignment("An assignment is in one district.")
    return assign_sro(asker, wire.SroAssignmentIn(district_id=district_ids.pop(), **dict(given)))


def change_sro_assignment(asker: Asker, assignment_id: UUID, given: wire.SroAssignmentChangeIn) -> None:
    """Change sites, planned last day, supervisor and back-up."""
    grant = assignment_for(user_id=asker.user_id, assignment_id=assignment_id, at=asker.at, lock=False)
    check_sites(grant.assignment.district_id, given.site_ids)
    assignments.change_assignment(
        actor_id=asker.user_id, assignment_id=assignment_id, given=given.make_input(), at=asker.at
    )


def end_sro_assignment(asker: Asker, assignment_id: UUID, given: wire.SroAssignmentEndIn) -> None:
    """End an assignment with a reason."""
    assignments.end_assignment(
        actor_id=asker.user_id,
        assignment_id=assignment_id,
        ended_on=given.ended_on,
        why=given.why,
        reason=given.reason,
        at=asker.at,
    )


def set_sro_selection(asker: Asker, assignment_id: UUID, party: SroParty, given: wire.SroSelectionIn) -> None:
    """Write down a party's part of the selection."""
    assignments.set_selection(
        actor_id=asker.user_id, assignment_id=assignment_id, party=party, given=given.make_input(), at=asker.at
    )


def sign_sro_selection(asker: Asker, assignment_id: UUID, party: SroParty, given: wire.SroSignatureIn) -> None:
    """Sign a party's part by name."""
    assignments.sign_selection(
        actor_id=asker.user_id, assignment_id=assignment_id, party=party, signed_name=given.name, at=asker.at
    )


def review_sro_assignment(asker: Asker, assignment_id: UUID, given: wire.SroReviewIn) -> None:
    """Write down a yearly review, for a party."""
    assignments.review_assignment(
        actor_id=asker.user_id,
        assignment_id=assignment_id,
        party=given.party,
        held_on=given.held_on,
        note=given.note,
        at=asker.at,
    )


# --- training records -------------------------------------------------------------------------------------------------
def record_training(asker: Asker, agency_id: UUID, given: wire.TrainingIn) -> UUID:
    """Record that a member completed a course; return the record's id."""
    return training.record_training(
        actor_id=asker.user_id, agency_id=agency_id, member_id=given.member_id, given=given.make_input(), at=asker.at
    )


def correct_training(asker: Asker, record_id: UUID, given: wire.TrainingCorrectionIn) -> UUID:
    """Put a corrected record in the place of one; return the new one's id."""
    return training.correct_training(
        actor_id=asker.user_id, record_id=record_id, given=given.make_input(), reason=given.reason, at=asker.at
    )


def withdraw_training(asker: Asker, record_id: UUID, given: wire.TrainingWithdrawalIn) -> None:
    """Say that a record is wrong altogether."""
    training.withdraw_training(actor_id=asker.user_id, record_id=record_id, reason=given.reason, at=asker.at)


def verify_training(asker: Asker, record_id: UUID, _given: object = None) -> None:
    """Say that one has seen the proof."""
    training.verify_training(actor_id=asker.user_id, record_id=record_id, at=asker.at)


def add_certificate(asker: Asker, record_id: UUID, given: wire.CertificateIn) -> None:
    """Put a certificate to a record."""
    bring_certificate(actor_id=asker.user_id, record_id=record_id, body=given.file, at=asker.at)


# --- many at once, courses --------------------------------------------------------------------------------------------
def look_at_file(asker: Asker, agency_id: UUID, given: wire.TrainingFileIn) -> TrainingLooked:
    """Say what a table of training would record."""
    return look_at_training(actor_id=asker.user_id, agency_id=agency_id, content=given.file, at=asker.at)


def take_file(asker: Asker, agency_id: UUID, given: wire.TrainingTakenIn) -> TrainingLook:
    """Record everything of a file that was looked at, or nothing."""
    return take_training(actor_id=asker.user_id, agency_id=agency_id, upload_id=given.upload_id, at=asker.at)


def add_course(asker: Asker, agency_id: UUID, given: wire.TrainingCourseIn) -> UUID:
    """Add a course of the agency's own; return its id."""
    return training.add_course(
        actor_id=asker.user_id,
        agency_id=agency_id,
        code=given.code,
        name=given.name,
        hours=given.hours,
        valid_months=given.valid_months,
        at=asker.at,
    )


def retire_course(asker: Asker, agency_id: UUID, given: wire.CourseRetiredIn) -> None:
    """Offer an own course no longer."""
    training.retire_course(actor_id=asker.user_id, agency_id=agency_id, code=given.code, at=asker.at)
