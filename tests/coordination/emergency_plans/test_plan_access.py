"""Who reads an emergency operations plan and who writes it, and who does not, at the acts and at their doors."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from coordination.emergency_plans.access import grant_of, plan_for, plans_for, sees_plans
from coordination.emergency_plans.errors import (
    BadEmergencyPlan,
    EmergencyPlanNotFound,
    PlanChanged,
    PlanIsThere,
    PlanKeepersWrite,
    PlanPersonNotThere,
)
from coordination.emergency_plans.models import EmergencyPlan, PlanConsent, PlanVersion
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.vocabulary import Discipline
from coordination.emergency_plans.work import facts, sections, versions
from coordination.emergency_plans.work.queries import plan_view
from coordination.models import User
from mou.models import AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.emergency_plans.asked import edit, now, reads, section_given, signed_in
from tests.factories.cast import Cast
from tests.factories.emergency_plans import (
    OPEN_WORDS,
    PLAN_SECRETS,
    RESTRICTED_WORDS,
    seat,
    share_plans,
)
from tests.factories.mou import LONG_AGO, make_agency, make_member, make_memorandum

pytestmark = pytest.mark.django_db
D = Discipline


def test_a_draft_is_read_by_its_keepers_and_its_team_alone(
    cast: Cast, plan: EmergencyPlan, superintendent: User
) -> None:
    share_plans(cast.agreement)
    everyone = (cast.insider, superintendent, cast.teacher, cast.officer, cast.dispatcher, cast.stranger, cast.former)

    before = [reads(one, plan) for one in everyone]
    seat(plan, cast.insider, cast.teacher, D.SCHOOL)
    seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    after = [reads(one, plan) for one in everyone]

    assert before == [True, True, False, False, False, False, False]
    assert after == [True, True, True, True, False, False, False]


def test_an_adopted_plan_is_read_whole_by_the_agency_with_the_term_and_in_part_by_all_staff(
    cast: Cast, adopted: EmergencyPlan
) -> None:
    aide = make_member(cast.school, role=MemberRole.STAFF).user
    patrol = make_member(cast.police).user

    for_aide = plan_view(plan_for(user_id=aide.pk, plan_id=adopted.pk, at=now()), None, now())
    for_patrol = plan_view(plan_for(user_id=patrol.pk, plan_id=adopted.pk, at=now()), None, now())

    assert [one.body for one in for_aide.document.sections] == [OPEN_WORDS]
    assert [one.body for one in for_patrol.document.sections] == [OPEN_WORDS, RESTRICTED_WORDS]
    assert (for_aide.team, for_patrol.team, for_aide.people) == ([], [], [])
    assert (bool(for_aide.document_sha256), bool(for_patrol.document_sha256)) == (False, True)


@pytest.mark.parametrize("who", ["dispatcher", "stranger", "former"])
def test_who_has_no_term_finds_nothing_at_any_door(cast: Cast, adopted: EmergencyPlan, who: str) -> None:
    user: User = getattr(cast, who)
    client, here = signed_in(user), f"emergency-plans/{adopted.pk}"

    for address in (
        "/emergency-plans",
        *(f"/{here}{page}" for page in ("", "/checks", "/changes", "/team", "/facts", "/sections", ".pdf", ".json")),
        f"/{here}/sections/evacuation",
        *(f"/api/v1/{here}{page}" for page in ("", "/findings", ".pdf", ".json", "/changes?before=1&after=1")),
        f"/districts/{cast.district.pk}/emergency-plan-rules",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert not any(secret in answer.content.decode() for secret in PLAN_SECRETS), address
    assert client.get("/api/v1/emergency-plans").json() == []
    assert not sees_plans(user.pk, now())


def test_missing_and_forbidden_look_alike(cast: Cast, adopted: EmergencyPlan) -> None:
    client = signed_in(cast.stranger)

    answers = [client.get(f"/api/v1/emergency-plans/{one}") for one in (adopted.pk, uuid4())]

    assert answers[0].content == answers[1].content
    assert answers[0].json()["code"] == "emergency_plan_not_found"


def test_a_term_that_ends_or_covers_another_site_opens_nothing(cast: Cast, adopted: EmergencyPlan) -> None:
    fire = make_agency(AgencyKind.FIRE)
    elsewhere = make_memorandum(cast.district, fire, sites=[uuid4()], expires_on=date(2999, 1, 1))
    share_plans(elsewhere)
    firefighter = make_member(fire).user
    over = make_memorandum(
        cast.district, make_agency(AgencyKind.EMS), effective_on=LONG_AGO.date(), expires_on=date(2021, 1, 1)
    )
    share_plans(over)
    medic = make_member(over.agency).user

    assert [reads(one, adopted) for one in (firefighter, medic, cast.officer)] == [False, False, True]
    member = AgencyMember.objects.get(user=cast.officer)
    Suspension.objects.create(member=member, reason="Under review.", begun_at=now() - timedelta(days=1))
    assert not reads(cast.officer, adopted)


def test_a_districts_plan_is_for_its_schools_and_for_agencies_that_cover_all_its_sites(
    cast: Cast, superintendent: User
) -> None:
    given = g.PlanBegunIn(district_id=cast.district.pk)
    plan = versions.begin_plan(actor_id=superintendent.pk, given=given, at=now())
    share_plans(cast.agreement)
    fire = make_agency(AgencyKind.FIRE)
    share_plans(make_memorandum(cast.district, fire, expires_on=date(2999, 1, 1)))
    firefighter = make_member(fire).user
    # Past all doors: only who reads what holds is asked here.
    PlanVersion.objects.filter(plan=plan).update(
        state="adopted", adopted_at=now(), adopted_by=superintendent, renew_on=date(2999, 1, 1)
    )

    assert [reads(one, plan) for one in (superintendent, cast.insider, cast.teacher, firefighter)] == [True] * 4
    # The police's agreement names one site.
    assert [reads(one, plan) for one in (cast.officer, cast.dispatcher, cast.stranger)] == [False] * 3
    assert not grant_of(plans_for(cast.insider.pk, now()).get(pk=plan.pk)).is_keeper


def test_only_keepers_begin_a_plan_and_a_school_has_one(cast: Cast, superintendent: User) -> None:
    given = g.PlanBegunIn(district_id=cast.district.pk, site_id=cast.site.pk)
    of_district = g.PlanBegunIn(district_id=cast.district.pk)

    for user, asked in (
        *((one, given) for one in (cast.teacher, cast.officer, cast.dispatcher, cast.stranger)),
        (cast.insider, of_district),
    ):
        with pytest.raises(EmergencyPlanNotFound):
            versions.begin_plan(actor_id=user.pk, given=asked, at=now())
    versions.begin_plan(actor_id=cast.insider.pk, given=given, at=now())
    with pytest.raises(PlanIsThere):
        versions.begin_plan(actor_id=superintendent.pk, given=given, at=now())
    assert EmergencyPlan.objects.get().versions.get().sections.count() == 33


def test_a_partner_administrator_reads_and_writes_nothing_at_any_door(cast: Cast, adopted: EmergencyPlan) -> None:
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user
    versions.begin_version(actor_id=cast.insider.pk, plan_id=adopted.pk, at=now())
    client, api = signed_in(chief), f"/api/v1/emergency-plans/{adopted.pk}"
    before = PlanVersion.objects.count(), adopted.team.count(), PlanConsent.objects.count()
    seat_id, text = adopted.team.all()[0].pk, "0" * 64
    section = {"edit_number": 1, "heading": "Ours", "body": "Wait for us."}
    role = {"facts_number": 1, "title": "Chief", "person_id": str(chief.public_id)}

    asked = [
        ("put", "/sections/evacuation", section),
        ("post", "/sections", {"part": "hazard", "heading": "Ours"}),
        ("post", "/library/flood", None),
        ("delete", "/sections/evacuation?edit_number=1", None),
        ("post", "/sections/evacuation/remarks", {"text": "No."}),
        ("post", "/roles", role),
        ("put", "/places", {"facts_number": 1, "places": []}),
        ("put", "/phones", {"facts_number": 1, "phones": []}),
        ("put", "/helps", {"facts_number": 1, "helps": []}),
        ("post", "/team", {"discipline": "law_enforcement", "person_id": str(chief.public_id)}),
        ("delete", f"/team/{seat_id}", None),
        ("post", f"/team/{seat_id}/consent", {"text_sha256": text}),
        ("post", "/submission", None),
        ("post", "/take-back", None),
        ("post", "/consents", {"text_sha256": text}),
        ("post", "/adoption", {"text_sha256": text}),
        ("post", "/versions", None),
        ("get", "/findings", None),
    ]
    for method, address, body in asked:
        answer = getattr(client, method)(
            api + address, **({"data": json.dumps(body), "content_type": "application/json"} if body else {})
        )
        assert answer.status_code == 403, (address, answer.content)

    assert before == (PlanVersion.objects.count(), adopted.team.count(), PlanConsent.objects.count())
    # What is being written is no partner's to read, by number either.
    assert client.get(api).json()["document"]["number"] == 1
    assert client.get(api + "?number=2").status_code == 404
    assert client.get(f"/emergency-plans/{adopted.pk}?number=2").status_code == 404


def test_a_school_cannot_weaken_what_the_district_asks(cast: Cast, superintendent: User) -> None:
    rules = f"/api/v1/districts/{cast.district.pk}/emergency-plan-rules"
    weak = json.dumps({"disciplines": []})

    def ask(user: User) -> int:
        return signed_in(user).put(rules, weak, "application/json").status_code

    assert [ask(one) for one in (cast.insider, cast.officer, superintendent)] == [404, 404, 204]
    assert signed_in(superintendent).get(rules).json()["disciplines"] == []


def test_of_two_who_save_one_section_the_second_is_told_and_two_sections_do_not_wait_for_each_other(
    cast: Cast, plan: EmergencyPlan, superintendent: User
) -> None:
    read = section_given(plan, body="First.")
    other = g.SectionIn(edit_number=1, heading="Security", body="Doors.", is_restricted=True)

    edit(plan, cast.insider, read)
    sections.edit_section(actor_id=superintendent.pk, plan_id=plan.pk, key="security", given=other, at=now())
    with pytest.raises(PlanChanged):
        edit(plan, superintendent, read)

    assert plan.versions.get().sections.get(key="evacuation").body == "First."
    seat(plan, cast.insider, cast.teacher, D.SCHOOL)
    again = section_given(plan)
    with pytest.raises(PlanKeepersWrite):
        edit(plan, cast.teacher, again)


def test_people_are_chosen_here_alone_and_once_for_a_role(cast: Cast, plan: EmergencyPlan) -> None:
    def write(**given: object) -> None:
        number = plan.versions.get().facts_number
        role = g.PlanRoleIn.model_validate({"facts_number": number, "title": "Commander", **given})
        facts.write_role(actor_id=cast.insider.pk, plan_id=plan.pk, key=None, given=role, at=now())

    write(person_id=cast.insider.public_id, deputy_id=cast.teacher.public_id)
    for stranger in (cast.officer, cast.stranger, cast.former):
        with pytest.raises(PlanPersonNotThere):
            write(person_id=stranger.public_id)
    with pytest.raises(BadEmergencyPlan):
        write(person_id=cast.insider.public_id, deputy_id=cast.insider.public_id)
    share_plans(cast.agreement)
    write(person_id=cast.officer.public_id)

    key = str(plan.versions.get().roles.order_by("position")[0].key)
    edit(plan, cast.insider, section_given(plan, roles=[{"role": key}]))
    for wrong in ([{"role": key}, {"role": key}], [{"role": "nothing"}]):
        with pytest.raises(BadEmergencyPlan):
            edit(plan, cast.insider, section_given(plan, roles=wrong))


def test_hostile_text_is_shown_as_text_and_too_much_is_refused(cast: Cast, plan: EmergencyPlan) -> None:
    client, api = signed_in(cast.insider), f"/api/v1/emergency-plans/{plan.pk}"
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} <img src=x onerror=alert(1)>"
    edit(plan, cast.insider, section_given(plan, body=hostile, heading="<b>Out</b>"))

    shown = [client.get(f"/emergency-plans/{plan.pk}{one}").content.decode() for one in ("", "/sections/evacuation")]
    too_much = {"edit_number": 2, "heading": "x", "body": "y" * 20_001}
    answer = client.put(f"{api}/sections/evacuation", json.dumps(too_much), "application/json")

    assert all("<script>alert(1)" not in one and "&lt;script&gt;" in one for one in shown)
    assert answer.status_code == 422
    phones = {"facts_number": 1, "phones": [{"label": "x", "number": "1234"}] * 41}
    assert client.put(f"{api}/phones", json.dumps(phones), "application/json").status_code == 422
