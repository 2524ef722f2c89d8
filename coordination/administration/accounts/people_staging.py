"""Write the rows of a file a part at a time where they are not seen, and join all of them by two statements.

On SQLite one writes at a time: what is written row by row would hold up an alarm for as long as the file is long.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from coordination.administration.models import PersonToJoin
from coordination.models import User
from mou.agencies.duty import IN_THE_FIELD, RESPONDING
from mou.foundation.short_writes import ShortWrites
from mou.models import Agency, AgencyMember

GIVEN_UP_AFTER = timedelta(hours=1)


def stage_people(rows: Iterable[PersonToJoin]) -> Iterator[int]:
    """Write the rows, a part at a time in a durable transaction of its own; yield how many each part had."""
    writes, left = ShortWrites(), iter(rows)
    while part := list(islice(left, writes.rows)):
        with writes.writing():
            PersonToJoin.objects.bulk_create(part)
        yield len(part)


def has_changed(batch: UUID, agency: Agency, kept: QuerySet[Agency]) -> bool:
    """Say whether something that the rows were checked against is not so any more. Some six queries.

    Args:
        kept: the agencies whose accounts the asker disposes of; another's is found by an address that was proved.
    """
    rows = PersonToJoin.objects.filter(batch=batch)
    new = rows.filter(person__isnull=True)
    members = AgencyMember.objects.filter(ended_at__isnull=True, user=OuterRef("person"), agency=OuterRef("agency"))
    people = User.objects.annotate(name=Lower("username"), address=Lower("email"))
    found = people.filter(Q(home_agency__in=kept) | Q(email_proved_at__isnull=False, is_active=True), is_device=False)
    checks = (
        people.filter(name__in=new.annotate(name=Lower("username")).values("name")),
        found.filter(address__in=new.exclude(email="").annotate(address=Lower("email")).values("address")),
        rows.filter(person__is_active=False),
        rows.filter(Exists(members)),
        rows.exclude(Q(agency=agency) | Q(agency__parent=agency, agency__is_active=True)),
    )
    # Counted, not asked for the first: looking for one, PostgreSQL compares each row with each until it has found it.
    return any(one.count() for one in checks)


def join_staged(batch: UUID, at: datetime) -> None:
    """Make accounts and memberships of all rows of a batch, in the caller's transaction. Two statements."""
    staged, people = _table_name(PersonToJoin), _table_name(User)
    account = {name: f"{staged}.{name}" for name in ("username", "password", "display_name", "email", "phone")}
    account |= {"language": f"{staged}.language", "public_id": f"{staged}.public_id"}
    account["home_agency_id"] = f"{staged}.agency_id"
    _insert_selected(User(date_joined=at), account, f"FROM {staged} WHERE batch = %s AND person_id IS NULL", batch)
    post = {name: f"{staged}.{name}" for name in ("role", "title", "callsign", "unit", "is_in_office", "agency_id")}
    post["is_on_duty"] = _begins_on_duty(staged)
    post |= {"id": f"{staged}.member_id", "user_id": f"COALESCE({staged}.person_id, joined.id)"}
    source = f"FROM {staged} LEFT JOIN {people} joined ON joined.public_id = {staged}.public_id WHERE batch = %s"
    _insert_selected(AgencyMember(started_at=at), post, source, batch)


def _begins_on_duty(staged: str) -> str:
    """Return as SQL what `mou.agencies.duty.begins_on_duty` says of a staged row."""
    responds = f"SELECT 1 FROM {_table_name(Agency)} joining WHERE joining.id = {staged}.agency_id"  # noqa: S608 - our names
    return f"({staged}.role IN ({_as_list(IN_THE_FIELD)}) AND EXISTS ({responds} AND kind IN ({_as_list(RESPONDING)})))"


def _as_list(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{one.value}'" for one in values)


def _insert_selected(row: models.Model, columns: dict[str, str], source: str, batch: UUID) -> None:
    """Insert what is selected; a column that is not named is what it is in `row`, which has the defaults."""
    names, values, fixed = [], [], []
    for field in row._meta.concrete_fields:  # noqa: SLF001 - what the table has
        column = str(field.column)
        if field.primary_key and column not in columns:
            continue
        names.append(f'"{column}"')
        values.append(columns.get(column, "%s"))
        if column not in columns:
            fixed.append(field.get_db_prep_save(getattr(row, field.attname), connection))
    key: Any = PersonToJoin._meta.get_field("batch").get_db_prep_save(batch, connection)  # noqa: SLF001 - as above
    # Nothing here is anybody's word: names of our own tables and columns, and values as parameters.
    statement = f"INSERT INTO {_table_name(type(row))} ({', '.join(names)}) SELECT {', '.join(values)} {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*fixed, key])


def _table_name(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'  # noqa: SLF001 - its name


def given_up(at: datetime) -> Q:
    """Return the condition on rows that were looked at and never taken in."""
    return Q(staged_at__lt=at - GIVEN_UP_AFTER)


def forget_staged(batch: UUID | None, at: datetime) -> None:
    """Delete the rows of a batch, and of those that were given up, a part at a time."""
    gone = given_up(at) | Q(batch=batch)
    writes = ShortWrites()
    while ids := list(PersonToJoin.objects.filter(gone).values_list("pk", flat=True)[: writes.rows]):
        with writes.writing():
            PersonToJoin.objects.filter(pk__in=ids).delete()
