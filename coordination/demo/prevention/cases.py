"""A threat assessment team of the demo's school, and cases that no one can take for real ones."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from coordination.demo.prevention.places import join_team, joined_at
from coordination.models import User
from coordination.prevention.cases.rules.entries import CaseDetails, entry_adapter
from coordination.prevention.cases.rules.given import CaseIn, CaseStepIn, CaseTeamIn, SetUpIn
from coordination.prevention.cases.vocabulary import CaseStep, SetUpStep, TeamRole
from coordination.prevention.cases.work import teams
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.opening import open_case
from coordination.prevention.cases.work.writing import write_entry

THRESHOLD = (
    "Call the police at once for a weapon at school, an attack that is planned or under way, or a threat that names "
    "a weapon, a target and a time. In doubt the administrator calls the school resource officer."
)
RULES = CaseTeamIn(police_threshold=THRESHOLD, seal_after_days=180, keep_days_minor=365, keep_days=1825)
DONE: Mapping[SetUpStep, tuple[date, str]] = {
    SetUpStep.TEAM: (date(2026, 8, 3), "Board policy 5.12 (example)"),
    SetUpStep.BEHAVIORS: (date(2026, 8, 3), "Student handbook, page 14 (example)"),
    SetUpStep.REPORTING: (date(2026, 9, 10), "Tips, on every poster"),
    SetUpStep.POLICE_THRESHOLD: (date(2026, 8, 3), "Below, under Rules"),
}


def load_cases(
    *, school_id: UUID, district_id: UUID, keeper_ids: Mapping[UUID, int], team: Mapping[str, TeamRole], at: datetime
) -> None:
    """Set two teams up and open two cases through the doors that real use goes through. Durable transactions."""
    people = {one.username: one for one in User.objects.filter(username__in=team)}
    for agency_id in (school_id, district_id):
        teams.set_team(actor_id=keeper_ids[agency_id], agency_id=agency_id, given=RULES, at=at)

    def ask(keeper_id: int, person: User) -> None:
        role, joined = team[person.username], joined_at(at)
        teams.add_member(actor_id=keeper_id, agency_id=school_id, person_id=person.public_id, role=role, at=joined)

    keepers = (keeper_ids[school_id], keeper_ids[district_id])
    join_team("cases", [people[name] for name in team], ask=ask, keeper_ids=keepers)
    for step, (done_on, words) in DONE.items():
        given = SetUpIn(done_on=done_on, words=words)
        teams.note_set_up(actor_id=keeper_ids[district_id], agency_id=district_id, step=step, given=given, at=at)
    lead, counselor = (people[name] for name in list(team)[:2])
    _very_serious(school_id, lead, counselor, at)
    _open_new_case(school_id, counselor, at)


def _very_serious(school_id: UUID, lead: User, counselor: User, at: datetime) -> None:
    case_id = _open_demo_case(
        school_id,
        lead,
        at,
        name="Fictional Finn",
        concern="DEMO: told two friends in a chat that he would bring a pretend knife on Friday.",
        targets="Made-Up Milo",
    )
    today, owner = at.date(), str(counselor.public_id)
    facts = (
        {"kind": "fact", "theme": "communications", "source": "online_post", "weight": "confirmed"},
        {"kind": "fact", "theme": "stressors", "source": "interview", "weight": "corroborated"},
        {"kind": "fact", "theme": "protective_factors", "source": "home", "weight": "plausible"},
    )
    said = ("DEMO: the chat was shown by both friends.", "DEMO: left the example team.", "DEMO: close to an uncle.")
    _take_step(case_id, lead, CaseStep.EVALUATE, at, "DEMO: both friends were asked, and said the same.")
    _take_step(case_id, lead, CaseStep.FIND_VERY_SERIOUS, at, "DEMO: a weapon, a target and a day were named.")
    for fact, words in zip(facts, said, strict=True):
        _write_entry(case_id, counselor, at, **fact, words=words)
    _write_entry(case_id, counselor, at, kind="weapons", access="possible", words="DEMO: kitchen knives at home.")
    for measure, days in (("supervision", -1), ("one_trusted_adult", 3)):
        _write_entry(
            case_id,
            lead,
            at,
            kind="measure",
            measure=measure,
            words="DEMO",
            owner_id=owner,
            due_on=str(today + timedelta(days=days)),
        )
    _write_entry(
        case_id,
        lead,
        at,
        kind="notice",
        to="subject_parents",
        by="meeting",
        who="Parents of Fictional Finn",
        told_on=str(today),
        words="DEMO: in Spanish, with an interpreter",
    )
    _take_step(case_id, lead, CaseStep.RESPOND, at, "")
    _take_step(case_id, lead, CaseStep.BEGIN_SAFETY_EVALUATION, at, "")
    _write_entry(
        case_id,
        lead,
        at,
        kind="flag",
        who="Student, gray example jacket, grade 11",
        advice="Do not approach alone; keep your distance",
        call="School counselor, 555-0142",
        threat="Named a knife, a target and a day",
    )


def _open_new_case(school_id: UUID, counselor: User, at: datetime) -> None:
    _open_demo_case(
        school_id,
        counselor,
        at + timedelta(seconds=1),
        name="Imaginary Iris",
        concern="DEMO: shouted in the hallway that she would hit someone, and apologized.",
        targets="",
    )


def _open_demo_case(school_id: UUID, actor: User, at: datetime, *, name: str, concern: str, targets: str) -> UUID:
    details = CaseDetails.model_validate(
        {"kind": "details", "subject_name": name, "subject_role": "student", "concern": concern, "targets": targets}
    )
    return open_case(actor_id=actor.pk, given=CaseIn(agency_id=school_id, details=details), at=at).pk


def _take_step(case_id: UUID, actor: User, step: CaseStep, at: datetime, words: str) -> None:
    CASE_KIND.take_step(actor_id=actor.pk, thing_id=case_id, given=CaseStepIn(step=step, words=words), at=at)


def _write_entry(case_id: UUID, actor: User, at: datetime, **fields: str) -> None:
    write_entry(actor_id=actor.pk, case_id=case_id, given=entry_adapter.validate_python(fields), at=at)
