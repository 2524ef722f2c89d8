"""How a school stands: maps, walk-throughs, agreements, reunification, drills, alarm. Pure: facts in, states out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from coordination.prevention.lessons.vocabulary import LessonAudience
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from mapping.laws.freshness import AgeLimits, freshness_of
from mapping.reunification_sites.recommend import HostsAgree
from mapping.vocabulary import Freshness
from mou.agreements.lifecycle import EXPIRING_DAYS
from mou.vocabulary import AgencyKind

# Who has to be able to come: one of each is enough.
NEEDED = (
    frozenset((AgencyKind.POLICE, AgencyKind.SHERIFF)),
    frozenset((AgencyKind.FIRE, AgencyKind.EMS)),
)
_OF_AGE = {
    Freshness.CURRENT: State.CURRENT,
    Freshness.AGEING: State.EXPIRING,
    Freshness.OVERDUE: State.OLD,
    Freshness.UNVERIFIED: State.MISSING,
}


@dataclass(frozen=True, slots=True)
class HeldAgreement:
    """An agreement that is in force and covers the school."""

    agency_kind: AgencyKind
    agency: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class DrillFacts:
    """What the law page says of drills this school year: held, and of its duties how many are due or were not done."""

    held: int
    due: int
    wanting: int
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """Of its own `people`, how many an alarm reaches; `lacking`: kinds of agencies of which it reaches no one."""

    people: int
    with_way: int
    lacking: tuple[frozenset[AgencyKind], ...]


@dataclass(frozen=True, slots=True)
class AnsweredFacts:
    """The last test alarm that people of the school answered: its day, and how many of those told.

    `is_ageing`: still fresh, and not for long.
    """

    day: date
    answered: int
    told: int
    is_fresh: bool
    is_ageing: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyPlanFacts:
    """Until when the adopted emergency plan is renewed, and how many things its own check found."""

    renew_on: date
    findings: int


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """Roles of one person at a time, as they are called: for which no one is there now, and which have no deputy."""

    held_by_none: tuple[str, ...]
    without_deputy: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """Lessons of this school year: how many are missing, who of the staff read all, and who had every topic.

    `people`: of each audience of the school, how many at most had every topic.
    """

    lacking: int
    staff: int
    staff_read: int
    people: Mapping[LessonAudience, int]


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What is known of one school. `walked_on`: the oldest walk of a plan in force; None: one has no known walk.

    `lessons`: None where the site is of no school that could hold any.
    """

    site_id: UUID
    name: str
    today: date
    floors: int
    drawn: int
    walked_on: date | None
    agreements: tuple[HeldAgreement, ...]
    hosts: HostsAgree | None
    drills: DrillFacts
    alarm: AlarmFacts
    test: AnsweredFacts | None
    emergency_plan: EmergencyPlanFacts | None
    roles: RoleFacts
    lessons: LessonFacts | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing at one school. `day`: the one it is about; `count` of `total`; `lacking`: kinds of agencies.

    `people`: of each audience of lessons, how many at most had every topic.

    `held_by_none` and `without_deputy`: roles, by name.
    `due` and `wanting`: duties of the law whose time runs, and whose time is over; of lessons, how many are missing.
    """

    state: State
    day: date | None = None
    count: int = 0
    total: int = 0
    lacking: tuple[frozenset[AgencyKind], ...] = ()
    due: int = 0
    wanting: int = 0
    held_by_none: tuple[str, ...] = ()
    without_deputy: tuple[str, ...] = ()
    people: Mapping[LessonAudience, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """All things at one school."""

    site_id: UUID
    name: str
    standings: dict[Topic, Standing]

    @property
    def wanting(self) -> int:
        """Return how many things are missing, old or expiring."""
        return sum(one.state.is_wanting for one in self.standings.values())


def standing_of(facts: SchoolFacts, *, walk_limits: AgeLimits) -> SchoolStanding:
    """Weigh the facts of one school; `walk_limits` are those of the law its district is held to."""
    return SchoolStanding(
        facts.site_id,
        facts.name,
        {
            Topic.MAPS: _standing_of_maps(facts),
            Topic.WALK_THROUGH: _of_age(facts.walked_on if facts.drawn else None, facts.today, walk_limits),
            Topic.AGREEMENTS: _standing_of_agreements(facts),
            Topic.REUNIFICATION: _standing_of_reunification(facts),
            Topic.DRILLS: _standing_of_drills(facts.drills),
            Topic.ALARM: _standing_of_alarm(facts.alarm),
            Topic.TEST: _standing_of_test(facts.test),
            Topic.EMERGENCY_PLAN: _standing_of_plan(facts.emergency_plan, facts.today),
            Topic.ROLES: _standing_of_roles(facts.roles),
            Topic.LESSONS: _standing_of_lessons(facts.lessons),
        },
    )


def _standing_of_maps(facts: SchoolFacts) -> Standing:
    is_whole = 0 < facts.floors <= facts.drawn
    return Standing(State.CURRENT if is_whole else State.MISSING, count=facts.drawn, total=facts.floors)


def _of_age(day: date | None, today: date, limits: AgeLimits) -> Standing:
    return Standing(_OF_AGE[freshness_of(day, today, limits)], day=day)


def _standing_of_drills(drills: DrillFacts) -> Standing:
    state = State.OLD if drills.wanting else State.EXPIRING if drills.due else State.CURRENT
    return Standing(state, day=drills.next_due_on, count=drills.held, due=drills.due, wanting=drills.wanting)


def _standing_of_agreements(facts: SchoolFacts) -> Standing:
    held = {kinds: [one for one in facts.agreements if one.agency_kind in kinds] for kinds in NEEDED}
    lacking = tuple(kinds for kinds, found in held.items() if not found)
    if lacking:
        return Standing(State.MISSING, count=len(facts.agreements), lacking=lacking)
    # Of two with the same kind the one that lasts longer counts.
    day = min(max(one.expires_on for one in found) for found in held.values())
    state = State.EXPIRING if (day - facts.today).days <= EXPIRING_DAYS else State.CURRENT
    return Standing(state, day=day, count=len(facts.agreements))


def _standing_of_reunification(facts: SchoolFacts) -> Standing:
    if facts.hosts is None:
        return Standing(State.MISSING)
    last = facts.hosts.last_day
    return Standing(_state_until(last, facts.today), day=last, count=len(facts.hosts.days))


def _standing_of_alarm(alarm: AlarmFacts) -> Standing:
    """One person whom nothing reaches is one who learns of it last."""
    is_whole = 0 < alarm.people == alarm.with_way and not alarm.lacking
    state = State.CURRENT if is_whole else State.MISSING
    return Standing(state, count=alarm.with_way, total=alarm.people, lacking=alarm.lacking)


def _standing_of_test(test: AnsweredFacts | None) -> Standing:
    if test is None:
        return Standing(State.MISSING)
    state = State.OLD if not test.is_fresh else State.EXPIRING if test.is_ageing else State.CURRENT
    return Standing(state, day=test.day, count=test.answered, total=test.told)


def _standing_of_plan(plan: EmergencyPlanFacts | None, today: date) -> Standing:
    """A plan in which something no longer holds is not current, however new it is."""
    if plan is None:
        return Standing(State.MISSING)
    state = State.OLD if plan.renew_on < today else State.EXPIRING if plan.findings else State.CURRENT
    return Standing(state, day=plan.renew_on, count=plan.findings)


def _standing_of_roles(roles: RoleFacts) -> Standing:
    """A role with one person is one that no one holds on the day that person is ill."""
    state = State.MISSING if roles.held_by_none else State.EXPIRING if roles.without_deputy else State.CURRENT
    return Standing(state, held_by_none=roles.held_by_none, without_deputy=roles.without_deputy)


def _standing_of_lessons(lessons: LessonFacts | None) -> Standing:
    """What no one held is missing; what not all of the staff have read is to mend, where the school has it."""
    if lessons is None:
        return Standing(State.MISSING)
    read_all = LessonAudience.STAFF not in lessons.people or lessons.staff_read == lessons.staff
    state = State.MISSING if lessons.lacking else State.CURRENT if read_all else State.EXPIRING
    read, staff = lessons.staff_read, lessons.staff
    return Standing(state, count=read, total=staff, wanting=lessons.lacking, people=lessons.people)


def _state_until(day: date | None, today: date) -> State:
    if day is None or (day - today).days > EXPIRING_DAYS:
        return State.CURRENT
    return State.OLD if day < today else State.EXPIRING
