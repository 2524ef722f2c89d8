"""Who may have which part of a site: the cast before every door of the map."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from coordination.models import User
from mapping.access import facilities_for, level_for, site_for, sites_for
from mapping.errors import LevelNotFound, NotAllowed, SiteNotFound
from mapping.models import Level
from mapping.vocabulary import SiteNeed
from mou.models import Term, Version
from mou.vocabulary import AgencyKind, EndedWhy, MemberRole, TermKind, VersionState
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum

pytestmark = pytest.mark.django_db
INSIDE = ("insider", "teacher", "officer", "dispatcher")
OUTSIDE = ("stranger", "former")
NEEDS = [SiteNeed.SEE, SiteNeed.FLOORPLAN, SiteNeed.ROSTER]


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def person(cast: Cast, name: str) -> User:
    found = getattr(cast, name)
    assert isinstance(found, User)
    return found


def may(cast: Cast, user: User, need: SiteNeed) -> bool:
    try:
        return site_for(user_id=user.pk, site_id=cast.site.pk, need=need, at=NOW) == cast.site
    except SiteNotFound:
        return False


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("name", INSIDE)
def test_the_school_and_its_partners_may(cast: Cast, name: str, need: SiteNeed) -> None:
    assert may(cast, person(cast, name), need)


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("name", OUTSIDE)
def test_for_strangers_and_former_members_there_is_no_such_site(cast: Cast, name: str, need: SiteNeed) -> None:
    assert not may(cast, person(cast, name), need)


@pytest.mark.parametrize("need", [SiteNeed.FLOORPLAN, SiteNeed.ROSTER])
def test_a_partner_whose_agreement_withholds_the_term_sees_the_site_and_no_more(cast: Cast, need: SiteNeed) -> None:
    term = TermKind.FLOORPLAN_ACCESS if need is SiteNeed.FLOORPLAN else TermKind.ROSTER_ACCESS
    Term.objects.filter(version__memorandum=cast.agreement, kind=term).update(value={"granted": False})

    assert may(cast, cast.officer, SiteNeed.SEE)
    assert not may(cast, cast.officer, need)


@pytest.mark.parametrize("role", [MemberRole.ADMINISTRATOR, MemberRole.PLANNER])
def test_administrators_and_planners_of_school_and_district_change_its_map(cast: Cast, role: MemberRole) -> None:
    other = make_site(cast.district, name="Another school's")
    at_school, at_district = make_member(cast.school, role=role).user, make_member(cast.district, role=role).user

    assert may(cast, at_school, SiteNeed.EDIT)
    assert may(cast, at_district, SiteNeed.EDIT)
    assert list(sites_for(at_school.pk, NOW, need=SiteNeed.EDIT)) == [cast.site]
    assert set(sites_for(at_district.pk, NOW, need=SiteNeed.EDIT)) == {cast.site, other}


def test_teachers_and_partners_see_a_site_and_do_not_change_its_map(cast: Cast) -> None:
    police_planner = make_member(cast.police, role=MemberRole.PLANNER).user

    for user in (cast.teacher, cast.officer, cast.dispatcher, police_planner):
        with pytest.raises(NotAllowed):
            site_for(user_id=user.pk, site_id=cast.site.pk, need=SiteNeed.EDIT, at=NOW)
        assert list(sites_for(user.pk, NOW, need=SiteNeed.EDIT)) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_for_outsiders_there_is_no_site_to_change_either(cast: Cast, name: str) -> None:
    assert not may(cast, person(cast, name), SiteNeed.EDIT)


def test_a_terminated_agreement_takes_the_site_away_from_every_list(cast: Cast) -> None:
    Version.objects.filter(memorandum=cast.agreement).update(
        state=VersionState.TERMINATED, ended_at=NOW, ended_why=EndedWhy.TERMINATED
    )

    assert not may(cast, cast.officer, SiteNeed.SEE)
    assert list(sites_for(cast.officer.pk, NOW)) == []


def test_a_site_that_does_not_exist_is_not_found_even_for_insiders(cast: Cast) -> None:
    with pytest.raises(SiteNotFound):
        site_for(user_id=cast.insider.pk, site_id=uuid4(), need=SiteNeed.SEE, at=NOW)


def test_the_list_of_sites_is_what_single_questions_say(cast: Cast) -> None:
    other = make_site(cast.district, name="Not covered by name")
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT), name="Another district")
    planner = make_member(cast.district, role=MemberRole.PLANNER).user

    seen = {
        name: sorted(site.name for site in sites_for(user.pk, NOW))
        for name, user in [
            ("planner", planner),
            ("teacher", cast.teacher),
            ("officer", cast.officer),
            ("dispatcher", cast.dispatcher),
            ("stranger", cast.stranger),
            ("former", cast.former),
        ]
    }

    assert elsewhere.name not in {name for names in seen.values() for name in names}
    assert seen == {
        "planner": [cast.site.name, other.name],
        "teacher": [cast.site.name],
        "officer": [cast.site.name],
        "dispatcher": [cast.site.name, other.name],
        "stranger": [],
        "former": [],
    }


def test_a_partner_without_the_floorplan_term_has_the_site_in_one_list_and_not_in_the_other(cast: Cast) -> None:
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS])
    firefighter = make_member(fire).user

    assert list(sites_for(firefighter.pk, NOW)) == [cast.site]
    assert list(sites_for(firefighter.pk, NOW, need=SiteNeed.FLOORPLAN)) == []


def test_a_hundred_sites_cost_no_more_questions_than_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(100):
        make_site(cast.district)

    with django_assert_max_num_queries(5):
        found = list(sites_for(cast.dispatcher.pk, NOW))

    assert len(found) == 101


def test_a_level_follows_its_site(cast: Cast) -> None:
    level = cast.site.levels.get()

    assert level_for(user_id=cast.officer.pk, level_id=level.pk, at=NOW) == level
    for name in OUTSIDE:
        with pytest.raises(LevelNotFound):
            level_for(user_id=person(cast, name).pk, level_id=level.pk, at=NOW)
    with pytest.raises(LevelNotFound):
        level_for(user_id=cast.insider.pk, level_id=uuid4(), at=NOW)


def test_stations_are_for_members_of_any_agency_and_for_nobody_else(cast: Cast) -> None:
    assert facilities_for(cast.stranger.pk, NOW).query.is_empty() is False
    assert facilities_for(cast.former.pk, NOW).query.is_empty() is True


def routes(cast: Cast) -> dict[str, str]:
    level = Level.objects.get(site=cast.site)
    site = f"/api/v1/sites/{cast.site.pk}"
    return {
        "site": site,
        "levels": f"{site}/levels",
        "roster": f"{site}/roster",
        "plan": f"/api/v1/levels/{level.pk}/plan",
        "page": f"/sites/{cast.site.pk}",
    }


@pytest.mark.parametrize("name", INSIDE)
def test_every_route_answers_the_school_and_its_partners(cast: Cast, client: Client, name: str) -> None:
    client.force_login(person(cast, name))

    answers = {route: client.get(url).status_code for route, url in routes(cast).items()}

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("name", OUTSIDE)
def test_every_route_answers_outsiders_as_if_there_were_no_such_site(cast: Cast, client: Client, name: str) -> None:
    client.force_login(person(cast, name))

    answers = {route: client.get(url) for route, url in routes(cast).items()}
    missing = client.get(f"/api/v1/sites/{uuid4()}")

    assert {answer.status_code for answer in answers.values()} == {404}
    same = {key: value for key, value in missing.json().items() if key != "instance"}
    assert {key: value for key, value in answers["site"].json().items() if key != "instance"} == same
    assert client.get("/api/v1/sites").json() == []


def test_nobody_is_answered_without_signing_in(cast: Cast, client: Client) -> None:
    statuses = {route: client.get(url).status_code for route, url in routes(cast).items()}

    assert statuses.pop("page") == 302
    assert set(statuses.values()) == {401}


def test_a_plan_that_did_not_change_costs_no_second_copy(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    url = routes(cast)["plan"]
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    # A proxy that compressed it says that the bytes are others (RFC 9110, 8.8.3).
    weakly = client.get(url, headers={"If-None-Match": f'"another", W/{first["ETag"]}'})
    longer = client.get(url, headers={"If-None-Match": f'"another-{first["ETag"][1:]}'})

    assert first["Content-Type"] == "application/geo+json"
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (weakly.status_code, longer.status_code) == (304, 200)


def test_a_known_etag_is_no_way_around_the_agreement(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    url = routes(cast)["plan"]
    etag = client.get(url)["ETag"]
    client.force_login(cast.stranger)

    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_a_level_without_a_plan_says_so_to_those_who_may_know(cast: Cast, client: Client) -> None:
    bare = Level.objects.create(site=cast.site, ordinal=7, name="Attic", short_name="7")
    client.force_login(cast.officer)

    answer = client.get(f"/api/v1/levels/{bare.pk}/plan")

    assert (answer.status_code, answer.json()["code"]) == (404, "floorplan_not_found")


def test_the_roster_lists_school_and_district_and_nobody_else(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    roster = client.get(routes(cast)["roster"]).json()

    assert {entry["agency_name"] for entry in roster} == {cast.school.name}
    assert {entry["name"] for entry in roster} == {"Principal", "Teacher"}
    assert set(roster[0]) == {"name", "title", "role", "agency_name", "is_on_duty"}
