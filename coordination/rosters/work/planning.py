"""Compare a set with what is stored: what is new, changed, gone or as it was. Reads the database, writes nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.rosters.models import (
    Enrollment,
    Roster,
    RosterClass,
    RosterPerson,
    RosterSchool,
    RosterTerm,
    Sourced,
)
from coordination.rosters.reading.rows import Defect, RoleRow, RosterSet, UserRow
from coordination.rosters.vocabulary import RosterDefectCode, RosterMode, RosterPersonKind, RosterTable
from mou.models import Agency

type Fields = dict[str, object]
T, C = RosterTable, RosterDefectCode


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What a set does to one table."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


@dataclass(slots=True)
class Change:
    """What becomes of one table: the fields of new and changed rows by their sourced ids, and who is gone.

    `changed`: of those that are there already the row's id, and only what differs.
    """

    model: type[Sourced]
    put: dict[str, Fields] = field(default_factory=dict)
    changed: dict[str, tuple[UUID, Fields]] = field(default_factory=dict)
    gone: list[UUID] = field(default_factory=list)
    counts: TableCounts = field(default_factory=TableCounts)


@dataclass(slots=True)
class Plan:
    schools: Change
    terms: Change
    people: Change
    classes: Change
    enrollments: Change
    agents: dict[str, tuple[str, ...]]
    students_before: int = 0
    students_leave: int = 0


def rows_of(model: type[Sourced]) -> QuerySet[Sourced]:
    """Return the rows of a table that are read."""
    return model._default_manager.get_queryset()  # noqa: SLF001 - Django's public way in


def plan_of(roster: Roster, found: RosterSet, at: datetime) -> Plan:
    """Return what a set would do. Notes defects of rows whose references are unknown. Some ten queries."""
    schools = _plan_schools(roster, found)
    terms = _compare_rows(
        RosterTerm,
        roster,
        found,
        T.ACADEMIC_SESSIONS,
        {
            one.id: {"title": one.title, "begins_on": one.begins_on, "ends_on": one.ends_on}
            for one in found.terms
            if not one.is_gone
        },
        {one.id for one in found.terms if one.is_gone},
    )
    org_ids = _ids_after(RosterSchool, roster, schools)
    people = _plan_people(roster, found, org_ids, at)
    classes = _plan_classes(roster, found, org_ids)
    # Who has left is in no class.
    staying = _ids_after(RosterPerson, roster, people, {"left_at": None})
    enrollments = _plan_enrollments(roster, found, _ids_after(RosterClass, roster, classes), staying)
    students = RosterPerson.objects.filter(roster=roster, kind=RosterPersonKind.STUDENT.value, left_at__isnull=True)
    before = {str(one) for one in students.values_list("sourced_id", flat=True)}
    leaving = {key for key, fields in people.put.items() if fields["left_at"] is not None}
    return Plan(
        schools,
        terms,
        people,
        classes,
        enrollments,
        {one.id: one.agents for one in found.users if not one.is_gone},
        students_before=len(before),
        students_leave=len(before & leaving),
    )


def _plan_schools(roster: Roster, found: RosterSet) -> Change:
    agencies: dict[str, UUID] = {}
    for one in Agency.objects.filter(parent_id=roster.district_id, is_active=True):
        agencies |= {one.short_name.casefold(): one.pk, one.name.casefold(): one.pk}
    # What was chosen on the page stays; a name is only the first guess.
    chosen = dict(RosterSchool.objects.filter(roster=roster).values_list("sourced_id", "school_id"))
    rows: dict[str, Fields] = {
        one.id: {"name": one.name, "school_id": chosen.get(one.id) or agencies.get(one.name.casefold())}
        for one in found.orgs
        if not one.is_gone
    }
    return _compare_rows(RosterSchool, roster, found, T.ORGS, rows, {one.id for one in found.orgs if one.is_gone})


def _plan_people(roster: Roster, found: RosterSet, org_ids: Collection[str], at: datetime) -> Change:
    """Plan people: what they are stands in their roles, in one of them the school; without a role they do not count."""
    known = {one.sourced_id: one for one in RosterPerson.objects.filter(roster=roster).select_related("org")}
    roles = _choose_roles(found, org_ids)
    others = {one.user for one in found.roles if one.kind is None}
    ended = {one.user for one in found.roles if one.is_gone} - roles.keys()
    rows: dict[str, Fields] = {}
    for user in found.users:
        if user.is_gone:
            continue
        role = roles.get(user.id)
        before = known.get(user.id)
        if role is None and (before is None or user.id in ended or is_bulk(found, T.ROLES)):
            if user.id not in others:
                found.note_defect(Defect(T.USERS, user.number, "sourcedId", C.NO_ROLE))
            continue
        rows[user.id] = _person_fields(user, role, before)
    gone = {one.id for one in found.users if one.is_gone} | (ended - rows.keys())
    for key, role in roles.items():
        before = known.get(key)
        if key not in rows and before is not None and key not in gone:
            rows[key] = {**_as_fields(before), "kind": role.kind and role.kind.value, "org": role.org, "left_at": None}
    change = _compare_rows(RosterPerson, roster, found, T.USERS, rows, gone, keeps=True)
    # Who leaves is not deleted with the set: the district says for how long they are kept.
    for key in [row.sourced_id for row in known.values() if row.pk in set(change.gone) and row.left_at is None]:
        change.put[key] = {**_as_fields(known[key]), "left_at": at}
        change.changed[key] = (known[key].pk, {"left_at": at})
    change.gone = []
    return change


def _choose_roles(found: RosterSet, org_ids: Collection[str]) -> dict[str, RoleRow]:
    chosen: dict[str, RoleRow] = {}
    for one in found.roles:
        if one.is_gone or one.kind is None:
            continue
        if one.org not in org_ids:
            found.note_defect(Defect(T.ROLES, one.number, "orgSourcedId", C.UNKNOWN_ORG))
            continue
        before = chosen.get(one.user)
        if before is None or (one.is_primary and not before.is_primary):
            chosen[one.user] = one
    return chosen


def _person_fields(user: UserRow, role: RoleRow | None, before: RosterPerson | None) -> Fields:
    kind = role.kind.value if role is not None and role.kind is not None else (before.kind if before else "")
    return {
        "kind": kind,
        "org": role.org if role is not None else (before.org.sourced_id if before and before.org else None),
        "given_name": user.given_name,
        "family_name": user.family_name,
        "preferred_name": user.preferred_name,
        "identifier": user.identifier,
        "grade": user.grade,
        "email": user.email,
        "phone": user.phone,
        "left_at": None,
    }


def _plan_classes(roster: Roster, found: RosterSet, org_ids: Collection[str]) -> Change:
    rows: dict[str, Fields] = {}
    for one in found.classes:
        if one.is_gone:
            continue
        if one.org not in org_ids:
            found.note_defect(Defect(T.CLASSES, one.number, "schoolSourcedId", C.UNKNOWN_ORG))
            continue
        rows[one.id] = {
            "org": one.org,
            "title": one.title,
            "is_homeroom": one.is_homeroom,
            "location": one.location,
            "periods": list(one.periods),
            "term_ids": list(one.terms),
        }
    return _compare_rows(RosterClass, roster, found, T.CLASSES, rows, {one.id for one in found.classes if one.is_gone})


def _plan_enrollments(
    roster: Roster, found: RosterSet, class_ids: Collection[str], person_ids: Collection[str]
) -> Change:
    rows: dict[str, Fields] = {}
    for one in found.enrollments:
        if one.is_gone or one.is_teacher is None:
            continue
        if one.of_class not in class_ids:
            found.note_defect(Defect(T.ENROLLMENTS, one.number, "classSourcedId", C.UNKNOWN_CLASS))
        elif one.user not in person_ids:
            found.note_defect(Defect(T.ENROLLMENTS, one.number, "userSourcedId", C.UNKNOWN_USER))
        else:
            rows[one.id] = {
                "of_class": one.of_class,
                "person": one.user,
                "is_teacher": one.is_teacher,
                "begins_on": one.begins_on,
                "ends_on": one.ends_on,
            }
    gone = {one.id for one in found.enrollments if one.is_gone}
    return _compare_rows(Enrollment, roster, found, T.ENROLLMENTS, rows, gone)


# Fields that name a row of another table.
REFERENCES: Mapping[type[Sourced], tuple[str, ...]] = {
    RosterPerson: ("org",),
    RosterClass: ("org",),
    Enrollment: ("of_class", "person"),
}


def _compare_rows(
    model: type[Sourced],
    roster: Roster,
    found: RosterSet,
    table: RosterTable,
    rows: dict[str, Fields],
    gone: Collection[str],
    *,
    keeps: bool = False,
) -> Change:
    """Compare the rows of a table with what is stored. A row with a defect, and one that stays away, is as it was."""
    change = Change(model)
    same = 0
    is_whole, broken = is_bulk(found, table), set(found.broken.get(table, ()))
    known = rows_of(model).filter(roster=roster).select_related(*REFERENCES.get(model, ("roster",)))
    seen: set[str] = set()
    for row in known.iterator(chunk_size=2_000):
        key = row.sourced_id
        fields = rows.get(key)
        seen.add(key)
        if fields is not None:
            before = _as_fields(row, fields)
            if before == fields:
                same += 1
                continue
            change.put[key] = fields
            change.changed[key] = (row.pk, {name: value for name, value in fields.items() if before[name] != value})
        elif key in gone or (is_whole and key not in broken):
            if keeps and getattr(row, "left_at", None) is not None:
                continue
            change.gone.append(row.pk)
    new = {key: fields for key, fields in rows.items() if key not in seen}
    change.put |= new
    change.counts = TableCounts(len(new), len(change.changed), len(change.gone), same)
    return change


def _as_fields(row: Sourced, like: Iterable[str] | None = None) -> Fields:
    """Return the fields of a stored row as a set has them: references by their sourced ids."""
    references = REFERENCES.get(type(row), ())
    names = like if like is not None else PERSON_FIELDS
    found: Fields = {}
    for name in names:
        value = getattr(row, name)
        found[name] = value.sourced_id if name in references and value is not None else value
    return found


PERSON_FIELDS = (
    *("kind", "org", "given_name", "family_name", "preferred_name"),
    *("identifier", "grade", "email", "phone", "left_at"),
)


def _ids_after(model: type[Sourced], roster: Roster, change: Change, only: Fields | None = None) -> set[str]:
    """Return the sourced ids that there are when a change is carried out."""
    rows = rows_of(model).filter(roster=roster, **(only or {}))
    gone = set(change.gone)
    stay = {key for key, pk in rows.values_list("sourced_id", "pk") if pk not in gone}
    for key, fields in change.put.items():
        if only is None or all(fields[name] == value for name, value in only.items()):
            stay.add(key)
        else:
            stay.discard(key)
    return stay


def is_bulk(found: RosterSet, table: RosterTable) -> bool:
    return found.modes.get(table) is RosterMode.BULK
