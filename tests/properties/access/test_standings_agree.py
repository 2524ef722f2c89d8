"""Whatever people, agencies and agreements there are: the single check, the batch and the list say the same.

And all three say what a few plain lines over the same facts say.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.access.fetch import (
    Coverage,
    Standings,
    active_memberships,
    memoranda_for,
    standing_at,
    standings_at_site_for_users,
    standings_of,
)
from mou.agreements.reading.queries import memorandum_views
from mou.models import Agency, Version, VersionSite
from mou.vocabulary import GRANTS, AgencyKind, MemberRole, TermKind, VersionState
from tests.factories.mou import ALL_TERMS, make_agency, make_member, make_memorandum, make_user

SITES = [UUID(int=number) for number in range(1, 4)]
FIRST_DAY = date(2026, 11, 24)
ZONES = ["America/New_York", "Pacific/Honolulu", "Pacific/Kiritimati", "UTC"]


@dataclass(frozen=True)
class Pact:
    district: int
    agency: int
    state: VersionState
    starts: int
    lasts: int
    sites: tuple[UUID, ...] | None
    grants: frozenset[TermKind]


@dataclass(frozen=True)
class World:
    zones: tuple[str, str]
    active_agencies: tuple[bool, bool]
    members: tuple[tuple[int, bool], ...]  # (index of the agency, has ended); all are one person
    is_person_active: bool
    pacts: tuple[Pact, ...]
    at: datetime


PACTS = st.builds(
    Pact,
    district=st.integers(0, 1),
    agency=st.integers(0, 1),
    state=st.sampled_from(VersionState),
    starts=st.integers(-2, 2),
    lasts=st.integers(0, 3),
    sites=st.one_of(st.none(), st.lists(st.sampled_from(SITES), unique=True, min_size=1, max_size=2).map(tuple)),
    grants=st.frozensets(st.sampled_from(sorted(ALL_TERMS))),
)
# Agencies by index: 0, 1 districts; 2, 3 a school of each; 4, 5 partners.
WORLDS = st.builds(
    World,
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    active_agencies=st.tuples(st.booleans(), st.booleans()),
    members=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=4, unique_by=lambda one: one[0]).map(tuple),
    is_person_active=st.sampled_from([True, True, True, False]),
    pacts=st.lists(PACTS, max_size=5).map(tuple),
    at=st.integers(-36, 36).map(lambda hours: datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(hours=hours)),
)


def expected(world: World, *, district: int, with_school: bool, site: UUID) -> tuple[bool, bool, set[TermKind]]:
    """Return (seen, is insider, grants) by the plain words of the rule."""
    if not world.is_person_active:
        return False, False, set()
    mine = {agency for agency, has_ended in world.members if not has_ended}
    mine -= {4 + number for number in (0, 1) if not world.active_agencies[number]}
    if district in mine or (with_school and 2 + district in mine):
        return True, True, set(GRANTS)
    today = world.at.astimezone(ZoneInfo(world.zones[district])).date()
    holding = [
        pact
        for pact in world.pacts
        if pact.district == district
        and 4 + pact.agency in mine
        and pact.state is VersionState.IN_FORCE
        and FIRST_DAY + timedelta(pact.starts) <= today <= FIRST_DAY + timedelta(pact.starts + pact.lasts)
        and (pact.sites is None or site in pact.sites)
    ]
    return bool(holding), False, {kind for pact in holding for kind in pact.grants}


def build(world: World) -> tuple[int, list[Agency]]:
    districts = [make_agency(AgencyKind.DISTRICT, time_zone=zone) for zone in world.zones]
    schools = [make_agency(AgencyKind.SCHOOL, parent=district) for district in districts]
    partners = [make_agency(AgencyKind.POLICE, is_active=active) for active in world.active_agencies]
    agencies = districts + schools + partners
    user = make_user(is_active=world.is_person_active)
    for agency, has_ended in world.members:
        make_member(agencies[agency], user=user, ended_at=world.at if has_ended else None, role=MemberRole.COMMANDER)
    for pact in world.pacts:
        make_memorandum(
            districts[pact.district],
            partners[pact.agency],
            sites=pact.sites,
            grants=pact.grants,
            state=pact.state,
            effective_on=FIRST_DAY + timedelta(pact.starts),
            expires_on=FIRST_DAY + timedelta(pact.starts + pact.lasts),
        )
    return user.id, agencies


def covers(coverage: Coverage, district_id: UUID, site: UUID) -> bool:
    """Say what the coverage's filter in SQL says, for sites that are not on any map."""
    named = VersionSite.objects.filter(
        version_id__in=coverage.version_ids, site_id=site, version__memorandum__district_id=district_id
    )
    return district_id in coverage.district_ids or (district_id, site) in coverage.pairs or named.exists()


def listed(sets: Standings, district_id: UUID, school_id: UUID | None, site: UUID) -> tuple[bool, bool, set[TermKind]]:
    if district_id in sets.insider_district_ids or school_id in sets.insider_school_ids:
        return True, True, set(GRANTS)
    granted = {kind for kind in GRANTS if covers(sets.granted[kind], district_id, site)}
    return covers(sets.covered, district_id, site), False, granted


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(world=WORLDS)
def test_single_check_batch_and_list_agree_with_the_plain_rule(world: World) -> None:
    with transaction.atomic():
        user_id, agencies = build(world)
        sets = standings_of(user_id, world.at)
        for district in (0, 1):
            for with_school in (True, False):
                school_id = agencies[2 + district].id if with_school else None
                for site in SITES:
                    single = standing_at(
                        user_id=user_id,
                        district_id=agencies[district].id,
                        school_id=school_id,
                        site_id=site,
                        at=world.at,
                    )
                    batch = standings_at_site_for_users(
                        user_ids=[user_id],
                        district_id=agencies[district].id,
                        school_id=school_id,
                        site_id=site,
                        at=world.at,
                    )
                    found = (
                        bool(single),
                        any(one.is_insider for one in single),
                        {kind for one in single for kind in one.grants},
                    )
                    wanted = expected(world, district=district, with_school=with_school, site=site)
                    assert wanted == found
                    assert wanted == listed(sets, agencies[district].id, school_id, site)
                    assert single == batch[user_id]
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(world=WORLDS)
def test_what_a_page_calls_in_force_is_what_gives_access(world: World) -> None:
    with transaction.atomic():
        user_id, _ = build(world)
        views = memorandum_views(memoranda_for(user_id, world.at), world.at)
        mine = {member.agency_id for member in active_memberships(user_id, world.at)}
        shown = {one.district.id for one in views if one.is_in_force and one.agency.id in mine}
        covered = standings_of(user_id, world.at).covered
        named = Version.objects.filter(id__in=covered.version_ids).values_list("memorandum__district_id", flat=True)
        assert shown == covered.district_ids | set(named)
        transaction.set_rollback(True)
