"""Small worlds of agreements, incidents, suspensions, emergency access, and the plain rule that every door must follow.

Two partners, two districts with two sites and one: whoever is a stranger at one site is a partner at the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from coordination.models import User
from mapping.models import Site
from mou.models import Agency, AgencyMember, EmergencyAccess, Memorandum, Suspension, Version
from mou.vocabulary import GRANTS, AgencyKind, MemberRole, TermKind, VersionState
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user, make_widening

KINDS = (TermKind.FLOORPLAN_ACCESS, TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS)
WHEN = ("always", "always", "in_a_shooting", "in_any", "in_drills_too")
STATES = (*[VersionState.IN_FORCE] * 5, VersionState.DRAFT, VersionState.TERMINATED)
# Days from today by the district's calendar, the last one included: most hold, and each edge has both its sides.
DAYS = ((-5, 30), (-5, 30), (-5, 30), (0, 30), (-5, 0), (1, 30), (-5, -1), (5, 30), (-5, -3))
ZONES = ("America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu")
MEMBERSHIPS = (*["counts"] * 6, "reinstated", "suspended", "ended", "not_begun", "agency_off")
STANDINGS = (*["of_two"] * 4, "further", "further", "leaves_tonight", "left")
DISTRICT_OF = (0, 0, 1)  # of each site
MIDNIGHT_IS_NEAR = timedelta(minutes=10)


@dataclass(frozen=True)
class Pact:
    """An agreement of a district with one of the two partners: of these two, or the partner is a further party of it.

    `standing`: a further party may have given notice: today is its last day, or it was yesterday.
    """

    district: int
    party: int
    state: VersionState
    days: tuple[int, int]
    sites: frozenset[int] | None
    opens: tuple[tuple[TermKind, str], ...]
    standing: str = "of_two"


@dataclass(frozen=True)
class Happening:
    """An incident at a site."""

    site: int
    kind: str
    is_exercise: bool
    is_over: bool


@dataclass(frozen=True)
class Person:
    """A partner's one person; `insider_of` is a district to which they belong besides."""

    membership: str
    is_on_duty: bool
    insider_of: int | None


@dataclass(frozen=True)
class Taken:
    """What a partner's person took at a site, so many minutes ago."""

    party: int
    site: int
    kind: TermKind
    minutes: int


@dataclass(frozen=True)
class World:
    """Everything that decides; `zone` is the districts'."""

    zone: int
    pacts: tuple[Pact, ...]
    happenings: tuple[Happening, ...]
    people: tuple[Person, Person]
    taken: Taken | None


PACTS = st.builds(
    Pact,
    district=st.sampled_from([0, 0, 1]),
    party=st.sampled_from([0, 0, 1]),
    state=st.sampled_from(STATES),
    days=st.sampled_from(DAYS),
    sites=st.one_of(st.none(), st.frozensets(st.integers(0, 2), min_size=1, max_size=2)),
    opens=st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(WHEN)), unique_by=lambda one: one[0], max_size=3
    ).map(tuple),
    standing=st.sampled_from(STANDINGS),
)
HAPPENINGS = st.builds(
    Happening,
    site=st.integers(0, 2),
    kind=st.sampled_from(["ACTSHOOT", "FIGHT"]),
    is_exercise=st.booleans(),
    is_over=st.sampled_from([False, False, True]),
)
PEOPLE = st.builds(
    Person,
    membership=st.sampled_from(MEMBERSHIPS),
    is_on_duty=st.sampled_from([True, True, False]),
    insider_of=st.sampled_from([None, None, None, 0]),
)
WORLDS = st.builds(
    World,
    zone=st.integers(0, 2),
    pacts=st.lists(PACTS, min_size=1, max_size=4).map(tuple),
    happenings=st.lists(HAPPENINGS, max_size=3).map(tuple),
    people=st.tuples(PEOPLE, PEOPLE),
    taken=st.one_of(
        st.none(),
        st.builds(
            Taken,
            party=st.integers(0, 1),
            site=st.integers(0, 2),
            kind=st.sampled_from([TermKind.FLOORPLAN_ACCESS, TermKind.ROSTER_ACCESS]),
            minutes=st.sampled_from([5, 30, 40]),
        ),
    ),
)


# --- the plain rule ---------------------------------------------------------------------------------------------------
def is_insider(world: World, party: int, site: int) -> bool:
    """Say whether a partner's person belongs to the site's district besides."""
    return world.people[party].insider_of == DISTRICT_OF[site]


def expected(world: World, party: int, site: int) -> tuple[bool, set[TermKind]]:
    """Return (seen, what is granted) by the plain words of the rule."""
    if is_insider(world, party, site):
        return True, set(GRANTS)
    return by_agreement(world, party, site)


def by_agreement(world: World, party: int, site: int) -> tuple[bool, set[TermKind]]:
    """Return (seen, what is granted) to someone for their agency alone."""
    if world.people[party].membership not in ("counts", "reinstated"):
        return False, set()
    holding = [
        pact
        for pact in world.pacts
        if (pact.district, pact.party) == (DISTRICT_OF[site], party)
        and pact.state is VersionState.IN_FORCE
        and pact.days[0] <= 0 <= pact.days[1]
        and (pact.sites is None or site in pact.sites)
        and pact.standing != "left"
    ]
    granted = {kind for pact in holding for kind, when in pact.opens if is_so(when, world, site)}
    taken = world.taken
    if holding and taken is not None and (taken.party, taken.site) == (party, site) and taken.minutes < 30:
        granted.add(taken.kind)
    return bool(holding), granted


