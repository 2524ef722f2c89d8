"""A plan from its first draft to its adoption: who may do what, and who may not, at the acts and at their doors."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from coordination.emergency_plans.access import grant_of, plan_for, plans_for, sees_plans
from coordination.emergency_plans.errors import (
    BadEmergencyPlan,
    ConsentByAccount,
    DisciplineDoesNotFit,
    EmergencyPlanNotFound,
    PlanBlankLeft,
    PlanChanged,
    PlanDisciplineLacks,
    PlanIsFixed,
    PlanIsThere,
    PlanIsWritten,
    PlanKeepersWrite,
    PlanPersonNotThere,
    PlanTeamDecides,
)
from coordination.emergency_plans.models import EmergencyPlan, PlanConsent, PlanVersion
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.vocabulary import Discipline, EmergencyPlanState, PlanFindingKind, PlanPlaceKind
from coordination.emergency_plans.work import approval, facts, sections, versions
from coordination.emergency_plans.work.checks import plan_findings
from coordination.emergency_plans.work.comparing import compare_versions
from coordination.emergency_plans.work.papers import plan_json, plan_paper
from coordination.emergency_plans.work.queries import plan_view
from coordination.emergency_plans.work.team import add_seat
from coordination.emergency_plans.work.waiting import list_waiting_plans
from coordination.models import User
from mapping.models import Floorplan
from mou.foundation.waiting import WaitingKind
from mou.models import AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.emergency_plans import (
    OPEN_WORDS,
    PLAN_SECRETS,
    RESTRICTED_WORDS,
    adopt_undrawn,
    agree,
    ask_for,
    lay_before_team,
    make_emergency_plan,
    seat,
    share_plans,
)
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import LONG_AGO, make_agency, make_member, make_memorandum

pytestmark = pytest.mark.django_db
D = Discipline


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.EXPORTS_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def superintendent(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def plan(cast: Cast) -> EmergencyPlan:
    return make_emergency_plan(cast.site, keeper=cast.insider)


@pytest.fixture
def adopted(cast: Cast, plan: EmergencyPlan, superintendent: User) -> EmergencyPlan:
    """An adopted plan, with school and police on its team; the police's agreement shares plans."""
    share_plans(cast.agreement)
    ask_for(plan, superintendent, disciplines=["school", "law_enforcement"], topics=["evacuation"], places=[])
    seat(plan, cast.insider, cast.teacher, D.SCHOOL)
    seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    adopt_undrawn(plan, cast.insider)
    return plan


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reads(user: User, plan: EmergencyPlan) -> bool:
    return plans_for(user.pk, now()).filter(pk=plan.pk).exists()


def section_given(plan: EmergencyPlan, **given: object) -> g.SectionIn:
    number = plan.versions.order_by("-number")[0].sections.get(key="evacuation").edit_number
    return g.SectionIn.model_validate({"edit_number": number, "heading": "Evacuation", "body": "Go.", **given})


def edit(plan: EmergencyPlan, user: User, given: g.SectionIn) -> None:
    sections.edit_section(actor_id=user.pk, plan_id=plan.pk, key="evacuation", given=given, at=now())


# --- who reads --------------------------------------------------------------------------------------------------------
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


# --- who writes -------------------------------------------------------------------------------------------------------
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
    seat_id, text = adopted.team.first().pk, "0" * 64
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
    weak = {"data": json.dumps({"disciplines": []}), "content_type": "application/json"}

    assert [signed_in(one).put(rules, **weak).status_code for one in (cast.insider, cast.officer)] == [404, 404]
    assert signed_in(superintendent).put(rules, **weak).status_code == 204
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


# --- the team and its word --------------------------------------------------------------------------------------------
def test_a_school_cannot_seat_itself_as_police_nor_a_teacher_as_parent(cast: Cast, plan: EmergencyPlan) -> None:
    for discipline in (D.LAW_ENFORCEMENT, D.FIRE, D.EMS, D.PARENTS):
        with pytest.raises(DisciplineDoesNotFit):
            seat(plan, cast.insider, cast.teacher, discipline)
    with pytest.raises(PlanPersonNotThere):
        seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    named = g.TeamSeatIn(discipline=D.FIRE, name="A made-up chief")
    with pytest.raises(DisciplineDoesNotFit):
        add_seat(actor_id=cast.insider.pk, plan_id=plan.pk, given=named, at=now())


