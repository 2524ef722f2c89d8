"""Two made-up SROs of the demo's police, one ready and one not yet, and the training of a school's staff."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from mou.agreements.clauses import ClauseGiven, TermGiven
from mou.models import AgencyMember
from mou.officers.assignments import (
    AssignmentGiven,
    SelectionGiven,
    assign_sro,
    review_assignment,
    set_selection,
    sign_selection,
)
from mou.officers.training import TrainingGiven, record_training, verify_training
from mou.vocabulary import SelectionCriterion, SroParty, TermKind, Topic

ALWAYS = {"when": "always"}
# What the police's agreement says of its SROs, beside what it opens.
CLAUSES = (
    ClauseGiven(
        Topic.SELECTION,
        "Selection of officers",
        "A panel of both parties selects each school resource officer, and both sign the selection.",
        (),
    ),
    ClauseGiven(
        Topic.CHAIN_OF_COMMAND,
        "Supervision",
        "Each school resource officer is supervised by a supervisor of the Agency, who is named.",
        (),
    ),
    ClauseGiven(
        Topic.TRAINING,
        "Training and joint drills",
        "Within 270 days each school resource officer completes a basic course of 40 hours, and 8 hours of "
        "de-escalation that are not older than two years. The parties drill together twice in each school year.",
        (
            TermGiven(TermKind.TRAINING_HOURS, "nasro_basic", {"hours": 40, "within_days": 270}, ALWAYS),
            TermGiven(TermKind.TRAINING_HOURS, "de_escalation", {"hours": 8, "within_days": 270}, ALWAYS),
            TermGiven(TermKind.DRILLS_PER_YEAR, "", {"number": 2}, ALWAYS),
        ),
    ),
)
MET = (SelectionCriterion.TEMPERAMENT, SelectionCriterion.NO_SUSTAINED_COMPLAINTS, SelectionCriterion.BACKGROUND_CHECK)
# Who, which course, days ago, the number on the certificate, days until it expires (none: as the course says).
OFFICERS = (
    ("sro", "nasro_basic", 390, "NB-DEMO-0117", None),
    ("sro", "adolescent_mental_health", 300, "AMH-DEMO-0042", None),
    ("sro", "de_escalation", 712, "DE-DEMO-0305", 18),
    ("patrol", "de_escalation", 800, "DE-DEMO-0288", None),
    ("patrol", "ics_100", 500, "IS-DEMO-0100", None),
)
STAFF = (
    ("principal", "srp", 60, "", None),
    ("principal", "panic_alarm", 60, "", None),
    ("teacher", "srp", 60, "", None),
    ("nurse", "srp", 400, "", None),
    ("nurse", "bleeding_control", 100, "STB-DEMO-0008", None),
    ("nurse", "cpr_aed", 690, "CPR-DEMO-0021", None),
    ("counselor", "threat_assessment", 200, "BTAM-DEMO-0003", None),
)


def load_training(*, district_id: UUID, people: Mapping[str, int], site_ids: Mapping[str, UUID], at: datetime) -> None:
    """Assign, select and train through the doors that real use goes through. Many durable transactions."""
    today = at.date()
    members = {
        one.user.username: one
        for one in AgencyMember.objects.filter(user_id__in=people.values()).select_related("user")
    }
    ready = _assign_officer(
        members, "sro", "patrol", district_id, site_ids["lincoln-high"], today - timedelta(days=420), at
    )
    _sign_selection(ready, people, at, parties=(SroParty.AGENCY, SroParty.DISTRICT))
    review_assignment(
        actor_id=people["planner"],
        assignment_id=ready,
        party=SroParty.DISTRICT,
        held_on=today - timedelta(days=90),
        note="Made up: knows every door and most students by name.",
        at=at,
    )
    begun = _assign_officer(members, "patrol", "sro", district_id, site_ids["cottonwood-elementary"], today, at)
    _sign_selection(begun, people, at, parties=(SroParty.AGENCY,))
    for username, course, ago, number, ends in OFFICERS:
        record_id = _record_course(members[username], people["sergeant"], course, ago, number, ends, at)
        if course != "ics_100":
            verify_training(actor_id=people["chief"], record_id=record_id, at=at)
    for username, course, ago, number, ends in STAFF:
        _record_course(members[username], people["principal"], course, ago, number, ends, at)


def _assign_officer(
    members: Mapping[str, AgencyMember],
    officer: str,
    backup: str,
    district_id: UUID,
    site_id: UUID,
    since: date,
    at: datetime,
) -> UUID:
    return assign_sro(
        actor_id=members["chief"].user_id,
        member_id=members[officer].pk,
        district_id=district_id,
        since=since,
        given=AssignmentGiven((site_id,), None, members["sergeant"].pk, members[backup].pk),
        at=at,
    )


def _sign_selection(
    assignment_id: UUID, people: Mapping[str, int], at: datetime, *, parties: tuple[SroParty, ...]
) -> None:
    who = {
        SroParty.AGENCY: ("sergeant", "Chief Max Sample and Sergeant Kit Sample", "Sergeant Kit Sample"),
        SroParty.DISTRICT: ("planner", "Pat Planner-Example and Robin Principal-Example", "Pat Planner-Example"),
    }
    for party in parties:
        username, panel, name = who[party]
        given = SelectionGiven(panel, at.date() - timedelta(days=430), 7, MET)
        actor_id = people[username]
        set_selection(actor_id=actor_id, assignment_id=assignment_id, party=party, given=given, at=at)
        sign_selection(actor_id=actor_id, assignment_id=assignment_id, party=party, signed_name=name, at=at)


def _record_course(
    member: AgencyMember, actor_id: int, course: str, ago: int, number: str, ends: int | None, at: datetime
) -> UUID:
    expires_on = None if ends is None else at.date() + timedelta(days=ends)
    given = TrainingGiven(
        course,
        at.date() - timedelta(days=ago),
        expires_on=expires_on,
        provider="Example Training Center",
        certificate_number=number,
    )
    return record_training(actor_id=actor_id, agency_id=member.agency_id, member_id=member.pk, given=given, at=at)
