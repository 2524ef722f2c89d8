"""How a plan checks itself: facts in, findings out. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.drills.exercises.vocabulary import DrillAction
from coordination.drills.requirements.vocabulary import DrillType
from coordination.emergency_plans.rules.given import PlanRules
from coordination.emergency_plans.rules.library import LibrarySection, library_sections
from coordination.emergency_plans.rules.team import missing_disciplines
from coordination.emergency_plans.vocabulary import Discipline, PlanFindingKind, PlanPlaceKind

# So long before its day a renewal is worked on.
RENEWAL_AHEAD = timedelta(days=60)
BLANK = re.compile(r"\[[^\]\n]{1,80}\]|_{3,}")


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """What a check found. `about`: which role, place or section; `section_key` the section, if it is of one.

    `action_id`: the corrective action; `day`: the last drill, or when the plan is to be renewed; `count` of findings.
    """

    kind: PlanFindingKind
    about: str = ""
    section_key: str = ""
    action_id: str = ""
    day: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """What is checked of a section."""

    key: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class CheckedRole:
    """A role: of its person and of each deputy, the name, and whether they are here."""

    title: str
    person: tuple[str, bool] | None
    deputies: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class CheckedAction:
    """A corrective action that is not done, and what its exercise practiced."""

    action_id: str
    area: str
    practiced: DrillAction | None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is known of a plan and its newest version. `drilled`: the last day of each type of drill at its site.

    `rooms_without_option`, `rooms_not_walked`: how many rooms, halls, buildings and places outdoors of the site.

    `seats`: of each member of the team, the discipline, the name, and whether they are here.
    """

    today: date
    is_of_school: bool
    is_adopted: bool
    renew_on: date | None
    sections: Sequence[CheckedSection]
    roles: Sequence[CheckedRole]
    places: Sequence[PlanPlaceKind]
    places_gone: Sequence[str]
    seats: Sequence[tuple[Discipline, str, bool]]
    drilled: Mapping[DrillType, date]
    actions: Sequence[CheckedAction]
    assessment_findings: int
    rooms_without_option: int = 0
    rooms_not_walked: int = 0


def has_blanks(text: str) -> bool:
    """Say whether a text has words in [brackets], or a line to write on."""
    return BLANK.search(text) is not None


def find_wrong(facts: PlanFacts, rules: PlanRules) -> list[PlanFinding]:
    """Return all that a plan's check of itself finds, in the order of the list of kinds."""
    found = [
        *_check_days(facts),
        *_check_sections(facts, rules),
        *(finding for role in facts.roles for finding in _check_role(role, rules)),
        *_check_team(facts, rules),
        *_check_places(facts, rules),
        *(_check_drills(facts, rules) if facts.is_of_school else ()),
        *_check_outside(facts),
    ]
    order = list(PlanFindingKind)
    return sorted(found, key=lambda one: order.index(one.kind))


def _check_days(facts: PlanFacts) -> Iterator[PlanFinding]:
    if not facts.is_adopted:
        yield PlanFinding(PlanFindingKind.NOT_ADOPTED)
    if facts.renew_on is not None and facts.renew_on <= facts.today + RENEWAL_AHEAD:
        yield PlanFinding(PlanFindingKind.RENEWAL_DUE, day=facts.renew_on)


def _check_sections(facts: PlanFacts, rules: PlanRules) -> Iterator[PlanFinding]:
    there = {one.key for one in facts.sections}
    for topic in rules.topics:
        if topic.value not in there:
            yield PlanFinding(PlanFindingKind.SECTION_MISSING, topic.label, topic.value)
    for one in facts.sections:
        if not one.body:
            yield PlanFinding(PlanFindingKind.SECTION_EMPTY, one.heading, one.key)
        elif has_blanks(f"{one.heading}\n{one.body}"):
            yield PlanFinding(PlanFindingKind.BLANK_LEFT, one.heading, one.key)


def _check_role(role: CheckedRole, rules: PlanRules) -> Iterator[PlanFinding]:
    if role.person is None:
        yield PlanFinding(PlanFindingKind.ROLE_OPEN, role.title)
    for name, is_here in (*((role.person,) if role.person else ()), *role.deputies):
        if not is_here:
            yield PlanFinding(PlanFindingKind.PERSON_LEFT, f"{role.title}: {name}")
    if sum(is_here for _name, is_here in role.deputies) < rules.deputies:
        yield PlanFinding(PlanFindingKind.DEPUTY_MISSING, role.title)


def _check_team(facts: PlanFacts, rules: PlanRules) -> Iterator[PlanFinding]:
    here = {discipline for discipline, _name, is_here in facts.seats if is_here}
    for one in missing_disciplines(rules.disciplines, here):
        yield PlanFinding(PlanFindingKind.DISCIPLINE_MISSING, one.label)
    for discipline, name, is_here in facts.seats:
        if not is_here:
            yield PlanFinding(PlanFindingKind.MEMBER_LEFT, f"{discipline.label}: {name}")


def _check_places(facts: PlanFacts, rules: PlanRules) -> Iterator[PlanFinding]:
    for where in facts.places_gone:
        yield PlanFinding(PlanFindingKind.PLACE_GONE, where)
    if facts.is_of_school:
        for kind in rules.places:
            if kind not in facts.places:
                yield PlanFinding(PlanFindingKind.PLACE_MISSING, kind.label)


def _check_drills(facts: PlanFacts, rules: PlanRules) -> Iterator[PlanFinding]:
    for section, library in _library_of(facts):
        if library.drills:
            last = max((facts.drilled[one] for one in library.drills if one in facts.drilled), default=None)
            if last is None or (facts.today - last).days > rules.drill_days:
                yield PlanFinding(PlanFindingKind.NOT_DRILLED, section.heading, section.key, day=last)


def _check_outside(facts: PlanFacts) -> Iterator[PlanFinding]:
    for action in facts.actions:
        touched = [one for one, library in _library_of(facts) if action.practiced in library.actions]
        for section in touched:
            about = f"{section.heading}: {action.area}"
            yield PlanFinding(PlanFindingKind.ACTION_OPEN, about, section.key, action.action_id)
    if facts.assessment_findings:
        yield PlanFinding(PlanFindingKind.ASSESSMENT_FOUND, count=facts.assessment_findings)
    if facts.rooms_without_option:
        yield PlanFinding(PlanFindingKind.ROOM_WITHOUT_OPTION, count=facts.rooms_without_option)
    if facts.rooms_not_walked:
        yield PlanFinding(PlanFindingKind.ROOMS_NOT_WALKED, count=facts.rooms_not_walked)


def _library_of(facts: PlanFacts) -> Iterator[tuple[CheckedSection, LibrarySection]]:
    library = library_sections()
    return ((one, library[one.key]) for one in facts.sections if one.key in library)
