"""Build SRO assignments and training records for tests; name only what matters to the test."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from coordination.models import User
from mou.models import Agency, AgencyMember, Memorandum, SroAssignment, SroSite, TrainingCertificate, TrainingRecord
from mou.vocabulary import SroParty, TermKind, Topic
from tests.factories.mou import NOW, make_clause, make_term

# Words that stand in training alone, so that an answer that has one gave something away.
TRAINING_SECRETS = ("NB-7781-MARLOW", "Panel of the marlow room")


def make_sro(
    member: AgencyMember,
    district: Agency,
    site_ids: Iterable[UUID],
    *,
    since: date = date(2026, 8, 3),
    **fields: object,
) -> SroAssignment:
    """Return an assignment that has not ended."""
    made = SroAssignment.objects.create(
        member=member,
        agency=member.agency,
        district=district,
        since=since,
        made_by=member.user,
        made_at=NOW,
        **fields,
    )
    SroSite.objects.bulk_create([SroSite(assignment=made, site_id=one) for one in site_ids])
    return made


def make_training(
    member: AgencyMember,
    course: str = "nasro_basic",
    *,
    hours: float = 40,
    completed_on: date = date(2026, 9, 4),
    expires_on: date | None = None,
    recorded_by: User | None = None,
) -> TrainingRecord:
    """Return a record of a member's course, as their agency has it."""
    return TrainingRecord.objects.create(
        agency=member.agency,
        person=member.user,
        course=course,
        course_name=course.replace("_", " "),
        hours=hours,
        completed_on=completed_on,
        expires_on=expires_on,
        recorded_by=recorded_by or member.user,
        recorded_at=NOW,
        certificate_number=TRAINING_SECRETS[0],
    )


def ask_training(agreement: Memorandum, *, drills: int = 2) -> None:
    """Let the agreement in force ask for the basic course, drills, a supervisor and a signed selection."""
    version = agreement.current_version
    assert version is not None
    make_term(
        version, TermKind.TRAINING_HOURS, value={"hours": 40, "within_days": 60}, scope="nasro_basic", position=20
    )
    make_term(version, TermKind.DRILLS_PER_YEAR, value={"number": drills}, position=21)
    for number, topic in enumerate((Topic.SELECTION, Topic.CHAIN_OF_COMMAND), start=22):
        make_clause(version, topic=topic, heading=topic.value, position=number)


def make_selected_sro(member: AgencyMember, district: Agency, site_ids: Iterable[UUID]) -> SroAssignment:
    """Return an assignment of whose selection the district has written its part down."""
    made = make_sro(member, district, site_ids)
    made.selections.create(
        party=SroParty.DISTRICT.value, panel=TRAINING_SECRETS[1], edited_by=member.user, edited_at=NOW
    )
    return made


def make_certified(member: AgencyMember) -> TrainingRecord:
    """Return a record with a certificate."""
    made = make_training(member, "srp", hours=1)
    TrainingCertificate.objects.create(
        record=made, jpeg=b"\xff\xd8\xff", sha256="0" * 64, added_by=member.user, added_at=NOW
    )
    return made
