"""What is carried from one kind of database into the other: the tables of the models, and how each value is written.

Between the two stands what a column holds, not how a database stores it: SQLite has no truth values, times with a zone,
UUIDs or JSON of its own, and keeps geometry in a form of SpatiaLite.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import Enum, auto
from typing import Any

from django.apps import apps
from django.db.models import Field

from coordination.room.database.words_field import WordsField

# Made by `migrate` in the target, and so not carried.
MIGRATIONS = "django_migrations"
EWKB_SRID = 0x20000000
SRID_BYTES = 4


class Kind(Enum):
    """What a column holds, where the databases differ."""

    PLAIN = auto()
    WHOLE = auto()
    FRACTION = auto()
    TRUTH = auto()
    INSTANT = auto()
    TIME = auto()
    UUID = auto()
    JSON = auto()
    BYTES = auto()
    GEOMETRY = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its columns in order, and the column that counts itself, if it has one."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    counter: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _kind in self.columns)


def carried_tables() -> dict[str, Table]:
    """Return every table of the models, by name."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 - Django's documented way to a model's table
        if not meta.managed:
            # What PostGIS and SpatiaLite note of themselves.
            continue
        fields = meta.local_concrete_fields
        counter = next((one.column for one in fields if one.get_internal_type() in {"AutoField", "BigAutoField"}), None)
        columns = tuple((str(one.column), _kind_of(one)) for one in fields)
        found[meta.db_table] = Table(meta.db_table, columns, counter)
    return found


KINDS = {
    **dict.fromkeys(("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"), Kind.WHOLE),
    **dict.fromkeys(
        ("PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField"),
        Kind.WHOLE,
    ),
    "FloatField": Kind.FRACTION,
    "BooleanField": Kind.TRUTH,
    "DateTimeField": Kind.INSTANT,
    "TimeField": Kind.TIME,
    "UUIDField": Kind.UUID,
    "JSONField": Kind.JSON,
    "BinaryField": Kind.BYTES,
}


def _kind_of(field: "Field[Any, Any]") -> Kind:
    target: Any = field
    while target.is_relation:
        target = target.target_field
    if isinstance(target, WordsField):
        return Kind.WORDS
    if hasattr(target, "geom_type"):
        return Kind.GEOMETRY
    return KINDS.get(target.get_internal_type(), Kind.PLAIN)


def as_postgresql(kind: Kind, value: Any) -> Any:
    """Return what SQLite holds as PostgreSQL's COPY takes it; geometry comes as EWKB in hexadecimal."""
    if value is None:
        return None
    match kind:
        case Kind.TRUTH:
            return "t" if value else "f"
        case Kind.INSTANT:
            return f"{value}+00"
        case Kind.PLAIN:
            return str(value)
        case _:
            return value


def as_sqlite(kind: Kind, text: str) -> Any:
    """Return what PostgreSQL says of a value as Django writes it into SQLite; geometry as WKB."""
    write = SQLITE_WRITES.get(kind)
    return text if write is None else write(text)


def wkb_of(ewkb: str) -> bytes:
    """Return WKB without the number of the reference system that EWKB has in its head."""
    raw = bytes.fromhex(ewkb)
    head = struct.Struct("<BI" if raw[0] else ">BI")
    order, shape = head.unpack_from(raw)
    if not shape & EWKB_SRID:
        return raw
    return head.pack(order, shape & ~EWKB_SRID) + raw[head.size + SRID_BYTES :]


SQLITE_WRITES: dict[Kind, Callable[[str], Any]] = {
    Kind.WHOLE: int,
    Kind.FRACTION: float,
    Kind.TRUTH: lambda text: int(text == "t"),
    Kind.INSTANT: lambda text: str(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)),
    Kind.TIME: lambda text: str(time.fromisoformat(text)),
    Kind.UUID: lambda text: text.replace("-", ""),
    # As Django writes it: what SQLite compares is the text.
    Kind.JSON: lambda text: json.dumps(json.loads(text)),
    Kind.BYTES: lambda text: bytes.fromhex(text.removeprefix("\\x")),
    Kind.GEOMETRY: wkb_of,
    # 'door' '5' of a tsvector; the words hold letters and digits alone.
    Kind.WORDS: lambda text: text.replace("'", ""),
}
