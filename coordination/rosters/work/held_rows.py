"""What a roster said of people under legal hold, kept beside it: the roster itself follows the school's system."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from coordination.keeping.holds import holds_now
from coordination.keeping.models import LegalHold
from coordination.room.wire.model import Json, JsonObject
from coordination.rosters.models import (
    CustodyNote,
    Enrollment,
    Guardianship,
    HeldRosterRow,
    Roster,
    RosterPerson,
    RosterSchool,
)
from coordination.rosters.work.retention import held_people

AT_ONCE = 500
PERSON = (
    *("sourced_id", "kind", "given_name", "family_name", "preferred_name", "identifier"),
    *("grade", "email", "phone", "left_at"),
)
CLASS = ("title", "location", "is_homeroom", "periods", "term_ids")


def held_documents(roster: Roster) -> dict[UUID, JsonObject]:
    """Return what the roster says of each person whom a hold keeps; to be asked behind `lock_deletions`."""
    people = RosterPerson.objects.filter(held_people(holds_now()), roster=roster)
    return documents_of(list(people.values_list("pk", flat=True)))


def keep_what_changed(roster: Roster, before: dict[UUID, JsonObject], at: datetime) -> int:
    """Keep what was said of these people and is said no more, in the transaction that changed it; return how many."""
    after = documents_of(list(before))
    # A hold that was set while the set was read is one of those that the rows wait for.
    newest = LegalHold.objects.filter(released_at__isnull=True).aggregate(at=Max("set_at"))["at"]
    at = max(at, newest or at)
    rows = [
        HeldRosterRow(roster=roster, person_id=pk, content=said, at=at)
        for pk, said in before.items()
        if after.get(pk) != said
    ]
    HeldRosterRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def documents_of(person_ids: Collection[UUID]) -> dict[UUID, JsonObject]:
    """Return what the roster says of people: themselves, their classes, their guardians or wards, custody notes."""
    found: dict[UUID, JsonObject] = {}
    wanted = list(person_ids)
    for begin in range(0, len(wanted), AT_ONCE):
        found |= _make_documents(wanted[begin : begin + AT_ONCE])
    return found


def _make_documents(ids: list[UUID]) -> dict[UUID, JsonObject]:
    classes, people, notes = (defaultdict[UUID, list[Json]](list) for _ in range(3))
    enrolled = Enrollment.objects.filter(person__in=ids).select_related("of_class").order_by("sourced_id")
    for one in enrolled:
        said: JsonObject = {name: getattr(one.of_class, name) for name in CLASS}
        days: JsonObject = {"begins_on": _value_text(one.begins_on), "ends_on": _value_text(one.ends_on)}
        classes[one.person_id].append({**said, **days, "is_teacher": one.is_teacher})
    pairs = Guardianship.objects.filter(Q(student__in=ids) | Q(guardian__in=ids)).select_related("student", "guardian")
    for pair in pairs.order_by("pk"):
        people[pair.student_id].append({"guardian": _contact_of(pair.guardian)})
        people[pair.guardian_id].append({"student": _contact_of(pair.student)})
    for note in CustodyNote.objects.filter(student__in=ids).order_by("at", "pk"):
        notes[note.student_id].append({"text": note.text, "at": note.at.isoformat()})
    rows = list(RosterPerson.objects.filter(pk__in=ids).values("pk", "org_id", *PERSON))
    # A school that a set has just taken is theirs no longer.
    schools = dict(RosterSchool.objects.filter(pk__in={row["org_id"] for row in rows}).values_list("pk", "name"))
    return {
        row["pk"]: {
            **{name: _value_text(row[name]) for name in PERSON},
            "org__name": schools.get(row["org_id"]),
            "classes": classes[row["pk"]],
            "people": people[row["pk"]],
            "custody_notes": notes[row["pk"]],
        }
        for row in rows
    }


def _contact_of(person: RosterPerson) -> JsonObject:
    return {
        "sourced_id": person.sourced_id,
        "name": f"{person.given_name} {person.family_name}",
        "email": person.email,
        "phone": person.phone,
    }


def _value_text(value: object) -> Json:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
