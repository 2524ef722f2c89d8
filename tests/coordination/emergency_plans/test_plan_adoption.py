"""The planning team and its word, what the checks find, and the pages of a plan."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.emergency_plans.access import plan_for
from coordination.emergency_plans.errors import (
    ConsentByAccount,
    DisciplineDoesNotFit,
    EmergencyPlanNotFound,
    PlanBlankLeft,
    PlanChanged,
    PlanDisciplineLacks,
    PlanIsFixed,
    PlanIsWritten,
    PlanKeepersWrite,
    PlanPersonNotThere,
    PlanTeamDecides,
)
from coordination.emergency_plans.models import EmergencyPlan, PlanConsent, PlanVersion
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.vocabulary import Discipline, EmergencyPlanState, PlanFindingKind, PlanPlaceKind
from coordination.emergency_plans.work import approval, facts, versions
from coordination.emergency_plans.work.checks import plan_findings
from coordination.emergency_plans.work.comparing import compare_versions
from coordination.emergency_plans.work.papers import plan_json, plan_paper
from coordination.emergency_plans.work.queries import plan_view
from coordination.emergency_plans.work.team import add_seat
from coordination.emergency_plans.work.waiting import list_waiting_plans
from coordination.models import User
from mapping.models import Floorplan
from mou.foundation.waiting import WaitingKind
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.emergency_plans.asked import edit, now, section_given, signed_in
from tests.factories.cast import Cast
from tests.factories.emergency_plans import (
    OPEN_WORDS,
    RESTRICTED_WORDS,
    agree,
    ask_for,
    lay_before_team,
    make_emergency_plan,
    seat,
    share_plans,
)
from tests.factories.mapping import draw_level, draw_space, make_plan, make_site
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
D = Discipline


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

    def record(seat_id: UUID, text: g.ConsentIn) -> None:
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
