"""An agreement's version as a whole, the thing that is read, signed and compared. Pure: no Django, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

type JsonValue = bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None


@dataclass(frozen=True, slots=True)
class TermText:
    """One typed term. `scope` is '' or names a cell of the data matrix: 'student_roster:district_to_agency'."""

    kind: str
    scope: str
    value: JsonValue
    condition: JsonValue


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause in the order of the paper, with the terms that rest on it. `key` is the same in every version."""

    key: UUID
    topic: str
    heading: str
    body_html: str
    terms: tuple[TermText, ...]


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site the agreement names, as it was called when the version was written."""

    site_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SignatoryName:
    """A person who is to sign, and what for."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class PartyText:
    """One side of the agreement and who signs for it. `kind` is a mou.vocabulary.AgencyKind."""

    name: str
    kind: str
    signatories: tuple[SignatoryName, ...]


@dataclass(frozen=True, slots=True)
class AnnexText:
    """What `district` opens to one further party, with the words and sites of its own. `role`: a mou.party_roles."""

    memorandum_id: UUID
    district: str
    agency: str
    role: str
    covers_all_sites: bool
    sites: tuple[SiteName, ...]
    clauses: tuple[ClauseText, ...]
    terms: tuple[TermText, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a signature of one version binds to; what is not here may change without voiding it.

    `memorandum_id` keeps two agreements of the same words apart. `terms` are those that rest on no clause. Sites
    are empty where all are covered. Both dates are days on which the agreement holds. `annexes` are of further
    parties, in the order they came in; `role` is the part of the first agency, where there are any.
    """

    memorandum_id: UUID
    number: int
    title: str
    template_kind: str
    district: str
    agency: str
    parties: tuple[PartyText, ...]
    covers_all_sites: bool
    sites: tuple[SiteName, ...]
    effective_on: date
    expires_on: date
    clauses: tuple[ClauseText, ...]
    terms: tuple[TermText, ...]
    role: str = ""
    annexes: tuple[AnnexText, ...] = ()


def all_terms(document: Document | AnnexText) -> tuple[TermText, ...]:
    """Return every typed term of a document, those of the clauses in the order of the paper first."""
    return tuple(term for clause in document.clauses for term in clause.terms) + document.terms