def test_a_plan_is_adopted_when_every_discipline_asked_for_has_agreed_to_these_words(
    cast: Cast, plan: EmergencyPlan, superintendent: User
) -> None:
    share_plans(cast.agreement)
    ask_for(plan, superintendent, disciplines=["school", "law_enforcement", "parents"])
    seat(plan, cast.insider, cast.teacher, D.SCHOOL)
    of_officer = seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    parent = g.TeamSeatIn(discipline=D.PARENTS, name="Pat Pretend")
    parent_seat = add_seat(actor_id=cast.insider.pk, plan_id=plan.pk, given=parent, at=now())
    first = lay_before_team(plan, cast.insider)

    def adopt(text: g.ConsentIn) -> None:
        approval.adopt_plan(actor_id=cast.insider.pk, plan_id=plan.pk, given=text, at=now())

    def record(seat_id: object, text: g.ConsentIn) -> None:
        approval.record_consent(actor_id=cast.insider.pk, plan_id=plan.pk, seat_id=seat_id, given=text, at=now())

    # Who keeps the plan has no voice without a seat, and writes no member's word down.
    with pytest.raises(PlanTeamDecides):
        agree(plan, cast.insider, first)
    with pytest.raises(ConsentByAccount):
        record(of_officer, first)
    for _twice in range(2):
        agree(plan, cast.teacher, first)
        record(parent_seat.pk, first)
    with pytest.raises(PlanDisciplineLacks):
        adopt(first)
    # A change voids what was agreed to.
    with pytest.raises(PlanIsFixed):
        edit(plan, cast.insider, section_given(plan))
    approval.take_back(actor_id=cast.insider.pk, plan_id=plan.pk, at=now())
    edit(plan, cast.insider, section_given(plan, body="Go by door 2."))
    second = lay_before_team(plan, cast.insider)
    agree(plan, cast.officer, second)
    with pytest.raises(PlanChanged):
        agree(plan, cast.teacher, first)
    with pytest.raises(PlanDisciplineLacks):
        adopt(second)
    agree(plan, cast.teacher, second)
    record(parent_seat.pk, second)
    with pytest.raises(PlanKeepersWrite):
        approval.adopt_plan(actor_id=cast.teacher.pk, plan_id=plan.pk, given=second, at=now())
    adopt(second)

    version = plan.versions.get()
    assert version.state == EmergencyPlanState.ADOPTED.value
    assert version.renew_on is not None
    assert 360 < (version.renew_on - now().date()).days < 370
    assert b"/ByteRange" in bytes(version.sealed.pdf)
    assert bytes(version.sealed.document).startswith(b"{")
    with pytest.raises(PlanIsFixed):
        adopt(second)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanConsent.objects.update(name="Someone else")
    consents = plan_view(plan_for(user_id=cast.insider.pk, plan_id=plan.pk, at=now()), None, now()).document.consents
    assert sorted((one.discipline.value, one.name, bool(one.recorded_by)) for one in consents) == [
        ("law_enforcement", "Officer", False),
        ("parents", "Pat Pretend", True),
        ("school", "Teacher", False),
    ]


def test_what_has_blanks_is_not_laid_before_the_team(cast: Cast, plan: EmergencyPlan) -> None:
    edit(plan, cast.insider, section_given(plan, body="Go to [place]."))

    with pytest.raises(PlanBlankLeft):
        approval.submit_plan(actor_id=cast.insider.pk, plan_id=plan.pk, at=now())


def test_an_adopted_plan_is_sealed_and_its_files_are_for_who_reads_them(cast: Cast, adopted: EmergencyPlan) -> None:
    whole = plan_paper(user_id=cast.officer.pk, plan_id=adopted.pk, number=None, at=now())
    text = plan_json(user_id=cast.officer.pk, plan_id=adopted.pk, number=None, at=now())
    aide = make_member(cast.school, role=MemberRole.STAFF).user
    part = plan_json(user_id=aide.pk, plan_id=adopted.pk, number=None, at=now())

    sealed = adopted.versions.get().sealed
    assert (whole, text) == (bytes(sealed.pdf), bytes(sealed.document))
    assert RESTRICTED_WORDS in text.decode()
    assert OPEN_WORDS in part.decode()
    assert RESTRICTED_WORDS not in part.decode()
    assert not json.loads(part)["is_whole"]


