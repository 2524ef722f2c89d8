"""SCIM 2.0 as it is written: resources, lists, errors, filters and patches (RFC 7643, RFC 7644). Knows no database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from mou.foundation.shown_text import is_shown_line, without_hidden

CONTENT_TYPE = "application/scim+json"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
PROVIDER = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
RESOURCE_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
PAGE_MOST, OPERATIONS_MOST = 200, 50
type Json = Mapping[str, object]

FILTER = re.compile(r'\s*(\w+)\s+eq\s+"((?:[^"\\]|\\["\\/])*)"\s*', re.IGNORECASE)
EXTERNAL_ID_MAX_CHARS = 255
# Some directories name one of several addresses by a filter; there is one here.
PATHS = {
    "active": "active",
    "username": "username",
    "externalid": "external_id",
    "displayname": "name",
    "name.formatted": "name",
    "name.givenname": "given",
    "name.familyname": "family",
    "emails": "emails",
    'emails[type eq "work"].value': "email",
    "emails[primary eq true].value": "email",
    "emails.value": "email",
    "phonenumbers": "phones",
    'phonenumbers[type eq "work"].value': "phone",
    'phonenumbers[type eq "mobile"].value': "phone",
    "preferredlanguage": "language",
    "roles": "roles",
    "name": "whole_name",
}
# What an account can be without.
REMOVED = frozenset(("emails", "email", "phones", "phone", "language", "external_id"))


class ScimError(Exception):
    """A refusal in SCIM's own form; `kind` is its scimType, and may be empty."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind

    def body(self) -> Json:
        said: dict[str, object] = {"schemas": [ERROR], "status": str(self.status), "detail": self.detail}
        return said | ({"scimType": self.kind} if self.kind else {})


@dataclass(slots=True)
class Said:
    """What a directory says of a person; None: it does not say. A name may come in parts."""

    username: str | None = None
    name: str | None = None
    given: str | None = None
    family: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    role: str | None = None
    active: bool | None = None
    external_id: str | None = None

    def whole_name(self) -> str | None:
        parts = " ".join(part for part in (self.given, self.family) if part)
        return self.name or parts or None


@dataclass(frozen=True, slots=True)
class Page:
    """What part of a list is asked for, counted from one."""

    start: int
    count: int
    # What an attribute has to be, by its name in small letters; none: all.
    filter: tuple[str, str] | None = None


def page_in(query: Mapping[str, str], filters: Sequence[str]) -> Page:
    """Return what a list's address asks for.

    Args:
        filters: the attributes that may be compared.
    Raises: ScimError.
    """
    wanted = query.get("filter")
    chosen = None
    if wanted is not None:
        found = FILTER.fullmatch(wanted[:500])
        if found is None or found[1].lower() not in {one.lower() for one in filters}:
            these = " or ".join(f'{one} eq "…"' for one in filters)
            raise ScimError(400, f"A filter is {these}.", "invalidFilter")
        chosen = (found[1].lower(), re.sub(r"\\(.)", r"\1", found[2]))
    start, count = number_in(query.get("startIndex"), 1), number_in(query.get("count"), PAGE_MOST)
    return Page(start=max(1, start), count=max(0, min(count, PAGE_MOST)), filter=chosen)


def said_in(document: object) -> Said:
    """Return what a whole resource says. Raises: ScimError."""
    given = object_in(document)
    if USER not in texts_in(given.get("schemas")):
        raise ScimError(400, f"schemas must name {USER}.", "invalidValue")
    said = Said(active=True)
    for name, value in _leaving_first(given):
        target = PATHS.get(name.lower())
        if target is not None and value is not None:
            with heard_if_leaving(said):
                _take_value(said, target, value)
    if not said.username and said.active is not False:
        raise ScimError(400, "userName is missing.", "invalidValue")
    return said


def said_by_patch(document: object) -> Said:
    """Return what the operations of a patch change. Raises: ScimError."""
    said = Said()
    # That a person has left is heard first: no other operation can then keep it from being heard.
    for one in sorted(operations_in(document), key=lambda one: not _says_active(one)):
        with heard_if_leaving(said):
            _apply_operation(said, one)
    return said


@contextmanager
def heard_if_leaving(said: Said) -> Iterator[None]:
    """Pass over what cannot be taken beside `active: false`: a leaver does not stay in by a wrong word beside it."""
    try:
        yield
    except ScimError:
        if said.active is not False:
            raise


def _leaving_first(given: Json) -> list[tuple[str, object]]:
    return sorted(given.items(), key=lambda one: one[0].lower() != "active")


