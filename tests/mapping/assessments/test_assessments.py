"""An assessment from its opening to its end, through the interface and the pages; a finding until responders see it."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from coordination.models import User
from mapping.assessments.access import assessments_for
from mapping.assessments.models import Assessment, AssessmentMember, ScenarioScore, SiteFinding
from mapping.assessments.rules.checklist import DEFAULT_CHECKLIST, shipped_checklists
from mapping.assessments.vocabulary import AssessmentState
from mapping.assessments.work.standing import site_standings, years_of
from mapping.edits.photos import photo_path
from mapping.edits.steps import Walk, publish_floorplan, verify_floorplan
from mapping.laws.catalogue import map_rules
from mapping.models import Floorplan, Level
from mapping.plans.versions import etag_of
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.assessments import make_assessment, make_finding
from tests.factories.cast import Cast, join, open_room
from tests.factories.mapping import CENTRE
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
# What the interface answers: a test reads what it needs of it.
type Answer = dict[str, Any]
FINDING = {
    "kind": "door_does_not_latch",
    "layer": "building_exterior",
    "strategy": "delay",
    "words": "Door 7 stays open a hand's breadth",
}
SCORE = {
    **dict.fromkeys(("threat", "vulnerability", "consequence"), 3),
    **dict.fromkeys(("threat_note", "vulnerability_note", "consequence_note"), "As last year"),
}


def now() -> datetime:
    return datetime.now(UTC)


def asks(user: User, method: str, path: str, body: object = None) -> tuple[int, Answer]:
    """Ask the interface as someone, and return the status and the answer."""
    client = Client()
    client.force_login(user)
    answer = client.generic(method, f"/api/v1{path}", json.dumps(body), "application/json")
    return answer.status_code, answer.json() if answer.content else {}


def person(user: User) -> str:
    return str(user.public_id)


def opened(cast: Cast, by: User, leader: User) -> tuple[int, Answer]:
    body = {"checklist": DEFAULT_CHECKLIST, "leader_id": person(leader), "leader_role": "school_administrator"}
    return asks(by, "POST", f"/sites/{cast.site.pk}/assessments", body)


def _upgrades(cast: Cast, path: str, finding_id: str) -> list[str]:
    """Propose a dear upgrade and a cheap one; the cheap one ranks first. What takes nothing away is refused."""
    effects = [{"scenario": "intruder", "vulnerability": 1, "consequence": 3}]
    dear = {"title": "A new wing", "cost_dollars": 900_000, "effects": effects, "finding_ids": [finding_id]}
    made = [
        asks(cast.officer, "POST", f"{path}/upgrades", one)[1]["id"]
        for one in (dear, {**dear, "title": "Bolts", "cost_dollars": 900})
    ]
    for wrong, pointer in (
        ({"effects": []}, "/effects"),
        ({"effects": [{**effects[0], "vulnerability": 3}]}, "/effects"),
        ({"effects": [{**effects[0], "vulnerability": 4}]}, "/effects/0/vulnerability"),
        ({"effects": [{**effects[0], "scenario": "meteor"}]}, "/effects/0/scenario"),
        ({"cost_dollars": -1}, "/cost_dollars"),
        ({"finding_ids": ["0190a000-0000-7000-8000-000000000001"]}, "/finding_ids"),
    ):
        answer = asks(cast.officer, "POST", f"{path}/upgrades", {**dear, **wrong})[1]
        assert answer["errors"][0]["pointer"] == pointer
    shown = asks(cast.insider, "GET", path)[1]["upgrades"]
    assert [(one["title"], one["risk_reduced"], one["per_1000"]) for one in shown] == [
        ("Bolts", 18, 20.0),
        ("A new wing", 18, 0.02),
    ]
    return made


def _decide(cast: Cast, upgrades: list[str]) -> None:
    dear, cheap = (f"/assessment-upgrades/{one}/steps" for one in upgrades)
    assert asks(cast.officer, "POST", cheap, {"step": "approve"})[1]["code"] == "assessment_keeper_decides"
    assert asks(cast.stranger, "POST", cheap, {"step": "approve"})[1]["code"] == "upgrade_not_found"
    assert asks(cast.insider, "POST", dear, {"step": "decline"})[1]["code"] == "upgrade_step_lacks"
    assert asks(cast.insider, "POST", dear, {"step": "decline", "words": "Too dear"})[0] == 204
    assert asks(cast.insider, "POST", cheap, {"step": "approve"})[0] == 204
    assert asks(cast.insider, "POST", cheap, {"step": "complete"})[0] == 204


def test_a_team_takes_an_assessment_to_its_end(shared: Cast) -> None:
    cast = shared
    _status, made = opened(cast, cast.insider, cast.teacher)
    path = f"/assessments/{made['id']}"

    def step(word: str, **more: str) -> str:
        status, answer = asks(cast.teacher, "POST", f"{path}/steps", {"step": word, **more})
        return "" if status == 204 else str(answer["code"])

    assert step("begin_walk") == "assessment_not_interagency"
    officer = {"person_id": person(cast.officer), "role": "law_enforcement"}
    assert asks(cast.teacher, "POST", f"{path}/team", officer)[0] == 204
    assert step("begin_walk") == ""
    assert step("begin_rating") == "assessment_checklist_open"
    for line in shipped_checklists()[DEFAULT_CHECKLIST].lines:
        assert asks(cast.officer, "PUT", f"{path}/answers/{line.key}", {"answer": "yes"})[0] == 204
    _status, finding = asks(cast.officer, "POST", f"{path}/findings", FINDING)
    assert step("begin_rating") == ""
    assert step("adopt") == "assessment_findings_unowned"
    assert (
        asks(cast.officer, "PUT", f"{path}/scores/fire", {**SCORE, "threat": 6})[1]["errors"][0]["pointer"] == "/threat"
    )
    assert asks(cast.officer, "PUT", f"{path}/scores/fire", {**SCORE, "threat_note": ""})[0] == 422
    assert asks(cast.officer, "PUT", f"{path}/scores/meteor", SCORE)[0] == 422
    for scenario in shipped_checklists()[DEFAULT_CHECKLIST].scenarios[1:]:
        assert asks(cast.officer, "PUT", f"{path}/scores/{scenario.key}", SCORE)[0] == 204
    mending = {"owner_id": person(cast.insider), "due_on": "2027-01-15", "cost": "under_1000"}
    at = f"/assessment-findings/{finding['id']}"
    assert asks(cast.officer, "PATCH", at, {"mending": mending})[0] == 204
    assert step("adopt") == "assessment_scores_missing"
    first = shipped_checklists()[DEFAULT_CHECKLIST].scenarios[0].key
    assert asks(cast.officer, "PUT", f"{path}/scores/{first}", SCORE)[0] == 204
    upgrades = _upgrades(cast, path, str(finding["id"]))
    assert step("adopt") == ""
    assert asks(cast.officer, "POST", f"{path}/findings", FINDING)[1]["code"] == "assessment_is_adopted"
    assert step("close") == "assessment_findings_open"
    assert asks(cast.insider, "POST", f"{at}/steps", {"step": "fix"})[0] == 204
    # Who mended it does not confirm it.
    assert asks(cast.insider, "POST", f"{at}/steps", {"step": "confirm"})[1]["code"] == "finding_step_lacks"
    assert asks(cast.officer, "POST", f"{at}/steps", {"step": "confirm"})[0] == 204
    assert step("close") == "assessment_upgrades_open"
    _decide(cast, upgrades)
    assert step("close") == ""
    assert step("reopen", words="x") == "assessment_is_closed"
    view = asks(cast.officer, "GET", path)[1]
    assert [one["act"] for one in view["records"]][:3] == [
        "close",
        "upgrade_complete",
        "upgrade_approve",
    ]


@pytest.mark.parametrize("who", ["teacher", "officer", "dispatcher"])
def test_only_who_keeps_the_site_opens_one(shared: Cast, who: str) -> None:
    status, answer = opened(shared, getattr(shared, who), shared.teacher)

    assert (status, answer["code"]) in [(403, "not_allowed"), (404, "site_not_found")]
    assert Assessment.objects.count() == 0


def test_a_site_has_one_open_assessment_and_each_one_leader(shared: Cast) -> None:
    cast = shared
    path = f"/assessments/{opened(cast, cast.insider, cast.teacher)[1]['id']}"

    assert opened(cast, cast.insider, cast.teacher)[1]["code"] == "assessment_open_already"
    officer = {"person_id": person(cast.officer), "role": "law_enforcement", "is_leader": True}
    assert asks(cast.insider, "POST", f"{path}/team", officer)[0] == 204
    assert [one.user for one in AssessmentMember.objects.filter(is_leader=True)] == [cast.officer]
    assert asks(cast.insider, "DELETE", f"{path}/team/{person(cast.officer)}")[1]["code"] == "bad_assessment"
    assert asks(cast.insider, "DELETE", f"{path}/team/{person(cast.teacher)}")[0] == 204
    withdrawn = {"step": "withdraw", "words": "The roof comes first"}
    assert asks(cast.officer, "POST", f"{path}/steps", {"step": "withdraw"})[1]["code"] == "assessment_step_lacks"
    assert asks(cast.officer, "POST", f"{path}/steps", withdrawn)[0] == 204
    assert opened(cast, cast.insider, cast.teacher)[0] == 201


@pytest.mark.parametrize("who", ["dispatcher", "stranger", "former"])
def test_nobody_without_the_term_is_put_on_a_team(shared: Cast, assessment: Assessment, who: str) -> None:
    body = {"person_id": person(getattr(shared, who)), "role": "other"}

    status, answer = asks(shared.insider, "POST", f"/assessments/{assessment.pk}/team", body)

    assert (status, answer["code"]) == (422, "not_on_assessment_team")
    assert answer["errors"][0]["pointer"] == "/person_id"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"words": " "}, "/words"),
        ({"place": {"lonlat": [0, 0], "level_id": None}}, "/place"),
        ({"place": {"lonlat": [0, 0], "level_id": "0190a000-0000-7000-8000-000000000001"}}, "/place/level_id"),
        ({"mending": {"owner_id": "0190a000-0000-7000-8000-000000000001"}}, "/mending/owner_id"),
        ({"rule": "CIM-01"}, "/rule"),
    ],
)
def test_a_bad_finding_is_refused_at_its_field(
    shared: Cast, assessment: Assessment, change: dict[str, object], pointer: str
) -> None:
    status, answer = asks(shared.teacher, "POST", f"/assessments/{assessment.pk}/findings", {**FINDING, **change})

    assert (status, answer["code"]) == (422, "bad_assessment")
    assert answer["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("words", ["a\x00b", "a\u202eb"])
def test_words_that_do_not_show_are_refused_at_their_field(shared: Cast, assessment: Assessment, words: str) -> None:
    status, answer = asks(shared.teacher, "POST", f"/assessments/{assessment.pk}/findings", {**FINDING, "words": words})

    assert (status, answer["code"], answer["errors"][0]["pointer"]) == (422, "hidden_characters", "/words")


def test_a_finding_lies_at_its_site(shared: Cast, assessment: Assessment, level: Level) -> None:
    far = {"place": {"lonlat": [10, 10], "level_id": str(level.pk)}}

    assert asks(shared.teacher, "POST", f"/assessments/{assessment.pk}/findings", {**FINDING, **far})[0] == 422
    assert asks(shared.stranger, "POST", f"/assessments/{assessment.pk}/findings", FINDING)[0] == 404


def placed(assessment: Assessment, by: User, level: Level) -> SiteFinding:
    return make_finding(assessment, by=by, level=level, location=Point(*CENTRE, srid=4326), place="Door 7")


def things_seen(user: User, level: Level) -> list[str]:
    """Return what someone reads on the published plan of a floor."""
    status, plan = asks(user, "GET", f"/levels/{level.pk}/plan")
    return [one["properties"].get("name", "") for one in plan["features"]] if status == 200 else []


def verified_and_published(cast: Cast, plan_id: str) -> None:
    plan = Floorplan.objects.get(pk=plan_id)
    walk = Walk(walked_on=now().astimezone(ZoneInfo(cast.site.time_zone)).date(), walked_with=["Police"], note="")
    known = User.objects.filter(username="walker").first()
    walker = known or make_member(cast.district, role=MemberRole.PLANNER, user=make_user(username="walker")).user
    verify_floorplan(actor_id=walker.pk, floorplan_id=plan.pk, walk=walk, if_match=etag_of(plan), at=now())
    plan.refresh_from_db()
    publish_floorplan(actor_id=cast.insider.pk, floorplan_id=plan.pk, if_match=etag_of(plan), at=now())


def test_a_finding_becomes_a_thing_on_the_plan_that_a_responder_sees_in_an_incident(
    shared: Cast, assessment: Assessment, level: Level
) -> None:
    cast, finding = shared, placed(assessment, shared.teacher, level)
    path = f"/assessment-findings/{finding.pk}/on-plan"
    words = "Door 7 does not latch"

    assert asks(cast.teacher, "POST", path, {"label": words})[1]["code"] == "assessment_keeper_decides"
    status, made = asks(cast.insider, "POST", path, {"label": words})
    assert status == 201
    assert asks(cast.insider, "POST", path, {"label": words})[1]["code"] == "bad_assessment"
    # A draft is no plan.
    assert words not in things_seen(cast.officer, level)
    verified_and_published(cast, made["floorplan_id"])

    room = open_room(cast, at=now())
    join(cast.officer, room, at=now())
    assert words in things_seen(cast.officer, level)
    assert things_seen(cast.stranger, level) == []
    view = asks(cast.insider, "GET", f"/assessment-findings/{finding.pk}")[1]["finding"]
    assert view["on_plan"] == "published"
    status, made = asks(cast.insider, "DELETE", path)
    verified_and_published(cast, made["floorplan_id"])
    assert words not in things_seen(cast.officer, level)


def test_a_finding_without_a_place_is_not_drawn(shared: Cast, assessment: Assessment) -> None:
    finding = make_finding(assessment, by=shared.teacher)

    answer = asks(shared.insider, "POST", f"/assessment-findings/{finding.pk}/on-plan", {"label": "x"})[1]

    assert answer["code"] == "finding_has_no_place"


def picture() -> bytes:
    notes = Image.Exif()
    notes[0x010F] = "PhoneMaker"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, format="JPEG", exif=notes, comment=b"owner: Ana")
    return out.getvalue()


def test_a_photo_is_drawn_anew_and_seen_by_its_readers_alone(shared: Cast, assessment: Assessment) -> None:
    finding = make_finding(assessment, by=shared.teacher)
    address = f"/api/v1/assessment-findings/{finding.pk}/photo"

    def sent(user: User, body: bytes) -> int:
        client = Client()
        client.force_login(user)
        return client.post(address, {"file": SimpleUploadedFile("x.jpg", body)}).status_code

    assert sent(shared.stranger, picture()) == 404
    assert sent(shared.officer, b"<svg onload=alert(1)>") == 422
    assert sent(shared.officer, picture()) == 204
    kept = photo_path(SiteFinding.objects.get(pk=finding.pk).photo_sha256).read_bytes()
    assert b"PhoneMaker" not in kept
    assert b"owner" not in kept
    reader, stranger = Client(), Client()
    reader.force_login(shared.insider)
    stranger.force_login(shared.stranger)
    assert reader.get(address).getvalue() == kept
    assert stranger.get(address).status_code == 404


# --- checklists -------------------------------------------------------------------------------------------------------
OURS = """key = "OURS"
name = "Our own"
source = "Board policy"
[[lines]]
key = "one_line"
layer = "building_interior"
strategy = "delay"
en = "Doors lock"
"""


def test_a_district_brings_its_own_checklist_and_what_has_begun_keeps_its_own(cast: Cast) -> None:
    keeper = make_member(cast.district, role=MemberRole.PLANNER).user
    path = f"/districts/{cast.district.pk}/assessment-checklists"

    assert asks(cast.insider, "POST", path, {"toml": OURS})[0] == 404
    assert asks(keeper, "POST", path, {"toml": OURS})[0] == 201
    body = {"checklist": "OURS", "leader_id": person(cast.teacher), "leader_role": "staff"}
    made = asks(cast.insider, "POST", f"/sites/{cast.site.pk}/assessments", body)[1]
    assert asks(keeper, "POST", path, {"toml": OURS.replace("Doors lock", "Doors shut")})[0] == 201
    answers = asks(cast.insider, "GET", f"/assessments/{made['id']}")[1]["answers"]
    assert [one["en"] for one in answers] == ["Doors lock"]
    other = make_agency(AgencyKind.DISTRICT)
    strange = make_member(other, role=MemberRole.ADMINISTRATOR).user
    assert asks(strange, "POST", path, {"toml": OURS})[0] == 404


def test_an_open_finding_says_that_a_map_rule_is_not_met(shared: Cast, assessment: Assessment) -> None:
    rule = next(iter(map_rules()))
    body = {**FINDING, "kind": "map_is_wrong", "rule": rule}
    made = asks(shared.teacher, "POST", f"/assessments/{assessment.pk}/findings", body)[1]

    def verdict() -> tuple[str, str]:
        found = asks(shared.insider, "GET", f"/sites/{shared.site.pk}/map-rules")[1]["findings"]
        return next((one["verdict"], one["evidence"]["code"]) for one in found if one["code"] == rule)

    assert verdict() == ("not_met", "defects")
    accept = {"step": "accept", "words": "The wing goes next year"}
    assert asks(shared.teacher, "POST", f"/assessment-findings/{made['id']}/steps", accept)[0] == 204
    assert verdict()[1] != "defects"


def test_sites_stand_by_what_was_adopted_and_years_compare(shared: Cast, client: Client) -> None:
    site, leader = shared.site, shared.teacher
    assert site_standings([site], now())[site.pk].standing == "missing"
    for year, threat in ((2025, 5), (2026, 2)):
        at = now() - timedelta(days=365 * (2026 - year))
        one = make_assessment(
            site, leader=leader, agency=shared.school, state=AssessmentState.ADOPTED, school_year=year, at=at
        )
        ScenarioScore.objects.create(assessment=one, scenario="fire", by=leader, at=at, **{**SCORE, "threat": threat})
    make_assessment(site, leader=leader, agency=shared.school, school_year=2027)

    assert site_standings([site], now())[site.pk].standing == "current"
    assert [(one.school_year, one.risk) for one in years_of(assessments_for(shared.insider.pk, now()), site)] == [
        (2025, 45),
        (2026, 18),
    ]
    assert years_of(assessments_for(shared.stranger.pk, now()), site) == []
    client.force_login(shared.insider)
    assert "2025/2026" in client.get(f"/prevention/assessments/{one.pk}").content.decode()
