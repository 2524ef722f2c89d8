"""Who counts on a team: asked for a person and for a team it is one answer, and one query however many are on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from coordination.casework.joining import ask_person_in, take_person_out
from coordination.casework.teams import TeamKind
from coordination.models import User
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_PLACES
from coordination.prevention.social_alerts.errors import BadAlertDesk
from coordination.prevention.support.access import SUPPORT_TEAMS
from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import LONG_AGO, NOW, make_agency, make_member, make_term
from tests.factories.prevention.cases import make_case_team
from tests.factories.prevention.climate import make_climate_team
from tests.factories.prevention.social_alerts import make_alert_desk
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db
type AnyKind = TeamKind[Any, Any]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@dataclass(frozen=True)
class Sample:
    """A kind of team, how one is made with people on it, and which agency of the cast has it."""

    kind: AnyKind
    make: Callable[[Agency, list[User]], Model]
    agency: str


SAMPLES = {
    "cases": Sample(CASE_TEAMS, lambda agency, people: make_case_team(agency, members=people), "school"),
    "support": Sample(SUPPORT_TEAMS, lambda agency, people: make_support_team(agency, members=people), "school"),
    "climate": Sample(CLIMATE_TEAMS, lambda agency, people: make_climate_team(agency, members=people), "school"),
    "social_alerts": Sample(ALERT_DESKS, lambda agency, people: make_alert_desk(agency, team=people), "district"),
}
each_kind = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


def make_team(sample: Sample, cast: Cast, people: list[User]) -> Model:
    return sample.make(getattr(cast, sample.agency), people)


def put_on(sample: Sample, team: Model, user: User) -> None:
    """Put someone on a team without a second person: of some kinds, they do not count yet."""
    QuerySet(sample.kind.places).create(**{sample.kind.team: team}, user=user, added_at=NOW)


def names_officials(cast: Cast, *, yes: bool = True) -> None:
    version = Version.objects.get(memorandum=cast.agreement)
    make_term(version, TermKind.FERPA_SCHOOL_OFFICIAL, value={"yes": yes}, position=9)


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


@each_kind
def test_who_counts_is_asked_as_often_for_twelve_as_for_two(cast: Cast, sample: Sample) -> None:
    names_officials(cast)
    people = [make_member(cast.school, role=MemberRole.STAFF).user for _ in range(12)]
    team = make_team(sample, cast, people[:2])
    team = QuerySet(sample.kind.teams).select_related(sample.kind.agency).get(pk=team.pk)

    def few_and_many() -> tuple[int, int, int]:
        return (
            queries_of(lambda: sample.kind.counting_people(team, NOW)),
            queries_of(lambda: list(sample.kind.counting_places(team, NOW))),
            queries_of(lambda: sample.kind.members_of(team, NOW)),
        )

    before = few_and_many()
    for user in people[2:]:
        put_on(sample, team, user)
    QuerySet(sample.kind.places).filter(**{sample.kind.team: team}).update(
        **({"let_in_at": NOW} if sample.kind is not CLIMATE_TEAMS else {"added_at": NOW})
    )

    assert len(sample.kind.counting_people(team, NOW)) == 12
    assert few_and_many() == before
    # One for all; officers ask for the district's agreements, their sites, terms and clauses.
    assert before[0] <= (5 if sample.kind.has_officials else 1)


@each_kind
def test_a_team_and_a_person_are_told_the_same(cast: Cast, sample: Sample) -> None:
    """Everybody who could be listed, with what became of them: each is asked as a person, and all at once."""
    names_officials(cast)
    near = {
        "of the school": make_member(cast.school, role=MemberRole.STAFF).user,
        "of the district": make_member(cast.district, role=MemberRole.STAFF).user,
        "an officer by an agreement": cast.officer,
        "of another school": make_member(make_agency(AgencyKind.SCHOOL, parent=cast.district)).user,
        "of another district": make_member(make_agency(AgencyKind.DISTRICT)).user,
        "of an agency without agreement": cast.stranger,
        "an officer whose membership ended": cast.former,
        "of the dispatch center": cast.dispatcher,
        "without an account any more": make_member(cast.school, role=MemberRole.STAFF).user,
    }
    gone = make_member(cast.school, role=MemberRole.STAFF)
    near["left"] = gone.user
    team = make_team(sample, cast, list(near.values()))
    AgencyMember.objects.filter(pk=gone.pk).update(ended_at=LONG_AGO)
    User.objects.filter(pk=near["without an account any more"].pk).update(is_active=False)
    waits = make_member(cast.school, role=MemberRole.STAFF).user
    put_on(sample, team, waits)
    near["not let in"] = waits

    counting = {one.pk for one in sample.kind.counting_people(team, NOW)}

    found = {name for name, user in near.items() if user.pk in counting}
    assert found == {name for name, user in near.items() if sample.kind.teams_of(user.pk, NOW).filter(pk=team.pk)}
    expected = {"of the school", "of the district"}
    expected |= {"an officer by an agreement"} if sample.kind.has_officials else set()
    expected |= {"of another school"} if sample.kind is ALERT_DESKS else set()
    expected |= {"not let in"} if sample.kind is CLIMATE_TEAMS else set()
    assert found == expected
    assert {one.user_id for one, counts in sample.kind.members_of(team, NOW) if counts} == counting
    assert len(sample.kind.members_of(team, NOW)) == len(near)


@each_kind
def test_nobody_counts_at_an_agency_that_is_no_more(cast: Cast, sample: Sample) -> None:
    user = make_member(cast.district, role=MemberRole.STAFF).user
    team = make_team(sample, cast, [user])
    assert sample.kind.counting_people(team, NOW) == [user]

    Agency.objects.filter(pk=getattr(cast, sample.agency).pk).update(is_active=False)

    assert sample.kind.counting_people(team, NOW) == []
    assert not sample.kind.teams_of(user.pk, NOW).exists()


@pytest.mark.parametrize("name", ["cases", "support"])
def test_an_officer_counts_by_the_agreement_alone(cast: Cast, name: str) -> None:
    sample = SAMPLES[name]
    team = make_team(sample, cast, [cast.officer])
    elsewhere = sample.make(make_agency(AgencyKind.SCHOOL, parent=cast.district), [cast.officer])
    assert sample.kind.counting_people(team, NOW) == []
    names_officials(cast)
    assert sample.kind.counting_people(team, NOW) == [cast.officer]
    # Not at a school whose site the agreement does not name, and not when it is over.
    assert sample.kind.counting_people(elsewhere, NOW) == []
    assert sample.kind.counting_people(team, datetime(3000, 1, 1, tzinfo=UTC)) == []


@each_kind
def test_only_administrators_find_a_team_to_administer(cast: Cast, sample: Sample) -> None:
    agency = getattr(cast, sample.agency)
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    team = make_team(sample, cast, [cast.teacher])

    found = sample.kind.administered_team(user_id=keeper.pk, agency_id=agency.pk, at=NOW)

    assert (found.agency, found.team, [one.user for one, _ in found.members]) == (agency, team, [cast.teacher])
    for user in (cast.teacher, cast.stranger, cast.officer):
        with pytest.raises(sample.kind.not_found):
            sample.kind.administered_team(user_id=user.pk, agency_id=agency.pk, at=NOW)
        with pytest.raises(sample.kind.not_found):
            sample.kind.locked_team_for(user_id=user.pk, agency_id=agency.pk, at=NOW)
    assert sample.kind.is_seen_by(keeper.pk, NOW)
    assert not sample.kind.is_seen_by(cast.stranger.pk, NOW)


def test_people_come_by_a_second_person_and_leave_at_once(cast: Cast) -> None:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    member, new = (make_member(cast.school, role=MemberRole.STAFF).user for _ in range(2))
    desk = make_alert_desk(cast.district, team=[member])

    for _ in range(2):
        ask_person_in(ALERT_PLACES, team=desk, person=new, actor_id=keeper.pk, at=NOW)

    assert desk.team.get(user=new).let_in_at is None
    assert ALERT_PLACES.joining_team(desk, NOW).counting == {member.pk}
    gone = take_person_out(ALERT_PLACES, team=desk, person_id=member.public_id, actor_id=keeper.pk, at=NOW)
    assert (gone.user, ALERT_DESKS.counting_people(desk, NOW)) == (member, [])
    with pytest.raises(BadAlertDesk):
        take_person_out(ALERT_PLACES, team=desk, person_id=member.public_id, actor_id=keeper.pk, at=NOW)