def is_so(when: str, world: World, site: int) -> bool:
    """Say whether a condition is met at a site."""
    open_here = [one for one in world.happenings if one.site == site and not one.is_over]
    real = [one for one in open_here if not one.is_exercise]
    return {
        "always": True,
        "in_a_shooting": any(one.kind == "ACTSHOOT" for one in real),
        "in_any": bool(real),
        "in_drills_too": bool(open_here),
    }[when]


def with_drills(world: World) -> World:
    """Return the world in which a drill is open at every site besides."""
    drills = tuple(Happening(site, "STDBY", is_exercise=True, is_over=False) for site in range(len(DISTRICT_OF)))
    return replace(world, happenings=(*world.happenings, *drills))


# --- the rows ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Rows:
    """The world as rows: by number, what the world speaks of; `keepers` and `clerks` are the districts' own people."""

    sites: Sequence[Site]
    agencies: Sequence[Agency]
    users: Sequence[User]
    members: Sequence[AgencyMember]
    keepers: Sequence[User]
    clerks: Sequence[User]
    pacts: Sequence[Memorandum]


def build(world: World, at: datetime) -> Rows:
    """Write a world: everything but its incidents."""
    zone = zone_away_from_midnight(world.zone, at)
    districts = [make_agency(AgencyKind.DISTRICT, time_zone=zone) for _ in range(2)]
    sites = [make_site(districts[number], name=f"Site {uuid4()}") for number in DISTRICT_OF]
    kinds = (AgencyKind.POLICE, AgencyKind.FIRE)
    agencies = [
        make_agency(kind, is_active=person.membership != "agency_off")
        for kind, person in zip(kinds, world.people, strict=True)
    ]
    members = [_member(agency, person, at) for agency, person in zip(agencies, world.people, strict=True)]
    for person, member in zip(world.people, members, strict=True):
        if person.insider_of is not None:
            make_member(districts[person.insider_of], user=member.user)
    today = at.astimezone(ZoneInfo(zone)).date()
    if world.taken is not None:
        _break(world.taken, members[world.taken.party], sites[world.taken.site], at)
    return Rows(
        sites=sites,
        agencies=agencies,
        users=[one.user for one in members],
        members=members,
        keepers=[make_member(one, role=MemberRole.ADMINISTRATOR).user for one in districts],
        clerks=[_clerk(one) for one in districts],
        pacts=[
            _write(pact, districts[pact.district], agencies[pact.party], sites, today=today) for pact in world.pacts
        ],
    )


def zone_away_from_midnight(number: int, at: datetime) -> str:
    """Return a zone in which it is the same day before and after the test: they are hours apart, so one is."""
    for zone in ZONES[number:] + ZONES[:number]:
        now = at.astimezone(ZoneInfo(zone))
        midnight = datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
        if MIDNIGHT_IS_NEAR < now - midnight < timedelta(days=1) - MIDNIGHT_IS_NEAR:
            return zone
    raise AssertionError("three midnights at once")


def _member(agency: Agency, person: Person, at: datetime) -> AgencyMember:
    member = make_member(
        agency,
        is_on_duty=person.is_on_duty,
        started_at=at + timedelta(days=1) if person.membership == "not_begun" else datetime(2020, 1, 1, tzinfo=UTC),
        ended_at=at if person.membership == "ended" else None,
    )
    if person.membership in ("suspended", "reinstated"):
        over = at - timedelta(hours=1) if person.membership == "reinstated" else None
        Suspension.objects.create(member=member, reason="Inquiry", begun_at=at - timedelta(days=1), ended_at=over)
    return member


def _clerk(district: Agency) -> User:
    """Return someone whose name stands in the district's roster and nowhere else."""
    user = make_user()
    user.display_name = f"Casey {uuid4()}"
    user.save(update_fields=["display_name"])
    make_member(district, user=user, role=MemberRole.STAFF)
    return user


def _write(pact: Pact, district: Agency, agency: Agency, sites: Sequence[Site], *, today: date) -> Memorandum:
    row = make_memorandum(
        district,
        agency,
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
    if pact.standing != "of_two":
        _make_further(row, pact, district, today=today)
    return row


def _make_further(row: Memorandum, pact: Pact, district: Agency, *, today: date) -> None:
    """Let what was written be the part of a further party in an agreement that opens everything to another agency."""
    begins, ends = (today + timedelta(days) for days in pact.days)
    lead = make_memorandum(district, make_agency(), state=pact.state, effective_on=begins, expires_on=ends)
    Memorandum.objects.filter(pk=row.pk).update(annex_of=lead)
    if pact.state is VersionState.IN_FORCE and pact.standing != "further":
        last_day = today if pact.standing == "leaves_tonight" else today - timedelta(1)
        left_at = datetime.combine(last_day + timedelta(1), time.min, tzinfo=ZoneInfo(district.time_zone))
        Version.objects.filter(memorandum=row).update(left_at=left_at)


def _break(taken: Taken, member: AgencyMember, site: Site, at: datetime) -> None:
    begun_at = at - timedelta(minutes=taken.minutes)
    EmergencyAccess.objects.create(
        member=member,
        user_id=member.user_id,
        district_id=site.district_id,
        site_id=site.pk,
        incident_id=uuid4(),
        is_exercise=False,
        kinds=[taken.kind.value],
        reason="A child does not answer.",
        begun_at=begun_at,
        ends_at=begun_at + timedelta(minutes=30),
    )
