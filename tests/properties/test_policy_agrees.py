"""Whatever agreements, incidents, suspensions and broken glass there are: every door says the same.

List, single check, room, open socket, HTTP and explanation are compared with a few plain lines over the same facts.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.access import Holder, grants_in, incidents_for, recheck, sites_to_open_at
from coordination.models import Incident, Participant, Room, User
from mapping.access import site_for, sites_for
from mapping.errors import SiteNotFound
from mapping.models import Site
from mapping.vocabulary import SiteNeed
from mou.access import standing_at
from mou.explanation import NEEDS, explain
from mou.models import Agency, AgencyMember, BrokenGlass, Emergency, Suspension
from mou.policy import Place
from mou.queries.histories import history_of
from mou.vocabulary import GRANTS, AccessAction, AgencyKind, TermKind, VersionState
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user, make_widening
from tests.support.stage import session_of

KINDS = (TermKind.FLOORPLAN_ACCESS, TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS)
WHEN = ("always", "in_a_shooting", "in_any", "in_drills_too")
STATES = (
    VersionState.IN_FORCE,
    VersionState.IN_FORCE,
    VersionState.IN_FORCE,
    VersionState.DRAFT,
    VersionState.TERMINATED,
)


@dataclass(frozen=True)
class Pact:
    district: int
    state: VersionState
    days: tuple[int, int]  # first and last, from today
    sites: frozenset[int] | None
    opens: tuple[tuple[TermKind, str], ...]


@dataclass(frozen=True)
class Happening:
    site: int
    kind: str
    is_exercise: bool
    is_over: bool


@dataclass(frozen=True)
class World:
    pacts: tuple[Pact, ...]
    happenings: tuple[Happening, ...]
    insider_of: int | None  # a district
    has_ended: bool
    is_suspended: bool
    glass: tuple[int, TermKind, int] | None  # site, what, minutes ago


PACTS = st.builds(
    Pact,
    district=st.integers(0, 1),
    state=st.sampled_from(STATES),
    days=st.sampled_from([(-5, 30), (-5, 30), (-5, 30), (5, 30), (-5, -3)]),
    sites=st.one_of(st.none(), st.frozensets(st.integers(0, 2), min_size=1, max_size=2)),
    opens=st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(WHEN)), unique_by=lambda one: one[0], max_size=3
    ).map(tuple),
)
WORLDS = st.builds(
    World,
    pacts=st.lists(PACTS, max_size=3).map(tuple),
    happenings=st.lists(
        st.builds(
            Happening,
            site=st.integers(0, 2),
            kind=st.sampled_from(["ACTSHOOT", "FIGHT"]),
            is_exercise=st.booleans(),
            is_over=st.sampled_from([False, False, True]),
        ),
        max_size=3,
    ).map(tuple),
    insider_of=st.sampled_from([None, None, None, 0]),
    has_ended=st.sampled_from([False, False, False, True]),
    is_suspended=st.sampled_from([False, False, False, True]),
    glass=st.one_of(
        st.none(),
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([TermKind.FLOORPLAN_ACCESS, TermKind.ROSTER_ACCESS]),
            st.sampled_from([5, 40]),
        ),
    ),
)
DISTRICT_OF = (0, 0, 1)  # of each site


def expected(world: World, site: int) -> tuple[bool, set[TermKind]]:
    """Return (seen, what is granted) by the plain words of the rule."""
    if world.insider_of == DISTRICT_OF[site]:
        return True, set(GRANTS)
    if world.has_ended or world.is_suspended:
        return False, set()
    holding = [
        pact
        for pact in world.pacts
        if pact.district == DISTRICT_OF[site]
        and pact.state is VersionState.IN_FORCE
        and pact.days[0] < 0 < pact.days[1]
        and (pact.sites is None or site in pact.sites)
    ]
    granted = {kind for pact in holding for kind, when in pact.opens if is_so(when, world, site)}
    if holding and world.glass is not None and world.glass[0] == site and world.glass[2] < 30:
        granted.add(world.glass[1])
    return bool(holding), granted


def is_so(when: str, world: World, site: int) -> bool:
    open_here = [one for one in world.happenings if one.site == site and not one.is_over]
    real = [one for one in open_here if not one.is_exercise]
    return {
        "always": True,
        "in_a_shooting": any(one.kind == "ACTSHOOT" for one in real),
        "in_any": bool(real),
        "in_drills_too": bool(open_here),
    }[when]


@dataclass(frozen=True)
class Stage:
    user: User
    sites: list[Site]
    rooms: list[Room]
    session_key: str


def build(world: World, at: datetime) -> Stage:
    districts = [make_agency(AgencyKind.DISTRICT, time_zone="UTC") for _ in range(2)]
    sites = [make_site(districts[number], name=f"Site {uuid4()}") for number in DISTRICT_OF]
    police = make_agency(AgencyKind.POLICE)
    user = make_user()
    member = make_member(police, user=user, ended_at=at if world.has_ended else None)
    if world.insider_of is not None:
        make_member(districts[world.insider_of], user=user)
    if world.is_suspended:
        Suspension.objects.create(member=member, reason="Inquiry", begun_at=at - timedelta(days=1))
    for pact in world.pacts:
        _write(pact, districts, police, sites, at.date())
    for one in world.happenings:
        _happen(one, sites[one.site], at)
    if world.glass is not None:
        _break(world.glass, member, sites, at)
    return Stage(user, sites, [_room(site, member, at) for site in sites], session_of(user))


def _write(pact: Pact, districts: list[Agency], police: Agency, sites: list[Site], today: date) -> None:
    row = make_memorandum(
        districts[pact.district],
        police,
        sites=None if pact.sites is None else [sites[number].pk for number in pact.sites],
        grants=[kind for kind, when in pact.opens if when == "always"],
        state=pact.state,
        effective_on=today + timedelta(pact.days[0]),
        expires_on=today + timedelta(pact.days[1]),
    )
    if pact.state is VersionState.IN_FORCE:
        for kind, when in pact.opens:
            if when != "always":
                types = ["ACTSHOOT"] if when == "in_a_shooting" else []
                make_widening(row, kind, incident_types=types, is_exercise_too=when == "in_drills_too")


def _happen(one: Happening, site: Site, at: datetime) -> None:
    Emergency.objects.create(
        incident_id=uuid4(),
        district_id=site.district_id,
        site_id=site.pk,
        incident_type=one.kind,
        is_exercise=one.is_exercise,
        begun_at=at - timedelta(hours=1),
        ended_at=at - timedelta(minutes=1) if one.is_over else None,
    )


def _break(glass: tuple[int, TermKind, int], member: AgencyMember, sites: list[Site], at: datetime) -> None:
    number, kind, minutes = glass
    begun_at = at - timedelta(minutes=minutes)
    BrokenGlass.objects.create(
        member=member,
        user_id=member.user_id,
        district_id=sites[number].district_id,
        site_id=sites[number].pk,
        incident_id=uuid4(),
        is_exercise=False,
        kinds=[kind.value],
        reason="A child does not answer.",
        begun_at=begun_at,
        ends_at=begun_at + timedelta(minutes=30),
    )


def _room(site: Site, member: AgencyMember, at: datetime) -> Room:
    """Return a room at a site in which the person is for their agency."""
    incident = Incident.objects.create(
        site=site,
        incident_type="STDBY",
        severity="minor",
        title="Standby",
        is_exercise=True,
        opened_at=at,
        opened_by_id=member.user_id,
    )
    room = Room.objects.create(incident=incident)
    Participant.objects.create(
        room=room,
        user_id=member.user_id,
        member=member,
        name="Somebody",
        role=member.role,
        agency_id=member.agency_id,
        agency=member.agency.name,
        agency_kind=member.agency.kind,
        joined_at=at,
    )
    return room


@pytest.mark.django_db
@settings(max_examples=12, deadline=None)
@given(world=WORLDS)
def test_every_door_says_what_the_plain_rule_says(world: World) -> None:
    at = datetime.now(UTC)
    with transaction.atomic():
        stage = build(world, at)
        lists = listed(stage, at)
        for number, site in enumerate(stage.sites):
            seen, granted = expected(world, number)
            doors = {
                "check": checked(stage, site, at),
                "list": {name: site.pk in ids for name, ids in lists.items()},
                "http": asked(stage, site, number),
                "why": explained(stage, site, at),
            }
            wanted = {
                "see": seen,
                "plan": TermKind.FLOORPLAN_ACCESS in granted,
                "roster": TermKind.ROSTER_ACCESS in granted,
                "room": TermKind.ROOM_ACCESS in granted,
            }
            assert doors == dict.fromkeys(doors, wanted)
            # In the rooms the person is for their agency: what they may as an insider keeps that socket open no longer.
            _, by_agreement = expected(replace(world, insider_of=None), number)
            assert socket_reads(stage, number, at) == (TermKind.ROOM_ACCESS in by_agreement)
        transaction.set_rollback(True)


def listed(stage: Stage, at: datetime) -> dict[str, set[UUID]]:
    """Return the sites of each list."""
    pk = stage.user.pk
    opened_at = set(sites_to_open_at(pk, at).values_list("pk", flat=True))
    assert set(incidents_for(pk, at).values_list("site_id", flat=True)) == opened_at
    return {
        "see": set(sites_for(pk, at).values_list("pk", flat=True)),
        "plan": set(sites_for(pk, at, need=SiteNeed.FLOORPLAN).values_list("pk", flat=True)),
        "roster": set(sites_for(pk, at, need=SiteNeed.ROSTER).values_list("pk", flat=True)),
        "room": opened_at,
    }


def checked(stage: Stage, site: Site, at: datetime) -> dict[str, bool]:
    """Return what single checks say."""

    def may(need: SiteNeed) -> bool:
        try:
            return site_for(user_id=stage.user.pk, site_id=site.pk, need=need, at=at) == site
        except SiteNotFound:
            return False

    standings = standing_at(
        user_id=stage.user.pk, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at
    )
    return {
        "see": may(SiteNeed.SEE),
        "plan": may(SiteNeed.FLOORPLAN),
        "roster": may(SiteNeed.ROSTER),
        "room": any(TermKind.ROOM_ACCESS in one.grants for one in standings),
    }


def asked(stage: Stage, site: Site, number: int) -> dict[str, bool]:
    """Return what is answered over HTTP."""
    headers = {"X-Session-Token": stage.session_key}

    def found(path: str) -> bool:
        status = Client().get(f"/api/v1{path}", headers=headers).status_code
        assert status in (200, 404), path
        return status == 200

    return {
        "see": found(f"/sites/{site.pk}"),
        "plan": found(f"/sites/{site.pk}/levels"),
        "roster": found(f"/sites/{site.pk}/roster"),
        "room": found(f"/incidents/{stage.rooms[number].incident_id}"),
    }


def explained(stage: Stage, site: Site, at: datetime) -> dict[str, bool]:
    """Return what the explanation says; its needs are the policy's."""
    place = Place(site.district_id, site.school_id, site.pk)
    history = history_of(stage.user, place=place)

    def is_allowed(action: AccessAction) -> bool:
        assert action in NEEDS
        return explain(history, place=place, action=action, at=at).is_allowed

    return {
        "see": is_allowed(AccessAction.SEE_SITE),
        "plan": is_allowed(AccessAction.SEE_FLOORPLAN),
        "roster": is_allowed(AccessAction.SEE_ROSTER),
        "room": is_allowed(AccessAction.ENTER_ROOM),
    }


def socket_reads(stage: Stage, number: int, at: datetime) -> bool:
    """Return whether an open socket goes on reading."""
    room = stage.rooms[number]
    participant = Participant.objects.get(room=room)
    holder = Holder(stage.user.pk, participant.pk, stage.session_key)
    verdict = recheck(room_id=room.pk, holders=[holder], at=at)[holder]
    grant = grants_in(room, user_ids=[stage.user.pk], at=at).get(stage.user.pk)
    assert bool(verdict.audiences) == (grant is not None and grant.participant is not None)
    return bool(verdict.audiences)