def _says_active(operation: Json) -> bool:
    path, value = operation.get("path"), operation.get("value")
    if path is None and isinstance(value, dict):
        return any(str(name).lower() == "active" for name in value)
    return isinstance(path, str) and path.lower() == "active"


def _apply_operation(said: Said, operation: Json) -> None:
    kind, path = str(operation.get("op", "")).lower(), operation.get("path")
    if kind == "remove":
        _remove_value(said, path)
        return
    if kind not in ("add", "replace"):
        raise ScimError(400, "The operations are add, replace and remove.", "invalidSyntax")
    if path is None:
        for name, value in _leaving_first(object_in(operation.get("value"))):
            target = PATHS.get(name.lower())
            # What is not kept here is left alone, as a resource that is replaced leaves it.
            if target is not None:
                _take_value(said, target, value)
        return
    if not isinstance(path, str):
        raise ScimError(400, "A path is a text.", "invalidPath")
    # Here, too: a directory that sends a job title with the address must not lose the address by it.
    target = PATHS.get(path.lower())
    if target is not None:
        _take_value(said, target, operation.get("value"))


def _remove_value(said: Said, path: object) -> None:
    """Take away what an account can be without; what is not kept is not there already. Raises: ScimError."""
    if not isinstance(path, str):
        # RFC 7644, 3.5.2.2.
        raise ScimError(400, "What is removed is named by its path.", "noTarget")
    target = PATHS.get(path.lower())
    if target is not None and target not in REMOVED:
        raise ScimError(400, "A person has a userName, a name, a role, and an account that is on or off.", "mutability")
    if target is not None:
        _take_value(said, target, [] if target in ("emails", "phones") else "")


def _take_value(said: Said, target: str, value: object) -> None:
    if target == "active":
        said.active = _read_flag(value)
    elif target in ("emails", "phones", "roles"):
        setattr(said, {"emails": "email", "phones": "phone", "roles": "role"}[target], _primary_value(value))
    elif target == "whole_name":
        for name, part in object_in(value).items():
            inner = PATHS.get(f"name.{name.lower()}")
            if inner is not None and part is not None:
                _take_value(said, inner, part)
    elif target == "external_id":
        said.external_id = external_id_in(value)
    else:
        # That a person has left must be heard, however their name is spelled: names are cleaned, and the answer says
        # what was kept (RFC 7644, 3.3). A user name of hidden characters is refused where it is checked.
        text = text_in(value)
        setattr(said, target, text if target == "username" else without_hidden(text))


def operations_in(document: object) -> list[Json]:
    """Return the operations of a patch. Raises: ScimError."""
    given = object_in(document)
    operations = given.get("Operations")
    if PATCH not in texts_in(given.get("schemas")) or not isinstance(operations, list):
        raise ScimError(400, f"A patch is {PATCH} with Operations.", "invalidSyntax")
    if not 1 <= len(operations) <= OPERATIONS_MOST:
        raise ScimError(400, f"1 to {OPERATIONS_MOST} operations.", "invalidSyntax")
    return [object_in(one) for one in operations]


def external_id_in(value: object) -> str:
    """Return what a directory calls something; empty: it does not say any more. Raises: ScimError."""
    text = text_in(value)
    if len(text) > EXTERNAL_ID_MAX_CHARS or not is_shown_line(text):
        raise ScimError(400, f"externalId: at most {EXTERNAL_ID_MAX_CHARS} characters.", "invalidValue")
    return text


def _primary_value(values: object) -> str:
    """Return the primary one of several values, else the first; no values are an empty text."""
    listed = values if isinstance(values, list) else [values]
    entries = [one if isinstance(one, dict) else {"value": one} for one in listed]
    if not entries:
        return ""
    chosen = next((one for one in entries if one.get("primary") is True), entries[0])
    return text_in(chosen.get("value"))


def _read_flag(value: object) -> bool:
    # One large directory sends texts.
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise ScimError(400, "active is true or false.", "invalidValue")
    return value


def text_in(value: object) -> str:
    if not isinstance(value, str):
        raise ScimError(400, "A text was expected.", "invalidValue")
    return value


def object_in(value: object) -> Json:
    if not isinstance(value, dict):
        raise ScimError(400, "An object was expected.", "invalidSyntax")
    return value


def texts_in(value: object) -> Sequence[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def number_in(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
        raise ScimError(400, "startIndex and count are whole numbers.", "invalidValue")
    return int(text)
