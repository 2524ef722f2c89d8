"""Write the rows of a set a part at a time where they are not read, and show all of them at once.

On SQLite one writes at a time: what is written row by row would hold up an alarm for as long as the set is long. So
what is new comes unseen, what goes is only marked, and what changes is made ready; a short transaction shows it.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from coordination.rosters.errors import RosterBeingStored
from coordination.rosters.models import (
    Enrollment,
    Guardianship,
    Roster,
    RosterClass,
    RosterPerson,
    RosterSchool,
    RosterTerm,
    Sourced,
    Stage,
    Staged,
)
from coordination.rosters.work.planning import REFERENCES, Change, Fields, Plan
from mou.foundation.short_writes import MOST_ROWS, ShortWrites

# Who stores says more often than this that it lives; comparing a large set with what is stored takes a minute.
CLAIM_LASTS = timedelta(minutes=5)
# Whose rows name others' go first.
TABLES: tuple[type[Staged], ...] = (Guardianship, Enrollment, RosterClass, RosterPerson, RosterTerm, RosterSchool)
type Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Hand:
    """A roster in the hand of one process that stores a set; no other stores one in it meanwhile."""

    roster: Roster
    at: datetime
    claim: UUID = field(default_factory=uuid4)
    writes: ShortWrites = field(default_factory=ShortWrites)
    _began_s: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Self:
        """Take the roster, and clear away what a killed process left. Durable. Raises: RosterBeingStored."""
        free = Q(storing__isnull=True) | Q(storing_until__lt=self.at)
        with transaction.atomic(durable=True):
            rows = Roster.objects.filter(free, pk=self.roster.pk)
            if not rows.update(storing=self.claim, storing_until=self._claim_end()):
                raise RosterBeingStored
        clear_away(self)
        return self

    def __exit__(self, *_error: object) -> None:
        """Clear away what is shown no longer, or was not shown in the end, and let go. Durable, a part at a time."""
        # In another's hand, it is the other's to clear away.
        with suppress(RosterBeingStored):
            clear_away(self)
        with transaction.atomic(durable=True):
            Roster.objects.filter(pk=self.roster.pk, storing=self.claim).update(storing=None, storing_until=None)

    @contextmanager
    def write_part(self) -> Iterator[None]:
        """Write a part in a durable transaction of its own, while the roster is ours. Raises: RosterBeingStored."""
        with self.writes.writing():
            mine = Roster.objects.filter(pk=self.roster.pk, storing=self.claim)
            if not mine.update(storing_until=self._claim_end()):
                raise RosterBeingStored
            yield

    def lock_roster(self) -> None:
        """Hold the roster's row until commit. Raises: RosterBeingStored: it is another process's by now."""
        if not Roster.objects.select_for_update().filter(pk=self.roster.pk, storing=self.claim).exists():
            raise RosterBeingStored

    def _claim_end(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._began_s) + CLAIM_LASTS


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement and its rows, for what changes."""

    statement: str
    rows: list[list[Any]]


def all_rows(model: type[Staged], roster: Roster) -> QuerySet[Any]:
    """Return all rows of a roster's table, also those that are not read yet."""
    of = {"student__roster": roster} if model is Guardianship else {"roster": roster}
    return _every_row(model).filter(**of)


def _every_row(model: type[Staged]) -> QuerySet[Any]:
    return QuerySet(model)


# --- unseen -----------------------------------------------------------------------------------------------------------
def stage_plan(hand: Hand, plan: Plan, progress: Progress) -> list[Ready]:
    """Write what is new and mark what goes, a part at a time; return what is to be changed when all of it is shown."""
    changes = (plan.schools, plan.terms, plan.people, plan.classes, plan.enrollments)
    total, done = sum(len(one.put) + len(one.gone) for one in changes), 0
    ready: list[Ready] = []
    for change in changes:
        ids = _ids_of_references(hand.roster, change.model)
        new = [
            change.model(roster=hand.roster, sourced_id=key, stage=Stage.COMING, **_resolve_ids(fields, ids))
            for key, fields in change.put.items()
            if key not in change.changed
        ]
        for part in _write_new(hand, change.model, new):
            done += part
            progress(done, total)
        for part in _mark_going(hand, change.model, change.gone):
            done += part
            progress(done, total)
        ready += _made_ready(change, ids)
        done += len(change.changed)
        progress(done, total)
    _stage_guardians(hand, plan.agents)
    _mark_what_goes_along(hand, plan)
    return ready


