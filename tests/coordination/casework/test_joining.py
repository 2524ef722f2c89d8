"""What administrators do with a confidential team: the same acts for every desk, and the same refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from coordination.administration.errors import NotOnesOwnPlace
from coordination.casework.joining import add_to_team, set_team, take_from_team
from coordination.casework.places import KindOfTeam
from coordination.casework.texts import TeamMemberIn
from coordination.models import User
from coordination.prevention.cases.access import CASE_PLACES
from coordination.prevention.cases.team_acts import CASE_TEAM_ACTS
from coordination.prevention.social_alerts.access import ALERT_PLACES
from coordination.prevention.support.access import SUPPORT_PLACES, SUPPORT_TEAM_ACTS
from coordination.prevention.support.rules.given import SupportTeamIn
from coordination.prevention.tips.access import TIP_PLACES
from mou.administrative_acts import asked_by
from mou.errors import SignInTooOld
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW, make_agency, make_member
from tests.factories.prevention.cases import make_case_team
from tests.factories.prevention.social_alerts import make_alert_desk
from tests.factories.prevention.support import make_support_team
from tests.factories.prevention.tips import make_desk

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Sample:
    """A kind of confidential team, and how a district gets one with people on it."""

    kind: KindOfTeam
    make: Callable[[Agency, list[User]], Model]


SAMPLES = {
    "cases": Sample(CASE_PLACES, lambda agency, people: make_case_team(agency, members=people)),
    "support": Sample(SUPPORT_PLACES, lambda agency, people: make_support_team(agency, members=people)),
    "social_alerts": Sample(ALERT_PLACES, lambda agency, people: make_alert_desk(agency, team=people)),
    "tips": Sample(TIP_PLACES, lambda agency, people: make_desk(agency, team=people)),
}
# A place on a threat assessment team has a role: the desk puts people on it itself.
of_any_kind = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
of_plain_kinds = pytest.mark.parametrize("name", ["support", "social_alerts", "tips"])


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


def of_staff(agency: Agency) -> User:
    return make_member(agency, role=MemberRole.STAFF).user


def acts_of(kind: KindOfTeam, keeper: User, agency: Agency) -> tuple[Callable[[UUID], None], Callable[[UUID], None]]:
    """Return what puts someone on the agency's team, and what takes someone from it, as an administrator asks."""

    def add(person_id: UUID) -> None:
        add_to_team(kind.teams, kind, actor_id=keeper.pk, agency_id=agency.pk, person_id=person_id, at=NOW)

    def take(person_id: UUID) -> None:
        take_from_team(kind.teams, kind, actor_id=keeper.pk, agency_id=agency.pk, person_id=person_id, at=NOW)

    return add, take


@of_plain_kinds
def test_someone_comes_once_and_waits_for_a_second_person(cast: Cast, keeper: User, name: str) -> None:
    kind, member, new = SAMPLES[name].kind, of_staff(cast.district), of_staff(cast.district)
    team = SAMPLES[name].make(cast.district, [member])
    add, _take = acts_of(kind, keeper, cast.district)

    for _ in range(2):
        add(new.public_id)

    assert kind.places_on(team).get(user=new).let_in_at is None
    assert kind.teams.counting_ids(team, NOW) == {member.pk}


@of_any_kind
def test_who_may_not_be_chosen_or_is_not_on_the_team_is_told_by_the_desks_own_error(
    cast: Cast, keeper: User, sample: Sample
) -> None:
    kind, member = sample.kind, of_staff(cast.district)
    team = sample.make(cast.district, [member])
    elsewhere = of_staff(make_agency(AgencyKind.DISTRICT))
    add, take = acts_of(kind, keeper, cast.district)

    for act, person_id in ((add, elsewhere.public_id), (add, uuid4()), (take, elsewhere.public_id), (take, uuid4())):
        with pytest.raises(kind.wrong) as refused:
            act(person_id)
        assert refused.value.pointer == "/person_id"
    assert [one.user_id for one in kind.places_on(team)] == [member.pk]


