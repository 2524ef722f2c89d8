"""The MSEL as a CSV file, out and in. What comes in is looked at row by row; a file with a defect stores nothing."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.access import exercise_for_staff
from coordination.drills.exercises.errors import BadExercise, BadMselLine
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.rules.msel import MOST_INJECTS, MOST_SAID, InjectGiven, offset_from, offset_text
from coordination.drills.exercises.vocabulary import STAFF_ROLES, InjectDelivery, InjectKind, InvitationState
from coordination.drills.exercises.vocabulary import MselDefectCode as Why
from coordination.drills.exercises.work.injects import msel_to_change, write_inject
from coordination.drills.exercises.work.queries import InjectView, inject_views
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.cells import harmless_text, typed_text

COLUMNS = (
    *("number", "time", "kind", "delivery", "sender", "text", "to_agency", "to_role", "controller"),
    *("expected_action", "objective", "notes", "marker", "lon", "lat", "level_id", "tier"),
)
MOST_CHARS = 200_000
MOST_DEFECTS = 100


@dataclass(frozen=True, slots=True)
class MselDefect:
    """What is wrong in a row of a file; the first row below the heading is 2, as a spreadsheet counts.

    `arguments` are those of `code`; `detail` says it in English.
    """

    row: int
    column: str
    code: Why
    arguments: dict[str, str]
    detail: str


@dataclass(frozen=True, slots=True)
class MselRead:
    """What a file holds. With a defect nothing of it is stored."""

    injects: int
    defects: list[MselDefect]
    is_stored: bool


def msel_csv(exercise: Exercise) -> str:
    """Return the MSEL as CSV, safe for spreadsheets. The caller has asked `exercise_for_staff`."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for one in inject_views(exercise):
        table.writerow([_guard_cell(value) for value in _row_of_inject(one)])
    return text.getvalue()


def _row_of_inject(one: InjectView) -> list[object]:
    payload = one.payload
    return [
        one.number,
        offset_text(one.offset_s),
        one.kind.value,
        one.delivery.value,
        *(one.sender, one.text, one.to_agency, one.to_role, one.controller, one.expected_action),
        one.objective or "",
        one.notes,
        *(payload.get(name, "") for name in ("marker", "lon", "lat", "level_id", "tier")),
    ]


def _guard_cell(value: object) -> object:
    return harmless_text(value) if isinstance(value, str) else value


def import_msel(
    *, actor_id: int, exercise_id: UUID, version: int, text: str, is_dry_run: bool, at: datetime
) -> MselRead:
    """Make what a file holds the MSEL, instead of what was there; or only look at it. Durable; locks the exercise.

    Its numbers are those of the file; rows without one follow in their order. Any defect refuses the whole file.
    Raises: as `plan_to_change`. BadExercise: it is no such table at all.
    """
    rows = _read_rows(text)
    with transaction.atomic(durable=True):
        if is_dry_run:
            exercise = exercise_for_staff(user_id=actor_id, exercise_id=exercise_id, at=at)
        else:
            exercise = msel_to_change(actor_id, exercise_id, version, at)
        named = _Named(exercise)
        exercise.injects.all().delete()
        defects: list[MselDefect] = []
        numbers: set[int] = set()
        for row_number, row in enumerate(rows, 2):
            try:
                number = _read_number(row, numbers)
                write_inject(Inject(exercise=exercise, number=number), _read_inject(row, named))
                numbers.add(number)
            except BadMselLine as wrong:
                column = _column_of(wrong.pointer)
                defects.append(MselDefect(row_number, column, wrong.why, wrong.arguments, wrong.detail))
        is_stored = not defects and not is_dry_run
        # Everything was tried where it will stand, so that a look says what storing would.
        if not is_stored:
            transaction.set_rollback(True)
    return MselRead(len(rows), defects[:MOST_DEFECTS], is_stored)


