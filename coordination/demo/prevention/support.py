"""A support team of the demo's school: a directory, referrals and lines that no one can take for real ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from coordination.casework.joining import add_to_team, set_team
from coordination.demo.prevention.places import join_team, joined_at
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_PLACES, SUPPORT_TEAMS
from coordination.prevention.support.rules.given import (
    HelpLineModel,
    ReferralIn,
    ReferralStepIn,
    SupportPersonIn,
    SupportTeamIn,
)
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)
from coordination.prevention.support.work import directory
from coordination.prevention.support.work.kinds import REFERRAL_KIND
from coordination.prevention.support.work.referrals import refer_student

LINES = {
    "school": [HelpLineModel(name="Example school counselor", phone="555-0142")],
    "district": [HelpLineModel(name="Example county crisis line", phone="555-0188")],
}
DIRECTORY = (
    SupportPersonIn(
        name="Cory Counselor-Example",
        profession=SupportProfession.COUNSELOR,
        hours="Mon-Fri 7:30 to 15:30",
        languages="English, Spanish",
        phone="555-0142",
        full_time=Decimal("1.0"),
    ),
    SupportPersonIn(
        name="Sage Socialworker-Example",
        profession=SupportProfession.SOCIAL_WORKER,
        hours="Tue, Thu",
        languages="English",
        phone="555-0143",
        full_time=Decimal("0.4"),
    ),
    SupportPersonIn(
        name="Parker Partner-Example",
        profession=SupportProfession.OUTSIDE_PARTNER,
        organization="Example Valley Counseling",
        agreement="Agreement of 2026 (example)",
        agreement_until=date(2027, 6, 30),
        hours="Day and night, by phone",
        languages="English, Spanish, Vietnamese",
        phone="555-0188",
    ),
)


def load_support(
    *, school_id: UUID, district_id: UUID, keeper_ids: Mapping[UUID, int], team: Sequence[str], at: datetime
) -> None:
    """Set two teams up and refer two students through the doors that real use goes through. Durable transactions."""
    people = {one.username: one for one in User.objects.filter(username__in=(*team, "teacher"))}
    for agency_id, lines in ((school_id, LINES["school"]), (district_id, LINES["district"])):
        keeper_id = keeper_ids[agency_id]
        rules = SupportTeamIn(keep_days=1095, help_lines=lines)
        set_team(SUPPORT_TEAMS, actor_id=keeper_id, agency_id=agency_id, given=rules, at=at)

    def ask(keeper_id: int, person: User) -> None:
        whom = {"agency_id": school_id, "person_id": person.public_id}
        add_to_team(SUPPORT_TEAMS, SUPPORT_PLACES, actor_id=keeper_id, at=joined_at(at), **whom)

    keepers = (keeper_ids[school_id], keeper_ids[district_id])
    join_team("support", [people[name] for name in team], ask=ask, keeper_ids=keepers)
    for given in DIRECTORY:
        directory.add_to_directory(actor_id=keeper_ids[school_id], agency_id=school_id, given=given, at=at)
    teacher, counselor = people["teacher"], people[team[0]]
    worry = ReferralIn(
        agency_id=school_id,
        student_name="Pretend Paloma",
        reason="DEMO: cried in class twice this week.",
        urgency=ReferralUrgency.URGENT,
    )
    first = refer_student(actor_id=teacher.pk, given=worry, at=at)
    said = ReferralStepIn(
        step=ReferralStep.RECORD_CONSENT, words="DEMO: her aunt, by phone.", consent_by=ConsentBy.PARENT
    )
    REFERRAL_KIND.take_step(actor_id=counselor.pk, thing_id=first.pk, given=said, at=at)
    worry = ReferralIn(
        agency_id=school_id,
        student_name="Imaginary Ivo",
        reason="DEMO: sits alone since he moved here.",
        urgency=ReferralUrgency.ROUTINE,
    )
    refer_student(actor_id=teacher.pk, given=worry, at=at)
