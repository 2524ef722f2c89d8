"""Build agencies, people and agreements for tests; name only what matters to the test."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from coordination.models import User
from mou.document import JsonValue
from mou.models import Agency, AgencyMember, Clause, Memorandum, Term, Version, VersionSite
from mou.vocabulary import AgencyKind, EndedWhy, MemberRole, TermKind, Topic, VersionState

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALL_TERMS = frozenset({TermKind.FLOORPLAN_ACCESS, TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS})
ENDED = {VersionState.TERMINATED: EndedWhy.TERMINATED, VersionState.SUPERSEDED: EndedWhy.SUPERSEDED}
_numbers = itertools.count(1)


def make_user(*, username: str = "", is_active: bool = True, home: Agency | None = None) -> User:
    """Return a person without a usable password: hashing one is slow, and signing in is not every test's subject."""
    user = new_user(username=username, is_active=is_active, home=home)
    user.save(force_insert=True)
    return user


def new_user(*, username: str = "", is_active: bool = True, home: Agency | None = None) -> User:
    """Return a person who is not written yet."""
    name = username or f"person{next(_numbers)}"
    home_id = None if home is None else home.pk
    return User(username=name, display_name=name.title(), is_active=is_active, password="!", home_agency_id=home_id)


def make_agency(
    kind: AgencyKind = AgencyKind.POLICE,
    *,
    name: str = "",
    time_zone: str = "America/New_York",
    parent: Agency | None = None,
    is_active: bool = True,
) -> Agency:
    """Return an agency."""
    agency = new_agency(kind, name=name, time_zone=time_zone, parent=parent, is_active=is_active)
    agency.save(force_insert=True)
    return agency


def new_agency(
    kind: AgencyKind,
    *,
    name: str = "",
    time_zone: str = "America/New_York",
    parent: Agency | None = None,
    is_active: bool = True,
) -> Agency:
    """Return an agency that is not written yet."""
    name = name or f"{kind.value} {next(_numbers)}"
    return Agency(
        kind=kind.value, name=name, short_name=name[:40], time_zone=time_zone, parent=parent, is_active=is_active
    )


def make_member(
    agency: Agency,
    *,
    user: User | None = None,
    role: MemberRole = MemberRole.OFFICER,
    title: str = "",
    started_at: datetime = LONG_AGO,
    ended_at: datetime | None = None,
    is_on_duty: bool = True,
    is_in_office: bool = False,
) -> AgencyMember:
    """Return a membership, of a new person unless one is given; the first agency of a person keeps the account."""
    person = user or make_user(home=agency)
    if person.home_agency_id is None and not person.is_device:
        User.objects.filter(pk=person.pk, home_agency=None).update(home_agency=agency)
        person.refresh_from_db(fields=["home_agency"])
    member = new_member(agency, person, role=role, title=title, started_at=started_at, ended_at=ended_at)
    member.is_on_duty, member.is_in_office = is_on_duty, is_in_office
    member.save(force_insert=True)
    return member


def new_member(
    agency: Agency,
    user: User,
    *,
    role: MemberRole = MemberRole.OFFICER,
    title: str = "",
    started_at: datetime = LONG_AGO,
    ended_at: datetime | None = None,
) -> AgencyMember:
    """Return a membership on duty that is not written yet."""
    return AgencyMember(
        agency=agency,
        user=user,
        role=role.value,
        title=title,
        started_at=started_at,
        ended_at=ended_at,
        is_on_duty=True,
    )


def make_memorandum(
    district: Agency,
    agency: Agency,
    *,
    sites: Iterable[UUID] | None = None,
    grants: Iterable[TermKind] = ALL_TERMS,
    withheld: Iterable[TermKind] = (),
    state: VersionState = VersionState.IN_FORCE,
    effective_on: date = date(2026, 1, 1),
    expires_on: date = date(2026, 12, 31),
) -> Memorandum:
    """Return an agreement in force at NOW over all sites, with every term granted."""
    row = Memorandum.objects.create(
        title=f"{district.short_name} and {agency.short_name}"[:200], district=district, agency=agency
    )
    version = make_version(row, sites=sites, state=state, effective_on=effective_on, expires_on=expires_on)
    given = [(kind, True) for kind in grants] + [(kind, False) for kind in withheld]
    clauses = [clause_of(version, kind, position=position) for position, (kind, _) in enumerate(given)]
    Clause.objects.bulk_create(clauses)
    terms = zip(clauses, given, strict=True)
    Term.objects.bulk_create([new_term(clause, kind, value={"granted": yes}) for clause, (kind, yes) in terms])
    return row


