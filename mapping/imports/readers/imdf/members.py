"""Read the features of an IMDF archive, each with what it says; faults are in the ledger. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from mapping.errors import BadFile
from mapping.geometry.shapes import first_position
from mapping.imports.readers.geojson import (
    MAX_FEATURES,
    read_json,
    read_members,
    unique_ref,
)
from mapping.imports.readers.imdf.extension import FILE_NAME
from mapping.imports.readers.imdf.fields import Fields, one_line
from mapping.imports.readers.imdf.words import TYPES
from mapping.interchange.ledger import Ledger

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Member:
    """One feature of the archive: the name it has in the ledger, and what it says."""

    ref: str
    id: str
    fields: Fields
    geometry: object


def members_of(files: Mapping[str, bytes], ledger: Ledger) -> dict[str, list[Member]]:
    """Return the features of each type, in the language of the archive. Raises: BadFile: too_many_features."""
    language = _read_language(files, ledger)
    _note_extra_files(files, ledger)
    members = {kind: _members_of_kind(kind, files.get(f"{kind}.geojson"), language, ledger) for kind in TYPES}
    if sum(len(found) for found in members.values()) > MAX_FEATURES:
        raise BadFile("too_many_features", f"More than {MAX_FEATURES} features; at most so many are read.")
    return members


def _read_language(files: Mapping[str, bytes], ledger: Ledger) -> str:
    if "manifest.json" not in files:
        ledger.note("manifest.json", "manifest_missing", "The archive says neither its version nor its language.")
        return ""
    try:
        manifest = read_json(files["manifest.json"])
    except BadFile as error:
        ledger.note("manifest.json", "manifest_unreadable", error.detail)
        return ""
    version = manifest.get("version") if isinstance(manifest, dict) else None
    if not str(version).startswith("1.0.0"):
        ledger.note("manifest.json", "imdf_version_unknown", f"Version {str(version)[:20]!r}; 1.0.0 is read.")
    language = manifest.get("language") if isinstance(manifest, dict) else None
    return language if isinstance(language, str) else ""


def _note_extra_files(files: Mapping[str, bytes], ledger: Ledger) -> None:
    known = {"manifest.json", FILE_NAME, *(f"{kind}.geojson" for kind in TYPES)}
    for name in sorted(set(files) - known):
        is_extension = PurePosixPath(name).suffix == ".geojson"
        code = "extension_file" if is_extension else "extra_file"
        ledger.note(one_line(name), code, "A file beyond IMDF 1.0.0; it was not read.")
    for name in sorted(known & set(files)):
        if files[name].startswith(BOM):
            ledger.note(name, "byte_order_mark", "The file begins with a byte order mark; it was skipped.")


def _members_of_kind(kind: str, raw: bytes | None, language: str, ledger: Ledger) -> list[Member]:
    if raw is None:
        return []
    try:
        found = read_members(raw)
    except BadFile as error:
        if error.code != "no_features":
            if kind in ("level", "unit") or error.code == "too_many_features":
                raise
            ledger.note(f"{kind}.geojson", "file_unreadable", error.detail)
        return []
    ledger.expect(len(found))
    members = []
    seen: set[str] = set()
    for index, one in enumerate(found):
        own = one.get("id") if isinstance(one, dict) else None
        ref = unique_ref(own, index, seen)
        seen.add(ref)
        entry = _read_member(kind, f"{kind}/{ref}", own, one, language, ledger)
        if entry is not None:
            members.append(entry)
    return members


def _read_member(kind: str, ref: str, own: object, found: object, language: str, ledger: Ledger) -> Member | None:
    ledger.read(ref)
    if not isinstance(found, dict):
        ledger.refuse(ref, "not_a_feature", "This member of the collection is not an object.")
        return None
    ledger.stands_at(ref, first_position(found.get("geometry")))
    if "#" in ref and isinstance(own, str) and own:
        ledger.note(ref, "id_repeated", "Another feature of this type has the same id.")
    if not _is_uuid(own):
        ledger.note(ref, "id_not_uuid", "The id is not a UUID.")
    if found.get("feature_type", kind) != kind:
        ledger.note(ref, "feature_type_wrong", f"The feature says it is a {one_line(str(found['feature_type']))}.")
    properties = found.get("properties")
    fields = Fields(properties if isinstance(properties, dict) else {}, ref, language, ledger)
    return Member(ref, own if isinstance(own, str) else "", fields, found.get("geometry"))


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
