"""Build threat assessment teams and cases for tests; name only what matters to the test."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from coordination.models import User
from coordination.prevention.cases.models import Case, CaseFlag, CasePerson, CaseTeam, CaseTeamMember, PoliceCopy
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, SubjectRole, TeamRole
from mou.models import Agency

_numbers = itertools.count(1)
SUBJECT = "Fictional Quill Thornberry"
CONCERN = "drew a map of the cafeteria with a bad date on it"
FLAG_ADVICE = "Do not approach alone, wait for the second unit"
# What a case in a state has been found to be, where a test does not say.
FOUND = {
    **dict.fromkeys((CaseState.CLOSED, CaseState.SEALED), CaseClassification.TRANSIENT),
    **dict.fromkeys(
        (CaseState.SUBSTANTIVE, CaseState.RESPONDED, CaseState.MONITORED), CaseClassification.SERIOUS_SUBSTANTIVE
    ),
    CaseState.SAFETY_EVALUATION: CaseClassification.VERY_SERIOUS_SUBSTANTIVE,
}
COPY_WORDS = "Statement of the pretend locksmith about the storeroom"
SECRETS = (SUBJECT, CONCERN, FLAG_ADVICE, COPY_WORDS)


def make_case_team(
    agency: Agency, *, members: Sequence[User] | Mapping[User, TeamRole] = (), **fields: object
) -> CaseTeam:
    """Return a team; who is named without a role is an administrator there."""
    team = CaseTeam.objects.create(agency=agency, **fields)
    roles = members if isinstance(members, Mapping) else dict.fromkeys(members, TeamRole.ADMINISTRATOR)
    for user, role in roles.items():
        CaseTeamMember.objects.create(
            team=team,
            user=user,
            role=role.value,
            added_by=None,
            added_at=datetime.now(UTC),
            let_in_at=datetime.now(UTC),
        )
    return team


def make_case(
    team: CaseTeam,
    *,
    people: Sequence[User],
    kept_off: Sequence[User] = (),
    state: CaseState = CaseState.OPENED,
    classification: CaseClassification | None = None,
    at: datetime | None = None,
    **fields: object,
) -> Case:
    """Return a case with people on it, and some kept off by a conflict of interest."""
    at = at or datetime.now(UTC)
    found = classification or FOUND.get(state)
    values: dict[str, object] = {
        "number": f"T-{next(_numbers)}",
        "state": state.value,
        "classification": found.value if found else "",
        "subject_name": SUBJECT,
        "subject_role": SubjectRole.STUDENT.value,
        "concern": CONCERN,
        "opened_by_id": people[0].pk,
        "opened_at": at,
        "closed_at": None if state.is_open else at,
        **fields,
    }
    case = Case.objects.create(team=team, **values)
    for user in people:
        CasePerson.objects.create(case=case, user=user)
    for user in kept_off:
        CasePerson.objects.create(case=case, user=user, has_conflict=True)
    return case


def make_flag(case: Case, *, raised_by: User) -> CaseFlag:
    """Return the flag of a case."""
    return CaseFlag.objects.create(
        case=case,
        who=SUBJECT,
        advice=FLAG_ADVICE,
        call="555-0100, ask for the counselor",
        threat="Said to have a weapon in the building",
        raised_by=raised_by,
        raised_at=datetime.now(UTC),
    )


def make_police_copy(agency: Agency) -> PoliceCopy:
    """Return a paper that an agency was given."""
    return PoliceCopy.objects.create(
        agency=agency,
        school_name="A school",
        recipient="Records",
        words=COPY_WORDS,
        given_by_name="Someone of the team",
        given_at=datetime.now(UTC),
    )