def test_the_next_version_begins_with_the_words_of_the_last_and_shows_what_changed(
    cast: Cast, adopted: EmergencyPlan
) -> None:
    versions.begin_version(actor_id=cast.insider.pk, plan_id=adopted.pk, at=now())
    with pytest.raises(PlanIsWritten):
        versions.begin_version(actor_id=cast.insider.pk, plan_id=adopted.pk, at=now())
    edit(adopted, cast.insider, section_given(adopted, body=OPEN_WORDS.replace("pretend", "wooden")))

    grant = plan_for(user_id=cast.insider.pk, plan_id=adopted.pk, at=now())
    (change,) = compare_versions(grant, 1, 2).sections

    assert [(one.mark, one.text) for one in change.body if one.mark != "same"] == [
        ("removed", "pretend"),
        ("added", "wooden"),
    ]
    page = signed_in(cast.insider).get(f"/emergency-plans/{adopted.pk}").content.decode()
    assert "Version 1 holds" in page
    page = signed_in(cast.insider).get(f"/emergency-plans/{adopted.pk}?number=1").content.decode()
    assert "Version 1 holds" not in page
    # What holds is read as before, and no draft compared, by who reads no draft.
    aide = make_member(cast.school, role=MemberRole.STAFF).user
    with pytest.raises(EmergencyPlanNotFound):
        compare_versions(plan_for(user_id=aide.pk, plan_id=adopted.pk, at=now()), 1, 2)


# --- checks -----------------------------------------------------------------------------------------------------------
def test_a_plan_finds_who_has_left_and_which_room_is_gone(cast: Cast, adopted: EmergencyPlan) -> None:
    make_plan(cast.site, draw_level(draw_space(number="112", name="Library")))
    versions.begin_version(actor_id=cast.insider.pk, plan_id=adopted.pk, at=now())
    role = g.PlanRoleIn(
        facts_number=1, title="Commander", person_id=cast.teacher.public_id, deputy_id=cast.insider.public_id
    )
    facts.write_role(actor_id=cast.insider.pk, plan_id=adopted.pk, key=None, given=role, at=now())
    places = [
        g.PlanPlaceIn(kind=PlanPlaceKind.SHELTER, where="112"),
        g.PlanPlaceIn(kind=PlanPlaceKind.ASSEMBLY, where="The old oak"),
    ]
    given = g.PlanPlacesIn(facts_number=2, places=places)
    facts.set_places(actor_id=cast.insider.pk, plan_id=adopted.pk, given=given, at=now())

    def found() -> set[tuple[str, str]]:
        all_found = plan_findings([adopted], reader_id=cast.insider.pk, at=now())[adopted.pk]
        kinds = (PlanFindingKind.PERSON_LEFT, PlanFindingKind.PLACE_GONE, PlanFindingKind.MEMBER_LEFT)
        return {(one.kind.value, one.about) for one in all_found if one.kind in kinds}

    assert found() == set()
    AgencyMember.objects.filter(user=cast.teacher).update(ended_at=now())
    Floorplan.objects.filter(level__site=cast.site).update(state="superseded")

    assert found() == {
        ("person_left", "Commander: Teacher"),
        ("place_gone", "112"),
        ("member_left", "School: Teacher"),
    }