def _split_parts[T](hand: Hand, rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while part := list(islice(left, hand.writes.rows)):
        yield part


def _write_new(hand: Hand, model: type[Staged], rows: Iterable[Staged]) -> Iterator[int]:
    for part in _split_parts(hand, rows):
        with hand.write_part():
            _every_row(model).bulk_create(part)
        yield len(part)


def _mark_going(hand: Hand, model: type[Staged], gone: Iterable[object]) -> Iterator[int]:
    for part in _split_parts(hand, gone):
        with hand.write_part():
            _every_row(model).filter(pk__in=part).update(stage=Stage.GOING)
        yield len(part)


def _ids_of_references(roster: Roster, model: type[Sourced]) -> dict[str, dict[str, UUID]]:
    targets: dict[str, type[Sourced]] = {"org": RosterSchool, "of_class": RosterClass, "person": RosterPerson}
    return {
        name: dict(all_rows(targets[name], roster).values_list("sourced_id", "pk"))
        for name in REFERENCES.get(model, ())
    }


def _resolve_ids(fields: Fields, ids: Mapping[str, Mapping[str, UUID]]) -> Fields:
    found: Fields = {}
    for name, value in fields.items():
        if name in ids:
            found[f"{name}_id"] = None if value is None else ids[name].get(str(value))
        else:
            found[name] = value
    return found


def _made_ready(change: Change, ids: Mapping[str, Mapping[str, UUID]]) -> list[Ready]:
    """Return one statement for each set of columns that change together: no index of another column is touched."""
    meta = change.model._meta  # noqa: SLF001 - what the table has
    columns = {one.attname: one for one in meta.concrete_fields}
    rows: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for pk, fields in change.changed.values():
        values = {columns[name]: value for name, value in _resolve_ids(fields, ids).items()}
        cells: list[Any] = [one.get_db_prep_save(value, connection) for one, value in values.items()]
        cells.append(meta.pk.get_db_prep_save(pk, connection))
        rows[tuple(str(one.column) for one in values)].append(cells)
    return [Ready(_update_statement(meta.db_table, names), each) for names, each in rows.items()]


def _update_statement(table: str, columns: Sequence[str]) -> str:
    sets = ", ".join(f'"{one}" = %s' for one in columns)
    return f'UPDATE "{table}" SET {sets} WHERE "id" = %s'  # noqa: S608 - names of our own tables and columns


def _stage_guardians(hand: Hand, agents: Mapping[str, tuple[str, ...]]) -> None:
    """Write whose guardian is who, of the students that the set names; only what differs."""
    people = dict(all_rows(RosterPerson, hand.roster).values_list("sourced_id", "pk"))
    wanted = {
        (people[student], people[agent])
        for student, each in agents.items()
        for agent in each
        if student in people and agent in people
    }
    named = {people[one] for one in agents if one in people}
    known = {
        (student, guardian): pk
        for student, guardian, pk in all_rows(Guardianship, hand.roster).values_list("student_id", "guardian_id", "pk")
        if student in named
    }
    new = [
        Guardianship(student_id=student, guardian_id=guardian, stage=Stage.COMING)
        for student, guardian in wanted - known.keys()
    ]
    for _part in _write_new(hand, Guardianship, new):
        pass
    for _part in _mark_going(hand, Guardianship, [pk for pair, pk in known.items() if pair not in wanted]):
        pass


def _mark_what_goes_along(hand: Hand, plan: Plan) -> None:
    """Mark classes of schools that go, and enrollments in classes that go and of people who leave."""
    going = {model: all_rows(model, hand.roster).filter(stage=Stage.GOING) for model in (RosterSchool, RosterClass)}
    left = [pk for pk, fields in plan.people.changed.values() if fields.get("left_at") is not None]
    along: list[QuerySet[Any]] = [RosterClass.objects.filter(org__in=going[RosterSchool])]
    along += [Enrollment.objects.filter(of_class__in=going[RosterClass])]
    along += [
        Enrollment.objects.filter(person__in=left[one : one + MOST_ROWS]) for one in range(0, len(left), MOST_ROWS)
    ]
    for rows in along:
        for _part in _mark_going(hand, rows.model, list(rows.filter(stage__isnull=True).values_list("pk", flat=True))):
            pass


# --- shown ------------------------------------------------------------------------------------------------------------
def show_staged(roster: Roster, ready: Sequence[Ready]) -> None:
    """Show what came and hide what goes, in the caller's transaction, which holds the roster.

    A row of the roster says that its set is shown; what changes is written, one statement for each set of columns.
    """
    with connection.cursor() as cursor:
        for one in ready:
            cursor.executemany(one.statement, one.rows)
    # By the school everybody is found: of one that goes nothing is read while it is cleared away.
    all_rows(RosterSchool, roster).filter(stage=Stage.GOING).update(school=None)
    Roster.objects.filter(pk=roster.pk).update(is_shown=True)


# --- cleared away -----------------------------------------------------------------------------------------------------
def clear_away(hand: Hand) -> None:
    """Delete what is not read and take marks off what is: durably, a part at a time."""
    is_shown = Roster.objects.filter(pk=hand.roster.pk, is_shown=True).exists()
    unread, read = (Stage.GOING, Stage.COMING) if is_shown else (Stage.COMING, Stage.GOING)
    for model in TABLES:
        rows = all_rows(model, hand.roster)
        for part in _split_parts(hand, list(rows.filter(stage=read).values_list("pk", flat=True))):
            with hand.write_part():
                _every_row(model).filter(pk__in=part).update(stage=None)
        for part in _split_parts(hand, list(rows.filter(stage=unread).values_list("pk", flat=True))):
            with hand.write_part():
                _every_row(model).filter(pk__in=part).delete()
    if is_shown:
        with hand.write_part():
            Roster.objects.filter(pk=hand.roster.pk).update(is_shown=False)


def clear_given_up(at: datetime) -> None:
    """Clear away what those have left who were killed while they stored a set."""
    for roster in Roster.objects.filter(storing_until__lt=at):
        # Another process may have taken it meanwhile, and clears it away first.
        with suppress(RosterBeingStored), Hand(roster, at):
            pass