@of_any_kind
def test_only_who_keeps_the_team_changes_it(cast: Cast, sample: Sample) -> None:
    """The team itself does not, nor an officer, nor an administrator of elsewhere: for them there is no such team."""
    kind, member = sample.kind, of_staff(cast.district)
    team = sample.make(cast.district, [member])
    other = make_member(make_agency(AgencyKind.DISTRICT), role=MemberRole.ADMINISTRATOR).user

    for actor in (member, cast.officer, other, cast.stranger):
        for act in acts_of(kind, actor, cast.district):
            with pytest.raises(kind.teams.not_found):
                act(member.public_id)
    assert kind.places_on(team).filter(user=member).exists()


@of_plain_kinds
def test_an_administrator_does_not_come_on_the_team_that_they_keep(cast: Cast, keeper: User, name: str) -> None:
    kind = SAMPLES[name].kind
    team = SAMPLES[name].make(cast.district, [of_staff(cast.district)])
    add, _take = acts_of(kind, keeper, cast.district)

    with pytest.raises(NotOnesOwnPlace):
        add(keeper.public_id)
    assert not kind.places_on(team).filter(user=keeper).exists()


@of_any_kind
def test_who_is_taken_from_a_team_reads_nothing_at_once(cast: Cast, keeper: User, sample: Sample) -> None:
    kind, member = sample.kind, of_staff(cast.district)
    team = sample.make(cast.district, [member])
    _add, take = acts_of(kind, keeper, cast.district)

    take(member.public_id)

    assert kind.teams.counting_ids(team, NOW) == set()
    with pytest.raises(kind.wrong):
        take(member.public_id)


def test_a_sign_in_that_is_too_old_changes_no_team_through_any_of_the_acts(cast: Cast, keeper: User) -> None:
    kind, member, new = SUPPORT_PLACES, of_staff(cast.district), of_staff(cast.district)
    team = make_support_team(cast.district, members=[member])
    add, take = acts_of(kind, keeper, cast.district)
    given = SupportTeamIn(keep_days=9)

    def refuse() -> None:
        raise SignInTooOld

    with asked_by(refuse):
        for act, person in ((add, new), (take, member)):
            with pytest.raises(SignInTooOld):
                act(person.public_id)
        with pytest.raises(SignInTooOld):
            set_team(kind.teams, actor_id=keeper.pk, agency_id=cast.district.pk, given=given, at=NOW)
    team.refresh_from_db()
    assert ([one.user_id for one in kind.places_on(team)], team.keep_days != 9) == ([member.pk], True)


def test_settings_make_a_team_and_change_it_and_no_other(cast: Cast, keeper: User) -> None:
    other = make_support_team(cast.school)

    for days in (30, 40):
        given = SupportTeamIn(keep_days=days)
        team = set_team(SUPPORT_PLACES.teams, actor_id=keeper.pk, agency_id=cast.district.pk, given=given, at=NOW)

    other.refresh_from_db()
    assert (team.agency_id, team.keep_days, other.keep_days) == (cast.district.pk, 40, 1095)


def test_what_is_shown_of_a_team_are_its_settings_and_everybody_on_it() -> None:
    support, cases = SUPPORT_TEAM_ACTS.shown_class(), CASE_TEAM_ACTS.shown_class()

    assert list(support.model_fields) == ["agency_id", "keep_days", "help_lines", "members"]
    assert {"police_threshold", "set_up", "changes", "members"} <= set(cases.model_fields)
    schema = cases.model_json_schema()["$defs"]["CaseTeamMemberOut"]
    assert set(schema["required"]) == {"person_id", "name", "role", "counts"}
    assert all(field.is_required() for field in (*support.model_fields.values(), *cases.model_fields.values()))
    assert set(TeamMemberIn.model_fields) == {"person_id"}
