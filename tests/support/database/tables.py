"""What stands in every table of the tests' database, to compare before and after."""

import re
from collections.abc import Collection, Iterator
from uuid import UUID

from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db import models

from coordination.models import User
from coordination.room.models import LogEntry, RefusedCommand, Room
from coordination.room.text_search.tokens import scope_of
from coordination.vocabulary import Audience

type Tables = dict[str, list[str]]

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SCOPES = re.compile(r"(?<= |')[0-9a-f]{8}(?=[0-9a-z])")
# Made by chance, or following from what was.
BY_CHANCE = {
    *(LogEntry._meta.get_field(name) for name in ("salt", "digest", "chain_hash")),
    Room._meta.get_field("head_hash"),
}


def all_tables() -> Tables:
    """Return every row of every table, as text."""
    return {model._meta.label: _rows(model, model._meta.concrete_fields) for model in _models()}


def tables_but_for_chance(known: Collection[UUID]) -> Tables:
    """Return every row without what two runs of the same commands cannot share.

    Ids that are not `known` are named in the order in which the logs say them; of others it is said that they are one.
    """
    names = {str(one): str(one) for one in known}
    for content in LogEntry.objects.order_by("room", "seq").values_list("content", flat=True):
        for found in UUIDS.findall(content):
            names.setdefault(found, f"new {len(names)}")
    # Words of the search begin with a sum over the room's id.
    for room_id in Room.objects.values_list("pk", flat=True):
        names[scope_of(room_id, Audience.EVERYONE)[:8]] = names.get(str(room_id), "an id")
    told: Tables = {}
    for model in _models():
        fields = [one for one in model._meta.concrete_fields if not _is_by_chance(one)]
        rows = _rows(model, fields)
        told[model._meta.label] = sorted(_renamed(row, names) for row in rows)
    return told


def _renamed(row: str, names: dict[str, str]) -> str:
    row = UUIDS.sub(lambda one: names.get(one[0], "an id"), row)
    return SCOPES.sub(lambda one: names.get(one[0], one[0]), row)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        # The coordinate systems of the world are the same before and after. That a command was refused is remembered
        # for its copies alone, and forgotten.
        is_kept = model._meta.app_label != "gis" and model is not RefusedCommand
        if model._meta.managed and not model._meta.proxy and is_kept:
            yield model


def _rows(model: type[models.Model], fields: Collection[models.Field]) -> list[str]:  # type: ignore[type-arg]
    names = [one.attname for one in fields]
    rows = model._base_manager.values_list(*names) if names else ()
    return sorted(repr(tuple(map(_as_text, row))) for row in rows)


def _as_text(value: object) -> object:
    """Return what says the same whenever it is said: of a shape, and of bytes, Python only tells where they are."""
    if isinstance(value, GEOSGeometry):
        return value.hexewkb
    return bytes(value) if isinstance(value, memoryview) else value


def _is_by_chance(one: models.Field) -> bool:  # type: ignore[type-arg]
    if one in BY_CHANCE or isinstance(one, models.AutoField):
        return True
    if isinstance(one, models.ForeignKey):
        target = one.related_model
        return target is not User and isinstance(target._meta.pk, models.AutoField)
    # The outbox is stamped when it is written.
    return one.model._meta.app_label == "push" and isinstance(one, models.DateTimeField)
