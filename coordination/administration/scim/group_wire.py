"""Groups as SCIM writes them: what a directory says of one, whole or by a patch (RFC 7643, 4.2). Knows no database."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from coordination.administration.scim.wire import (
    GROUP,
    Json,
    ScimError,
    external_id_in,
    object_in,
    operations_in,
    text_in,
    texts_in,
)
from mou.foundation.shown_text import is_shown_line

NAME_MAX_CHARS = 256
# So many are named in one request; a group may hold more.
NAMED_MOST = 20_000
ONE_MEMBER = re.compile(r'members\[\s*value\s+eq\s+"([^"]{1,64})"\s*\]', re.IGNORECASE)
PATHS = {"displayname": "name", "externalid": "external_id", "members": "members"}


@dataclass(slots=True)
class GroupSaid:
    """What a directory says of a group; None: it does not say.

    `members`: whom it holds to begin with, None: whom it holds now; then some are added and some removed.
    """

    name: str | None = None
    external_id: str | None = None
    members: set[UUID] | None = None
    added: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)

    def named(self) -> set[UUID]:
        """Return who is to be in the group after it, by this word."""
        return (self.members or set()) | self.added


def group_in(document: object) -> GroupSaid:
    """Return what a whole group says; without members it has none. Raises: ScimError."""
    given = object_in(document)
    if GROUP not in texts_in(given.get("schemas")):
        raise ScimError(400, f"schemas must name {GROUP}.", "invalidValue")
    said = GroupSaid(members=set(), external_id="")
    for name, value in given.items():
        if (target := PATHS.get(name.lower())) is not None and value is not None:
            _set_target(said, target, value)
    if said.name is None:
        raise ScimError(400, "displayName is missing.", "invalidValue")
    return said


def group_by_patch(document: object) -> GroupSaid:
    """Return what the operations of a patch change, one after the other. Raises: ScimError."""
    said = GroupSaid()
    for one in operations_in(document):
        kind = str(one.get("op", "")).lower()
        if kind not in ("add", "replace", "remove"):
            raise ScimError(400, "The operations are add, replace and remove.", "invalidSyntax")
        _apply_operation(said, kind, one)
    return said


def _apply_operation(said: GroupSaid, kind: str, operation: Json) -> None:
    path, value = operation.get("path"), operation.get("value")
    if path is None and kind != "remove":
        for name, part in object_in(value).items():
            if (target := PATHS.get(name.lower())) is not None:
                _add_or_set(said, kind, target, part)
        return
    path = path if isinstance(path, str) else ""
    one, target = ONE_MEMBER.fullmatch(path), PATHS.get(path.lower())
    if one is not None and kind == "remove":
        _remove_members(said, {_read_id(one[1])})
    elif target is None:
        raise ScimError(400, "This path is not one that is kept here.", "invalidPath")
    elif kind == "remove":
        _unset_target(said, target, value)
    else:
        _add_or_set(said, kind, target, value)


def _unset_target(said: GroupSaid, target: str, value: object) -> None:
    if target == "name":
        raise ScimError(400, "A group has a displayName.", "mutability")
    if target == "members":
        _remove_members(said, _read_ids(value) if value is not None else None)
    else:
        said.external_id = ""


def _add_or_set(said: GroupSaid, kind: str, target: str, value: object) -> None:
    if target == "members" and kind == "add":
        ids = _read_ids(value)
        said.added |= ids
        said.removed -= ids
    else:
        _set_target(said, target, value)


def _set_target(said: GroupSaid, target: str, value: object) -> None:
    if target == "members":
        said.members, said.added, said.removed = _read_ids(value), set(), set()
    elif target == "external_id":
        said.external_id = external_id_in(value)
    else:
        said.name = _read_name(value)


def _remove_members(said: GroupSaid, ids: set[UUID] | None) -> None:
    if ids is None:
        said.members, said.added, said.removed = set(), set(), set()
        return
    said.added -= ids
    said.removed |= ids


def _read_name(value: object) -> str:
    name = " ".join(text_in(value).split())
    if not 1 <= len(name) <= NAME_MAX_CHARS or not is_shown_line(name):
        raise ScimError(400, f"displayName: 1 to {NAME_MAX_CHARS} characters.", "invalidValue")
    return name


def _read_ids(values: object) -> set[UUID]:
    listed = values if isinstance(values, list) else [values]
    if len(listed) > NAMED_MOST:
        raise ScimError(413, f"At most {NAMED_MOST} members are named in one request.")
    found = set()
    for one in listed:
        member = object_in(one)
        if str(member.get("type", "User")).lower() != "user":
            raise ScimError(400, "A group holds people; groups in groups are not kept.", "invalidValue")
        found.add(_read_id(member.get("value")))
    return found


def _read_id(value: object) -> UUID:
    try:
        return UUID(text_in(value))
    except ValueError as error:
        raise ScimError(400, "A member is named by the id of a person.", "invalidValue") from error