def make_version(
    memorandum: Memorandum,
    *,
    number: int = 1,
    sites: Iterable[UUID] | None = None,
    state: VersionState = VersionState.IN_FORCE,
    effective_on: date = date(2026, 1, 1),
    expires_on: date = date(2026, 12, 31),
) -> Version:
    """Return a version of an agreement; one that is signed was signed long ago, one that ended did so at NOW."""
    is_signed = state in {VersionState.IN_FORCE, VersionState.EXPIRED, *ENDED}
    version = Version.objects.create(
        memorandum=memorandum,
        number=number,
        covers_all_sites=sites is None,
        state=state.value,
        effective_on=effective_on,
        expires_on=expires_on,
        canonical_sha256="0" * 64 if is_signed or state is VersionState.OUT_FOR_SIGNATURE else "",
        in_force_from=LONG_AGO if is_signed else None,
        ended_at=NOW if state in ENDED else None,
        ended_why=ENDED[state].value if state in ENDED else "",
    )
    VersionSite.objects.bulk_create([VersionSite(version=version, site_id=one) for one in sites or ()])
    if is_signed:
        Memorandum.objects.filter(id=memorandum.id).update(current_version=version)
        memorandum.current_version = version
    return version


def make_clause(
    version: Version,
    *,
    topic: Topic = Topic.TECHNOLOGY,
    heading: str = "Plans",
    body: str = "Words.",
    position: int = 0,
) -> Clause:
    """Return a clause of a version."""
    clause = new_clause(version, topic=topic, heading=heading, body=body, position=position)
    clause.save(force_insert=True)
    return clause


def new_clause(version: Version, *, topic: Topic, heading: str, body: str, position: int) -> Clause:
    """Return a clause that is not written yet."""
    return Clause(
        version=version,
        key=uuid4(),
        position=position,
        topic=topic.value,
        heading=heading,
        body_html=f"<p>{body}</p>",
    )


def make_term(
    version: Version,
    kind: TermKind,
    *,
    value: JsonValue,
    condition: JsonValue = None,
    scope: str = "",
    position: int = 0,
) -> Term:
    """Return a term that rests on a clause of its own."""
    clause = clause_of(version, kind, position=position)
    clause.save(force_insert=True)
    term = new_term(clause, kind, value=value, condition=condition, scope=scope)
    term.save(force_insert=True)
    return term


def clause_of(version: Version, kind: TermKind, *, position: int) -> Clause:
    """Return the clause that a term rests on, not written yet."""
    return new_clause(version, topic=Topic.TECHNOLOGY, heading=kind.value, body=f"On {kind}.", position=position)


def new_term(clause: Clause, kind: TermKind, *, value: JsonValue, condition: JsonValue = None, scope: str = "") -> Term:
    """Return a term that is not written yet."""
    condition = condition or {"when": "always"}
    return Term(version=clause.version, clause=clause, kind=kind.value, scope=scope, value=value, condition=condition)


def make_widening(
    memorandum: Memorandum,
    kind: TermKind,
    *,
    incident_types: Iterable[str] = (),
    is_exercise_too: bool = False,
) -> Term:
    """Return a term of the agreement's version in force that opens something only while an incident is open."""
    assert memorandum.current_version is not None
    value: JsonValue = {"when": "continuous"} if kind is TermKind.CAMERA_ACCESS else {"granted": True}
    types: JsonValue = list(incident_types)
    condition: JsonValue = {"when": "incident_open", "incident_types": types, "is_exercise_too": is_exercise_too}
    return make_term(memorandum.current_version, kind, value=value, condition=condition, position=50)
