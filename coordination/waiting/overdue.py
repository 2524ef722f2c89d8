"""What is overdue at the schools of those who lead a district: numbers, and nothing of what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from uuid import UUID

from mou.foundation.installed_apps import installed_apps
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.foundation.waiting import Overdue, OverdueThing, WaitingKind
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class OverdueCount:
    """How many steps of one kind are overdue at one school.

    `school`: the school or the district itself, by name; the site, where no school works there.
    `oldest_due_on`: the day that passed first.
    """

    kind: WaitingKind
    school: str
    is_exercise: bool
    count: int
    oldest_due_on: date


def count_overdue(districts: Collection[Agency], at: datetime) -> list[OverdueCount]:
    """Count what is overdue at the schools of districts: real before exercises, by school. Some 17 queries each."""
    things = [
        thing for district in districts for list_overdue in _declared_parts() for thing in list_overdue(district.pk, at)
    ]
    groups = [list(group) for _key, group in groupby(sorted(things, key=_order_of), key=_order_of)]
    return [
        OverdueCount(
            kind=group[0].kind,
            school=group[0].school,
            is_exercise=group[0].is_exercise,
            count=len(group),
            oldest_due_on=min(one.due_on for one in group),
        )
        for group in groups
    ]


def _order_of(one: OverdueThing) -> tuple[bool, str, UUID, str]:
    # Two schools of the same name are two.
    return one.is_exercise, one.school, one.school_id, one.kind.value


@cache
def _declared_parts() -> tuple[Overdue, ...]:
    return tuple(one.named(name) for one in installed_apps() for name in one.app.overdue)


OVERDUE: Table[OverdueCount] = Table(
    name="overdue",
    prefix="overdue",
    caption=_("Overdue at your schools"),
    empty=_("Of what is counted here, nothing is overdue."),
    has_file=False,
    columns=(
        Column("school", _("School"), lambda one: one.school, is_head=True, sorts=True),
        Column("step", _("What"), lambda one: one.kind.label, template="waiting/_overdue_cell.html", sorts=True),
        Column("count", _("How many"), lambda one: one.count, is_number=True, sorts=True),
        Column("oldest", _("Due since"), lambda one: one.oldest_due_on, sorts=True),
    ),
)
