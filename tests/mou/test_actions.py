"""Who may write what; every change of access counts. Each "may" has a "may not" beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest

from coordination.models import User
from mou.access.epoch import access_epoch
from mou.access.fetch import active_memberships, standing_at
from mou.agencies.actions import create_agency, set_agency_active
from mou.agencies.memberships.members import end_membership, set_duty
from mou.agencies.memberships.taking_in import add_member
from mou.agreements.memoranda import draft_memorandum, sign_memorandum, terminate_memorandum
from mou.errors import (
    AgencyNotFound,
    AlreadyMember,
    BadAgency,
    BadDates,
    BadName,
    BadParties,
    BadSites,
    BadTerms,
    MemberNotFound,
    MembershipEnded,
    MemorandumNotFound,
    MouError,
    NotAllowed,
    PersonNotFound,
    WrongState,
)
from mou.models import Agency, AgencyMember, Memorandum, Signature, Version
from mou.papers.canonical import sha256
from mou.terms import TermDraft
from mou.vocabulary import OPERATOR, ActorId, AgencyKind, MemberRole, TermKind, VersionState
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user

pytestmark = pytest.mark.django_db
PLAN = TermDraft(TermKind.FLOORPLAN_ACCESS, is_granted=True, clause="The agency may see the plans.")
SITE = UUID(int=7)


@dataclass(frozen=True)
class World:
    district: Agency
    school: Agency
    police: Agency


@pytest.fixture
def world() -> World:
    district = make_agency(AgencyKind.DISTRICT)
    return World(district, make_agency(AgencyKind.SCHOOL, parent=district), make_agency(AgencyKind.POLICE))


def someone(agency: Agency, role: MemberRole) -> int:
    return make_member(agency, role=role).user_id


def draft(world: World, actor_id: ActorId, **changed: object) -> UUID:
    given: dict[str, object] = {
        "actor_id": actor_id,
        "title": "Plans for the police",
        "district_id": world.district.id,
        "agency_id": world.police.id,
        "covers_all_sites": False,
        "site_ids": [SITE],
        "effective_on": date(2026, 1, 1),
        "expires_on": date(2026, 12, 31),
        "terms": [PLAN],
        "at": NOW,
    }
    call: Callable[..., UUID] = draft_memorandum
    return call(**(given | changed))


# --- memoranda --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [MemberRole.PLANNER, MemberRole.ADMINISTRATOR])
def test_a_districts_planner_drafts_and_terminates_what_both_signed(world: World, role: MemberRole) -> None:
    actor, officer = someone(world.district, role), someone(world.police, MemberRole.OFFICER)
    has_plans: list[bool] = []
    epochs = [access_epoch()]

    def look() -> None:
        found = standing_at(user_id=officer, district_id=world.district.id, school_id=None, site_id=SITE, at=NOW)
        has_plans.append(any(TermKind.FLOORPLAN_ACCESS in one.grants for one in found))
        epochs.append(access_epoch())

    memorandum_id = draft(world, actor)
    look()
    sign_memorandum(actor_id=OPERATOR, memorandum_id=memorandum_id, at=NOW)
    look()
    terminate_memorandum(actor_id=actor, memorandum_id=memorandum_id, reason="Moved.", at=NOW)
    look()

    assert has_plans == [False, True, False]
    # Drafting gives no one anything.
    assert [before < after for before, after in zip(epochs, epochs[1:], strict=False)] == [False, True, True]


@pytest.mark.parametrize("role", [MemberRole.STAFF, MemberRole.OFFICER, MemberRole.SUPERVISOR])
def test_other_people_of_the_district_keep_no_agreements(world: World, role: MemberRole) -> None:
    actor = someone(world.district, role)
    row = make_memorandum(world.district, world.police)

    with pytest.raises(NotAllowed):
        draft(world, actor)
    with pytest.raises(MemorandumNotFound):
        terminate_memorandum(actor_id=actor, memorandum_id=row.id, reason="Moved.", at=NOW)


@pytest.mark.parametrize("role", [MemberRole.ADMINISTRATOR, MemberRole.COMMANDER])
def test_the_other_party_reads_but_does_not_terminate(world: World, role: MemberRole) -> None:
    actor = someone(world.police, role)
    row = make_memorandum(world.district, world.police)
    before = access_epoch()

    with pytest.raises(NotAllowed):
        terminate_memorandum(actor_id=actor, memorandum_id=row.id, reason="Moved.", at=NOW)
    assert Version.objects.get(memorandum=row).state == VersionState.IN_FORCE
    assert access_epoch() == before


def test_a_draft_is_hidden_from_the_other_party_and_from_strangers(world: World) -> None:
    row = make_memorandum(world.district, world.police, state=VersionState.DRAFT)
    partner = someone(world.police, MemberRole.COMMANDER)
    stranger = someone(make_agency(AgencyKind.DISTRICT), MemberRole.ADMINISTRATOR)

    for actor in (partner, stranger, make_user().id):
        with pytest.raises(MemorandumNotFound):
            sign_memorandum(actor_id=actor, memorandum_id=row.id, at=NOW)
    with pytest.raises(AgencyNotFound):
        draft(world, stranger)


def test_no_step_is_taken_twice(world: World) -> None:
    actor = someone(world.district, MemberRole.PLANNER)
    row = make_memorandum(world.district, world.police, state=VersionState.TERMINATED)

    with pytest.raises(WrongState):
        terminate_memorandum(actor_id=actor, memorandum_id=row.id, reason="Moved.", at=NOW)
    with pytest.raises(WrongState):
        sign_memorandum(actor_id=OPERATOR, memorandum_id=row.id, at=NOW)


def test_signatures_on_paper_are_recorded_at_the_console_only(world: World) -> None:
    actor = someone(world.district, MemberRole.PLANNER)
    memorandum_id = draft(world, actor)

    with pytest.raises(NotAllowed):
        sign_memorandum(actor_id=actor, memorandum_id=memorandum_id, at=NOW)
    sign_memorandum(actor_id=OPERATOR, memorandum_id=memorandum_id, at=NOW)

    version = Version.objects.get(memorandum_id=memorandum_id)
    sums = Signature.objects.filter(signatory__version=version).values_list("sha256", flat=True)
    assert list(sums) == [version.canonical_sha256] * 2
    assert version.canonical_sha256 == sha256(version.canonical_text.encode())
    assert [step.after for step in version.steps.order_by("id")] == [
        "in_review",
        "approved",
        "out_for_signature",
        "in_force",
    ]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"expires_on": date(2025, 12, 31)}, BadDates),
        ({"site_ids": []}, BadSites),
        ({"covers_all_sites": True}, BadSites),
        ({"terms": [PLAN, PLAN]}, BadTerms),
        ({"title": " "}, BadName),
        ({"title": "a\x00b"}, BadName),
        ({"title": "x" * 10_000}, BadName),
        ({"agency_id": UUID(int=99)}, AgencyNotFound),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_and_leaves_nothing(
    world: World, changed: dict[str, object], error: type[MouError]
) -> None:
    actor = someone(world.district, MemberRole.PLANNER)

    with pytest.raises(error):
        draft(world, actor, **changed)
    assert not Memorandum.objects.exists()


def test_the_sides_of_an_agreement_are_a_district_and_an_outside_agency(world: World) -> None:
    with pytest.raises(BadParties):
        draft(world, OPERATOR, district_id=world.police.id, agency_id=world.district.id)
    with pytest.raises(BadParties):
        draft(world, OPERATOR, agency_id=world.district.id)
    with pytest.raises(BadParties):
        draft(world, OPERATOR, agency_id=world.school.id)


# --- people -----------------------------------------------------------------------------------------------------------
def add(actor_id: ActorId, agency: Agency, user_id: int, role: MemberRole = MemberRole.OFFICER) -> UUID:
    return add_member(
        actor_id=actor_id,
        agency_id=agency.id,
        user_id=user_id,
        role=role,
        title="Patrol",
        callsign="Adam 12",
        is_on_duty=True,
        at=NOW,
    )


def end(actor_id: ActorId, member: AgencyMember) -> None:
    end_membership(actor_id=actor_id, agency_id=member.agency_id, member_id=member.id, reason="Moved away.", at=NOW)


def test_an_administrator_takes_people_in_and_ends_their_membership(world: World) -> None:
    actor, newcomer = someone(world.police, MemberRole.ADMINISTRATOR), make_user()
    User.objects.filter(pk=newcomer.pk).update(home_agency=world.police)
    before = access_epoch()

    member_id = add(actor, world.police, newcomer.id)
    joined, between = active_memberships(newcomer.id, NOW), access_epoch()
    end_membership(actor_id=actor, agency_id=world.police.id, member_id=member_id, reason="Moved away.", at=NOW)

    assert [one.id for one in joined] == [member_id]
    assert active_memberships(newcomer.id, NOW) == []
    assert before < between < access_epoch()


def test_a_districts_administrator_manages_its_schools(world: World) -> None:
    actor = someone(world.district, MemberRole.ADMINISTRATOR)

    member = make_member(world.school)

    end(actor, member)
    again = add(actor, world.school, member.user_id, MemberRole.STAFF)

    assert [one.id for one in active_memberships(member.user_id, NOW)] == [again]


@pytest.mark.parametrize("role", [role for role in MemberRole if role is not MemberRole.ADMINISTRATOR])
def test_other_members_manage_nobody(world: World, role: MemberRole) -> None:
    actor, colleague = someone(world.police, role), make_member(world.police)
    before = access_epoch()

    with pytest.raises(NotAllowed):
        add(actor, world.police, make_user().id)
    with pytest.raises(NotAllowed):
        end(actor, colleague)
    assert access_epoch() == before


def test_strangers_and_former_administrators_find_neither_agency_nor_members(world: World) -> None:
    member = make_member(world.police)
    former = make_member(world.police, role=MemberRole.ADMINISTRATOR, ended_at=NOW).user_id
    school_administrator = someone(world.school, MemberRole.ADMINISTRATOR)

    for actor in (former, make_user().id, someone(world.district, MemberRole.ADMINISTRATOR)):
        with pytest.raises(AgencyNotFound):
            add(actor, world.police, make_user().id)
        with pytest.raises(MemberNotFound):
            end(actor, member)
    with pytest.raises(AgencyNotFound):
        add(school_administrator, world.district, make_user().id)


def test_a_membership_ends_once_and_under_its_own_agency(world: World) -> None:
    member = make_member(world.police)

    with pytest.raises(MemberNotFound):
        end_membership(
            actor_id=OPERATOR, agency_id=world.district.id, member_id=member.id, reason="Moved away.", at=NOW
        )
    end(OPERATOR, member)
    with pytest.raises(MembershipEnded):
        end(OPERATOR, member)
    with pytest.raises(MemberNotFound):
        end_membership(actor_id=OPERATOR, agency_id=world.police.id, member_id=uuid4(), reason="Moved away.", at=NOW)


def test_nobody_belongs_twice_and_nobody_unknown_belongs(world: World) -> None:
    member = make_member(world.police)

    with pytest.raises(AlreadyMember):
        add(OPERATOR, world.police, member.user_id)
    with pytest.raises(PersonNotFound):
        add(OPERATOR, world.police, 1_000_001)
    with pytest.raises(PersonNotFound):
        add(OPERATOR, world.police, make_user(is_active=False).id)


def test_duty_is_ones_own_or_the_administrators_to_change(world: World) -> None:
    member = make_member(world.police, is_on_duty=False)
    administrator = someone(world.police, MemberRole.ADMINISTRATOR)

    set_duty(actor_id=member.user_id, member_id=member.id, is_on_duty=True, at=NOW)
    member.refresh_from_db()
    came_on = member.is_on_duty
    set_duty(actor_id=administrator, member_id=member.id, is_on_duty=False, at=NOW)
    member.refresh_from_db()

    assert (came_on, member.is_on_duty) == (True, False)
    with pytest.raises(NotAllowed):
        set_duty(actor_id=someone(world.police, MemberRole.OFFICER), member_id=member.id, is_on_duty=True, at=NOW)
    with pytest.raises(MemberNotFound):
        set_duty(actor_id=make_user().id, member_id=member.id, is_on_duty=True, at=NOW)


# --- agencies ---------------------------------------------------------------------------------------------------------
def found(actor_id: ActorId, kind: AgencyKind, parent: Agency | None, time_zone: str = "America/New_York") -> UUID:
    return create_agency(
        actor_id=actor_id,
        kind=kind,
        name=f"Marigold {kind.value}",
        short_name=f"MG {kind.value}",
        time_zone=time_zone,
        parent_id=parent.id if parent else None,
        at=NOW,
    )


def test_the_operator_founds_any_agency_and_a_district_its_schools(world: World) -> None:
    administrator = someone(world.district, MemberRole.ADMINISTRATOR)

    district_id = found(OPERATOR, AgencyKind.DISTRICT, None)
    school_id = found(administrator, AgencyKind.SCHOOL, world.district)

    assert Agency.objects.get(id=district_id).kind == AgencyKind.DISTRICT
    assert Agency.objects.get(id=school_id).parent == world.district


def test_nobody_else_founds_an_agency(world: World) -> None:
    administrator = someone(world.district, MemberRole.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        found(administrator, AgencyKind.POLICE, None)
    with pytest.raises(NotAllowed):
        found(someone(world.district, MemberRole.PLANNER), AgencyKind.SCHOOL, world.district)
    with pytest.raises(AgencyNotFound):
        found(someone(world.police, MemberRole.ADMINISTRATOR), AgencyKind.SCHOOL, world.district)


def test_an_agency_without_a_real_time_zone_or_with_a_wrong_parent_is_refused(world: World) -> None:
    for zone in ("Mars/Olympus", "", "../../etc/passwd", "a\x00b"):
        with pytest.raises(BadAgency):
            found(OPERATOR, AgencyKind.POLICE, None, zone)
    with pytest.raises(BadAgency):
        found(OPERATOR, AgencyKind.POLICE, world.district)
    with pytest.raises(BadAgency):
        found(OPERATOR, AgencyKind.SCHOOL, world.police)


def test_only_the_operator_switches_an_agency_off(world: World) -> None:
    member = make_member(world.police, role=MemberRole.ADMINISTRATOR)
    before = access_epoch()

    with pytest.raises(NotAllowed):
        set_agency_active(actor_id=member.user_id, agency_id=world.police.id, is_active=False, at=NOW)
    set_agency_active(actor_id=OPERATOR, agency_id=world.police.id, is_active=False, at=NOW)

    assert active_memberships(member.user_id, NOW) == []
    assert access_epoch() > before
