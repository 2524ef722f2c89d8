"""The one sequence of bytes that a version of an agreement is, and its SHA-256. Pure.

JSON in UTF-8: keys sorted, no spaces, characters as themselves in Unicode's composed form (NFC), lines ended by a
single line feed. The order of clauses and parties is meaning and stays; the order of sites and terms is not, and is
fixed here. So two databases, and a reader in twenty years, come to the same bytes.
"""

import functools
import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping

from pydantic import TypeAdapter

from mou.document import AnnexText, ClauseText, Document, JsonValue, PartyText, SiteName, TermText
from mou.errors import BadDocument
from mou.foundation.shown_text import hidden_in_json, hidden_sentence, without_hidden

FORM = "musterpoint-memorandum/1"  # another way of writing gets another name; signed bytes keep theirs
FORM_OF_SEVERAL = "musterpoint-memorandum/2"  # the same with what is said of further parties
EXACT_MAX = 2**53  # above it a reader that has only floating point sees another number


def canonical_bytes(document: Document) -> bytes:
    """Return the bytes that are signed.

    Raises: BadDocument: it holds something that has no single way of being written.
    """
    several: dict[str, JsonValue] = {}
    if document.annexes or document.role:
        several = {"role": document.role, "annexes": [_annex_json(one) for one in document.annexes]}
    tree = _exact_value(
        {
            "form": FORM_OF_SEVERAL if several else FORM,
            "memorandum_id": str(document.memorandum_id),
            "number": document.number,
            "title": document.title,
            "template_kind": document.template_kind,
            "district": document.district,
            "agency": document.agency,
            "parties": [_party_json(one) for one in document.parties],
            "covers_all_sites": document.covers_all_sites,
            "sites": _sites_json(document.sites),
            "effective_on": document.effective_on.isoformat(),
            "expires_on": document.expires_on.isoformat(),
            "clauses": [_clause_json(one) for one in document.clauses],
            "terms": _terms_json(document.terms),
            **several,
        }
    )
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise BadDocument("The agreement holds characters that cannot be written.") from error


def bytes_to_sign(document: Document) -> bytes:
    """Return the bytes of a version that has no signature yet: what is shown of them is what they say.

    What was signed before keeps its bytes, whatever they hold: those are read with `canonical_bytes`.
    Raises: BadDocument: a text holds characters that do not show; or as canonical_bytes.
    """
    content = canonical_bytes(document)
    if found := hidden_in_json(json.loads(content)):
        where = _place_of(document, found.pointer)
        raise BadDocument(hidden_sentence(where, found.hidden))
    return content


def _place_of(document: Document, pointer: str) -> str:
    """Name the part of the paper that a person has to look at."""
    parts = pointer.split("/")
    clauses = document.clauses
    if parts[1] == "annexes" and parts[3:4] == ["clauses"]:
        clauses, parts = document.annexes[int(parts[2])].clauses, ["", *parts[3:]]
    if parts[1] == "clauses":
        return f"clause “{without_hidden(clauses[int(parts[2])].heading)}”"
    return parts[1].replace("_", " ")


def document_from(content: bytes) -> Document:
    """Return the document that canonical bytes write down: what was signed, whatever became of its rows since.

    Raises: BadDocument: they are no such bytes.
    """
    try:
        tree = json.loads(content)
        if not isinstance(tree, dict) or tree.pop("form", None) not in (FORM, FORM_OF_SEVERAL):
            raise BadDocument("The bytes are not in the form of an agreement.")
        for part in (tree, *tree.get("annexes", ())):
            part["sites"] = [{"site_id": one["id"], "name": one["name"]} for one in part["sites"]]
        return _document_adapter().validate_python(tree)
    except (ValueError, KeyError, TypeError) as error:
        raise BadDocument("The bytes are not in the form of an agreement.") from error


@functools.cache
def _document_adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def canonical_sha256(document: Document) -> str:
    """Return the hex SHA-256 of the canonical bytes: what every signature of this version binds to."""
    return sha256(canonical_bytes(document))


def sha256(content: bytes) -> str:
    """Return the hex SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def _party_json(party: PartyText) -> JsonValue:
    return {
        "name": party.name,
        "kind": party.kind,
        "signatories": [{"name": one.name, "title": one.title} for one in party.signatories],
    }


def _annex_json(annex: AnnexText) -> JsonValue:
    return {
        "memorandum_id": str(annex.memorandum_id),
        "district": annex.district,
        "agency": annex.agency,
        "role": annex.role,
        "covers_all_sites": annex.covers_all_sites,
        "sites": _sites_json(annex.sites),
        "clauses": [_clause_json(one) for one in annex.clauses],
        "terms": _terms_json(annex.terms),
    }


def _sites_json(sites: tuple[SiteName, ...]) -> JsonValue:
    return [{"id": str(one.site_id), "name": one.name} for one in sorted(sites, key=lambda site: site.site_id)]


def _clause_json(clause: ClauseText) -> JsonValue:
    return {
        "key": str(clause.key),
        "topic": clause.topic,
        "heading": clause.heading,
        "body_html": clause.body_html,
        "terms": _terms_json(clause.terms),
    }


def _terms_json(terms: tuple[TermText, ...]) -> JsonValue:
    """Write terms in one order; a version says each (kind, scope) once, so there are no ties."""
    return [
        {"kind": one.kind, "scope": one.scope, "value": one.value, "condition": one.condition}
        for one in sorted(terms, key=lambda term: (term.kind, term.scope))
    ]


def _exact_value(value: JsonValue) -> JsonValue:
    """Return a value in the one form in which it is written."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return _exact_number(value)
    if isinstance(value, Mapping):
        written = {str(_exact_value(key)): _exact_value(one) for key, one in value.items()}
        if len(written) != len(value):
            raise BadDocument("Two names in a term differ only in how their characters are composed.")
        return written
    return [_exact_value(one) for one in value]


def _exact_number(value: float) -> JsonValue:
    """Return a number in one form: what a database gives back as 4.0 is the 4 that went in."""
    if not math.isfinite(value) or abs(value) > EXACT_MAX:
        raise BadDocument("A term holds a number that cannot be written exactly.")
    return int(value) if value == int(value) else value
