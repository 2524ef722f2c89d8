"""What differs between two versions of a floor: added, removed, moved, renumbered and so on. Pure."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from mapping.plans.drawn_things.drawn import Drawn, Json
from mapping.vocabulary import ChangeKind

# A centimeter of latitude: what the databases' and browsers' roundings may differ by is no change.
SAME_DEG = 1e-7
type Positions = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. Added things have no `before`, removed ones no `after`."""

    kinds: tuple[ChangeKind, ...]
    before: Drawn | None
    after: Drawn | None

    def either(self) -> Drawn:
        """Return the thing as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found


def list_differences(before: Iterable[Drawn], after: Iterable[Drawn]) -> list[Change]:
    """Return every thing that differs, removed ones last.

    The same thing has the same `ref` in both. What a new file calls by other refs is found by kind and number.
    """
    old, new = list(before), list(after)
    pairs = [*_take_pairs(old, new, lambda one: (one.kind, one.ref)), *_take_pairs(old, new, _number_of)]
    changed = [Change(kinds, one, other) for one, other in pairs if (kinds := _change_kinds(one, other))]
    added = [Change((ChangeKind.ADDED,), None, one) for one in new]
    removed = [Change((ChangeKind.REMOVED,), one, None) for one in old]
    return [*sorted([*changed, *added], key=_order_of), *sorted(removed, key=_order_of)]


def _take_pairs(old: list[Drawn], new: list[Drawn], key: Callable[[Drawn], Hashable]) -> list[tuple[Drawn, Drawn]]:
    """Take the pairs of equal keys out of both lists and return them; None is no key."""
    waiting: dict[Hashable, list[Drawn]] = {}
    for one in old:
        waiting.setdefault(key(one), []).append(one)
    waiting.pop(None, None)
    pairs = [(found.pop(0), one) for one in new if (found := waiting.get(key(one)))]
    taken = {id(one) for pair in pairs for one in pair}
    old[:] = [one for one in old if id(one) not in taken]
    new[:] = [one for one in new if id(one) not in taken]
    return pairs


def _number_of(one: Drawn) -> Hashable:
    return (one.kind, one.number) if one.number else None


def _change_kinds(before: Drawn, after: Drawn) -> tuple[ChangeKind, ...]:
    found = [
        _shape_change(before, after),
        ChangeKind.RENUMBERED if before.number != after.number else None,
        ChangeKind.RENAMED if before.name != after.name else None,
        ChangeKind.RECLASSIFIED if _class_of(before) != _class_of(after) else None,
    ]
    return tuple(one for one in found if one is not None)


def _class_of(one: Drawn) -> Hashable:
    return (one.category, one.is_exterior, one.is_lockable, one.photo)


def _shape_change(before: Drawn, after: Drawn) -> ChangeKind | None:
    if before.geometry == after.geometry:
        return None
    old, new = positions_of(before.shape()), positions_of(after.shape())
    if len(old) != len(new):
        return ChangeKind.RESHAPED
    steps = [(x - u, y - v) for (u, v), (x, y) in zip(old, new, strict=True)]
    if all(abs(dx) <= SAME_DEG and abs(dy) <= SAME_DEG for dx, dy in steps):
        return None
    (first_dx, first_dy), *rest = steps
    is_one_step = all(abs(dx - first_dx) <= SAME_DEG and abs(dy - first_dy) <= SAME_DEG for dx, dy in rest)
    return ChangeKind.MOVED if is_one_step else ChangeKind.RESHAPED


def positions_of(shape: Json) -> Positions:
    """Return every position of a GeoJSON geometry in order."""
    return list(_flat_positions(shape.get("coordinates")))


def rings_of(shape: Json) -> list[Positions]:
    """Return the rings of a GeoJSON Polygon or MultiPolygon."""
    coordinates = shape.get("coordinates")
    parts = [coordinates] if shape.get("type") == "Polygon" else coordinates
    assert isinstance(parts, list)
    return [list(_flat_positions(ring)) for part in parts if isinstance(part, list) for ring in part]


def _flat_positions(value: JsonValue) -> Iterable[tuple[float, float]]:
    if not isinstance(value, list) or not value:
        return
    lon = value[0]
    if isinstance(lon, int | float):
        lat = value[1]
        assert isinstance(lat, int | float)
        yield (float(lon), float(lat))
        return
    for part in value:
        yield from _flat_positions(part)


def _order_of(change: Change) -> tuple[str, str, str]:
    one = change.either()
    return (one.kind, one.number.rjust(12), one.name)