def test_many_plans_cost_what_one_costs(cast: Cast, plan: EmergencyPlan, superintendent: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(list_waiting_plans(superintendent.pk, now()))
        return len(asked)

    one = cost()
    for number in range(3):
        school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
        make_emergency_plan(make_site(cast.district, school=school, name=f"School {number}"), keeper=superintendent)

    assert cost() == one


def test_each_step_waits_for_who_takes_it(cast: Cast, plan: EmergencyPlan, superintendent: User) -> None:
    def waits(user: User) -> list[WaitingKind]:
        return [one.kind for one in list_waiting_plans(user.pk, now())]

    share_plans(cast.agreement)
    ask_for(plan, superintendent, disciplines=["law_enforcement"], topics=["evacuation"], places=[], deputies=0)
    seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    mend = [WaitingKind.MEND_EMERGENCY_PLAN]

    # No drill has tried its annexes.
    assert (waits(cast.insider), waits(cast.officer)) == (mend, [])
    text = lay_before_team(plan, cast.insider)
    assert (waits(cast.insider), waits(cast.officer)) == (mend, [WaitingKind.AGREE_TO_EMERGENCY_PLAN])
    agree(plan, cast.officer, text)
    assert (waits(cast.insider), waits(cast.officer)) == ([WaitingKind.ADOPT_EMERGENCY_PLAN, *mend], [])
    PlanVersion.objects.update(
        state="adopted", adopted_at=now(), adopted_by=cast.insider, renew_on=now().date() - timedelta(days=2)
    )
    assert waits(cast.insider) == [WaitingKind.RENEW_EMERGENCY_PLAN, *mend]
    assert waits(cast.teacher) == waits(cast.stranger) == []


# --- pages ------------------------------------------------------------------------------------------------------------
def test_a_plan_is_written_by_its_pages(cast: Cast, superintendent: User) -> None:
    client = signed_in(cast.insider)
    begun = {"act": "begin", "district_id": str(cast.district.pk), "site_id": str(cast.site.pk)}
    assert client.post("/emergency-plans", begun).status_code == 303
    plan = EmergencyPlan.objects.get()
    here = f"/emergency-plans/{plan.pk}"
    principal, gas = cast.insider.public_id, {"places-kind": "gas", "places-where": "Cellar", "places-how": ""}
    posts = [
        (
            "/facts",
            {"act": "role", "key": "new", "facts_number": 1, "title": "Lead", "person_id": principal},
        ),
        ("/facts", {"act": "phones", "facts_number": 2, "phones-label": "Office", "phones-number": "555-0100"}),
        (
            "/facts",
            {"act": "places", "facts_number": 3, **gas},
        ),
        (
            "/facts",
            {
                "act": "helps",
                "facts_number": 4,
                "helps-need": "mobility",
                "helps-count": 3,
                "helps-helper": "Aide",
                "helps-how": "",
            },
        ),
        ("/sections/flood", {"act": "write", "edit_number": 1, "heading": "Flood", "body": "Go up.", "roles-role": ""}),
        ("/sections/flood", {"act": "remark", "text": "To which floor?"}),
        ("/sections", {"act": "add", "part": "hazard", "heading": "Bees"}),
        ("/team", {"act": "seat", "discipline": "school", "person_id": cast.teacher.public_id, "name": ""}),
    ]
    for address, given in posts:
        answer = client.post(here + address, given)
        assert answer.status_code == 303, (address, answer.content.decode()[:3000])

    shown = client.get(here).content.decode()

    assert all(one in shown for one in ("Lead", "555-0100", "Cellar", "Aide", "Go up.", "Bees"))
    assert "To which floor?" in client.get(f"{here}/sections/flood").content.decode()
    assert "A role has too few deputies" in client.get(f"{here}/checks").content.decode()
    # A stale form is told, and keeps what was typed.
    stale = {"act": "write", "edit_number": 1, "heading": "Flood", "body": "My own words.", "roles-role": ""}
    refused = client.post(f"{here}/sections/flood", stale)
    assert refused.status_code == 422
    assert "My own words." in refused.content.decode()
    # The blanks of the library keep it from the team.
    assert client.post(here, {"act": "submit"}).status_code == 422
    # The district's own is begun by its keepers alone.
    of_district = {"act": "begin_district", "district_id": str(cast.district.pk)}
    assert client.post("/emergency-plans", of_district).status_code == 404
    assert signed_in(superintendent).post("/emergency-plans", of_district).status_code == 303
    # A teacher on the team reads it and remarks, and finds no form that writes.
    teacher = signed_in(cast.teacher)
    assert 'value="write"' not in teacher.get(f"{here}/sections/flood").content.decode()
    assert teacher.post(f"{here}/sections/flood", {"act": "remark", "text": "Second."}).status_code == 303
    assert [teacher.get(here + one).status_code for one in ("/facts", "/checks", "/sections")] == [404] * 3
    assert teacher.post(f"{here}/sections/flood", stale).status_code == 404
