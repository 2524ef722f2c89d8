"""Reunification sites over HTTP and as a page: kept by planners, read by partners, checked by the rules."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mapping.compliance.queries import site_rules
from mapping.demo_school.store import create_demo_sites
from mapping.models import ReunificationSite, Site
from mapping.reunification_sites.queries import reunification_facts, reunification_views
from mapping.vocabulary import RuleVerdict
from mou.vocabulary import OPERATOR, AgencyKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency
from tests.mapping.reunification_sites.drafts import body, parents_and_students, place, square

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
JSON = "application/json"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def principal(client: Client, cast: Cast) -> Client:
    client.force_login(cast.insider)
    return client


def address(cast: Cast) -> str:
    return f"/api/v1/sites/{cast.site.id}/reunification-sites"


def add(client: Client, cast: Cast, **fields: object) -> str:
    response = client.post(address(cast), body(**fields), content_type=JSON)  # type: ignore[arg-type]  # any field
    assert response.status_code == 201, response.content
    return str(response.json()["id"])


def test_a_site_comes_back_as_it_was_written_with_direction_distance_and_time(principal: Client, cast: Cast) -> None:
    route = {"mode": "walk", "name": "By the creek", "line": [place(0, 0), place(5, 0), place(10, 0)]}
    add(principal, cast, capacity_students=400, languages=["English", "Spanish"], routes=[route])

    (told,) = principal.get(address(cast)).json()

    assert (told["bearing_deg"], told["capacity_students"], told["languages"]) == (90, 400, ["English", "Spanish"])
    assert told["distance_m"] == told["routes"][0]["distance_m"]
    assert told["routes"][0]["time_s"] == round(told["distance_m"] / 1.2)


def test_every_write_names_what_it_was_made_on(principal: Client, cast: Cast) -> None:
    made = add(principal, cast)
    one, etag = f"{address(cast)}/{made}", principal.get(address(cast)).json()[0]["etag"]

    without = principal.put(one, body(), content_type=JSON)
    changed = principal.put(one, body(name="New"), content_type=JSON, headers={"If-Match": etag})
    stale = principal.put(one, body(), content_type=JSON, headers={"If-Match": etag})
    kept = principal.delete(one, headers={"If-Match": etag})
    gone = principal.delete(one, headers={"If-Match": changed["ETag"]})

    codes = [response.status_code for response in (without, changed, stale, kept, gone)]
    assert codes == [428, 204, 412, 412, 204]
    assert "Principal" in stale.json()["detail"]
    assert not ReunificationSite.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"rank": 1}, 409, "rank_taken"),
        ({"rank": 2, "east": 2000}, 422, "bad_reunification_site"),
        ({"rank": 2, "areas": [{"kind": "students", "ring": [place(0, 0), place(1, 1), place(2, 2)]}]}, 422, None),
        ({"rank": 2, "areas": [{"kind": "students", "ring": [[0, 0], [1, 0], [1, 1]]}]}, 422, None),
        ({"rank": 2, "areas": [{"kind": "zoo", "ring": square(0, 0)}]}, 422, "bad_command"),
        ({"rank": 0}, 422, "bad_command"),
        ({"rank": 2, "name": " "}, 422, "bad_command"),
        ({"rank": 2, "stray": 1}, 422, "bad_command"),
    ],
)
def test_what_is_no_site_is_refused_and_nothing_is_written(
    principal: Client, cast: Cast, fields: dict[str, object], status: int, code: str | None
) -> None:
    add(principal, cast)

    response = principal.post(address(cast), body(**fields), content_type=JSON)  # type: ignore[arg-type]

    assert response.status_code == status
    assert response.json()["code"] == (code or "bad_reunification_site")
    assert ReunificationSite.objects.count() == 1


def test_the_database_keeps_one_site_per_rank(principal: Client, cast: Cast) -> None:
    add(principal, cast)
    row = ReunificationSite.objects.get()
    row.pk, row._state.adding = cast.site.pk, True

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("screened", [True, False])
def test_parents_who_see_students_are_shown_as_a_line(principal: Client, cast: Cast, screened: bool) -> None:
    add(principal, cast, **parents_and_students(screened=screened))

    told = principal.get(address(cast)).json()[0]

    assert (told["sight_lines"] == []) is screened
    assert reunification_facts([cast.site])[cast.site.pk].in_sight == (0 if screened else 1)


def test_two_sites_a_quarter_turn_apart_meet_the_rule_and_two_side_by_side_do_not(
    principal: Client, cast: Cast
) -> None:
    add(principal, cast, rank=1)
    add(principal, cast, rank=2, east=11)
    beside = site_rules(cast.site, NOW)[1]
    add(principal, cast, rank=3, east=0, north=-9)
    apart = site_rules(cast.site, NOW)[1]

    verdicts = [next(one.verdict for one in school.findings if one.code == "SRM-01") for school in (beside, apart)]
    assert verdicts == [RuleVerdict.NOT_MET, RuleVerdict.MET]


def test_a_partner_is_recommended_the_site_away_from_the_threat_with_reasons(principal: Client, cast: Cast) -> None:
    east, south = add(principal, cast, capacity_students=100), add(principal, cast, rank=2, east=0, north=-9)
    principal.force_login(cast.officer)

    ranked = principal.get(f"{address(cast)}/recommendation?threat_deg=90&people=300").json()

    assert [one["id"] for one in ranked] == [south, east]
    reasons = {one["id"]: {point["code"] for point in one["points"]} for one in ranked}
    assert {"towards_threat", "too_small"} <= reasons[east]
    assert {"from_threat", "capacity_unknown"} <= reasons[south]


def holding(**counts: object) -> dict[str, object]:
    return {"kind": "students", "label": "Hall", "ring": square(10, 0.6), **counts}


def test_each_area_holds_so_many_and_the_site_their_sum(principal: Client, cast: Cast) -> None:
    gym = holding(capacity_students=150) | {"label": "Gym", "ring": square(10, 1.2)}
    arrival = holding(capacity_students=60, capacity_buses=3) | {"kind": "student_arrival", "ring": square(10, 2)}
    areas = [holding(capacity_students=300), gym, arrival]
    add(principal, cast, capacity_students=900, capacity_adults=200, areas=areas)

    (told,) = principal.get(address(cast)).json()

    of = {one["label"]: one for one in told["areas"] if one["kind"] == "students"}
    assert (of["Hall"]["capacity_students"], of["Gym"]["capacity_students"]) == (300, 150)
    assert of["Hall"]["capacity_cars"] is None
    assert told["capacity_students"] == 900
    assert told["holds"] == [
        {"kind": "students", "count": 450, "is_by_areas": True},
        {"kind": "adults", "count": 200, "is_by_areas": False},
        {"kind": "cars", "count": None, "is_by_areas": False},
        {"kind": "buses", "count": 3, "is_by_areas": True},
    ]


@pytest.mark.parametrize("count", [-1, 1_000_001, 1.5, "many"])
def test_an_area_that_holds_no_number_is_refused_with_the_place(principal: Client, cast: Cast, count: object) -> None:
    response = principal.post(address(cast), body(areas=[holding(capacity_students=count)]), content_type=JSON)

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/areas/0/capacity_students"
    assert not ReunificationSite.objects.exists()


def test_the_recommendation_goes_by_what_the_areas_hold(principal: Client, cast: Cast) -> None:
    add(principal, cast, capacity_students=900, areas=[holding(capacity_students=100)])

    (found,) = principal.get(f"{address(cast)}/recommendation?people=300&cars=20").json()

    told = {point["code"]: point["numbers"] for point in found["points"] if point["criterion"] == "capacity"}
    assert told == {"too_small": [100, 300], "capacity_unknown_for_cars": [20]}
    assert found["warnings"] == ["too_small"]


def test_the_page_says_how_many_each_area_holds_in_both_languages(principal: Client, cast: Cast) -> None:
    add(principal, cast, areas=[holding(capacity_students=300, capacity_adults=12)])

    pages = {
        language: principal.get(
            f"/sites/{cast.site.id}/reunification", headers={"Accept-Language": language}
        ).content.decode()
        for language in ("en", "es")
    }

    assert "<td>Students 300 · Adults 12</td>" in pages["en"]
    assert "by its areas" in pages["en"]
    assert "<td>Estudiantes 300 · Adultos 12</td>" in pages["es"]
    assert "según sus áreas" in pages["es"]


@pytest.mark.parametrize("query", ["threat_deg=360", "wind_from_deg=-1", "people=0", "threat_deg=nan"])
def test_a_situation_that_is_none_is_refused(principal: Client, cast: Cast, query: str) -> None:
    assert principal.get(f"{address(cast)}/recommendation?{query}").status_code == 422


def test_the_page_shows_each_site_and_its_forms_to_keepers_only(principal: Client, cast: Cast) -> None:
    add(principal, cast, name="<b>Hall</b>", **parents_and_students(screened=False))

    own = principal.get(f"/sites/{cast.site.id}/reunification").content.decode()
    principal.force_login(cast.officer)
    partners = principal.get(f"/sites/{cast.site.id}/reunification").content.decode()

    assert "&lt;b&gt;Hall&lt;/b&gt;" in own
    assert "Nothing drawn keeps parents from seeing students here." in own
    assert 'id="edit-site"' in own
    assert 'id="reunification-drawing"' in own
    assert 'id="edit-site"' not in partners
    assert 'id="reunification-drawing"' not in partners
    assert "<b>Hall</b>" not in own


def test_the_demo_school_has_two_sites_in_different_directions_and_parents_see_nobody() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    for _ in range(2):
        create_demo_sites(
            actor_id=OPERATOR, district_id=district.id, school_ids={}, time_zone="America/Chicago", at=NOW
        )
    school = Site.objects.get(name="Lincoln High School")

    views = reunification_views([school])[school.pk]

    assert [view.rank for view in views] == [1, 2]
    facts = reunification_facts([school])[school.pk]
    assert (facts.is_apart, facts.in_sight) == (True, 0)
