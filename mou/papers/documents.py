"""Read a version as the document that is read, signed and compared: built from the rows here and nowhere else."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from mou.access.annexes import agencies_of, annexes_of
from mou.document import AnnexText, ClauseText, Document, PartyText, SignatoryName, SiteName, TermText
from mou.models import Agency, Term, Version


def document_of(version: Version) -> Document:
    """Return what a version says as a whole. At most seven queries, and four more for each further party."""
    memorandum = version.memorandum
    annexes = annexes_of(version)
    # Of an annex alone both sides are read, and no one signs: the agreement is what is signed.
    agencies = agencies_of(version, annexes)
    clauses, terms = _words_of(version)
    return Document(
        memorandum_id=memorandum.id,
        number=version.number,
        title=memorandum.title,
        template_kind=memorandum.template_kind,
        district=memorandum.district.name,
        agency=memorandum.agency.name,
        parties=_party_texts(version, agencies),
        covers_all_sites=version.covers_all_sites,
        sites=_site_names(version),
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        clauses=clauses,
        terms=terms,
        role=version.party_role,
        annexes=tuple(map(_annex_text, annexes)),
    )


def _annex_text(part: Version) -> AnnexText:
    clauses, terms = _words_of(part)
    return AnnexText(
        memorandum_id=part.memorandum_id,
        district=part.memorandum.district.name,
        agency=part.memorandum.agency.name,
        role=part.party_role,
        covers_all_sites=part.covers_all_sites,
        sites=_site_names(part),
        clauses=clauses,
        terms=terms,
    )


def _words_of(version: Version) -> tuple[tuple[ClauseText, ...], tuple[TermText, ...]]:
    """Return the clauses with their terms, and the terms that rest on no clause. Two queries."""
    by_clause: dict[object, list[TermText]] = {}
    for term in version.terms.order_by("kind", "scope"):
        by_clause.setdefault(term.clause_id, []).append(_term_text(term))
    clauses = tuple(
        ClauseText(
            key=clause.key,
            topic=clause.topic,
            heading=clause.heading,
            body_html=clause.body_html,
            terms=tuple(by_clause.get(clause.id, ())),
        )
        for clause in version.clauses.order_by("position", "key")
    )
    return clauses, tuple(by_clause.get(None, ()))


def _site_names(version: Version) -> tuple[SiteName, ...]:
    return tuple(SiteName(site.site_id, site.name) for site in version.sites.order_by("site_id"))


def _party_texts(version: Version, agencies: Iterable[Agency]) -> tuple[PartyText, ...]:
    named = list(version.signatories.order_by("id"))
    return tuple(
        PartyText(
            name=agency.name,
            kind=agency.kind,
            signatories=tuple(SignatoryName(one.name, one.title) for one in named if one.agency_id == agency.id),
        )
        for agency in agencies
    )


def _term_text(term: Term) -> TermText:
    return TermText(kind=term.kind, scope=term.scope, value=term.value, condition=term.condition)


type SiteNames = Mapping[object, str]


def names_of_sites(version: Version) -> SiteNames:
    """Return the present names of the sites a version names. Agreements do not know maps: settings name who does."""
    ids = [site.site_id for site in version.sites.all()]
    found: SiteNames = import_string(settings.MOU_SITE_NAMES)(version.memorandum.district_id, ids) if ids else {}
    return found