def _read_rows(text: str) -> Sequence[Mapping[str, str]]:
    if len(text) > MOST_CHARS or "\x00" in text:
        raise BadExercise(Reason(_("At most %(most)s characters."), most=MOST_CHARS), pointer="/text")
    try:
        table = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), restval="")
        heading = [(one or "").strip().casefold() for one in table.fieldnames or ()]
        if "text" not in heading or "delivery" not in heading or not set(heading) <= set(COLUMNS):
            raise BadExercise(Reason(_("The first row names the columns, as an exported file does.")), pointer="/text")
        table.fieldnames = heading
        found = [{name: _plain_cell(value) for name, value in row.items() if isinstance(name, str)} for row in table]
    except csv.Error as foreign:
        raise BadExercise(Reason(_("This is no CSV file.")), pointer="/text") from foreign
    found = [row for row in found if any(row.values())]
    if len(found) > MOST_INJECTS:
        raise BadExercise(Reason(_("At most %(most)s injects."), most=MOST_INJECTS), pointer="/text")
    return found


def _plain_cell(value: str | None) -> str:
    return typed_text((value or "").strip())


class _Named:
    """Who may be named in a row: by the names that the file uses."""

    def __init__(self, exercise: Exercise) -> None:
        accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value).select_related("agency")
        staff = exercise.people.filter(role__in=[one.value for one in STAFF_ROLES]).select_related("user")
        self.agencies = {one.agency.name.casefold(): one.agency_id for one in accepted}
        self.controllers = {one.user.shown_name().casefold(): one.user.public_id for one in staff}
        self.objectives = {str(number): one.pk for number, one in enumerate(exercise.objectives.all(), 1)}


def _read_inject(row: Mapping[str, str], named: _Named) -> InjectGiven:
    return InjectGiven(
        text=row["text"],
        delivery=_read_delivery(row),
        kind=_read_kind(row),
        offset_s=offset_from(row.get("time", "")),
        sender=row.get("sender", ""),
        payload=_read_payload(row),
        to_agency_id=_find_named(named.agencies, row, "to_agency"),
        to_role=row.get("to_role", ""),
        controller_id=_find_named(named.controllers, row, "controller"),
        expected_action=row.get("expected_action", ""),
        objective_id=_find_named(named.objectives, row, "objective"),
        notes=row.get("notes", ""),
    )


def _read_delivery(row: Mapping[str, str]) -> InjectDelivery:
    try:
        return InjectDelivery(row["delivery"])
    except ValueError as nonsense:
        known = ", ".join(InjectDelivery)
        raise BadMselLine(Why.NO_SUCH_DELIVERY, known, pointer="/delivery", known=known) from nonsense


def _read_kind(row: Mapping[str, str]) -> InjectKind:
    try:
        return InjectKind(row.get("kind") or InjectKind.CONTEXTUAL)
    except ValueError as nonsense:
        known = ", ".join(InjectKind)
        raise BadMselLine(Why.NO_SUCH_KIND, known, pointer="/kind", known=known) from nonsense


def _read_payload(row: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {name: row[name] for name in ("marker", "level_id", "tier") if row.get(name)}
    for name in ("lon", "lat"):
        if row.get(name):
            try:
                found[name] = float(row[name])
            except ValueError as nonsense:
                raise BadMselLine(Why.NO_DEGREES, "Degrees of WGS 84.", pointer=f"/payload/{name}") from nonsense
    return found


def _find_named(names: Mapping[str, UUID], row: Mapping[str, str], column: str) -> UUID | None:
    value = row.get(column, "")
    if not value:
        return None
    found = names.get(value.casefold())
    if found is None:
        said = value[:MOST_SAID]
        raise BadMselLine(Why.NOT_OF_EXERCISE, "Not part of the exercise.", pointer=f"/{column}", said=said)
    return found


def _read_number(row: Mapping[str, str], taken: set[int]) -> int:
    text = row.get("number", "")
    if not text:
        return max(taken, default=0) + 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 9_999:
        raise BadMselLine(Why.NO_NUMBER, "A number from 1 to 9999.", pointer="/number")
    if int(text) in taken:
        raise BadMselLine(Why.NUMBER_TWICE, "Each number once.", pointer="/number", said=text)
    return int(text)


COLUMN_OF = {
    "offset_s": "time",
    "to_agency_id": "to_agency",
    "controller_id": "controller",
    "objective_id": "objective",
}


def _column_of(pointer: str) -> str:
    name = pointer.rsplit("/", 1)[-1]
    return COLUMN_OF.get(name, name)
