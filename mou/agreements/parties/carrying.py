"""Carry the words of a signed version, and of what it says of each further party, into the next."""

from datetime import datetime
from uuid import UUID

from mou.access.annexes import annexes_of
from mou.agreements.clauses import ClauseGiven, TermGiven, write_clause
from mou.models import Memorandum, Term, Version, VersionSite
from mou.vocabulary import ActorId, TermKind, Topic, VersionState


def carry_words(before: Version, version: Version, *, by: ActorId, at: datetime) -> None:
    """Write the clauses of a version, with their terms, into another one, inside the caller's transaction."""
    for clause in before.clauses.order_by("position", "key"):
        terms = tuple(map(_given_term, clause.terms.order_by("kind", "scope")))
        given = ClauseGiven(Topic(clause.topic), clause.heading, clause.body_html, terms)
        write_clause(version, given, by=by, at=at, key=clause.key)


def carry_parties(before: Version, version: Version, *, by: ActorId, at: datetime) -> None:
    """Take the further parties that have not left, and that the district has not put out, into the next version."""
    for part in annexes_of(before):
        is_out = part.state == VersionState.TERMINATED and part.ended_at != before.ended_at
        if part.left_at is not None or is_out:
            continue
        carried = write_part(version, part.memorandum, role=part.party_role, based_on=part)
        Version.objects.filter(id=carried.id).update(covers_all_sites=part.covers_all_sites)
        name_sites(carried, [one.site_id for one in part.sites.all()])
        carry_words(part, carried, by=by, at=at)


def write_part(version: Version, annex: Memorandum, *, role: str, based_on: Version | None = None) -> Version:
    """Write what a version says of a further party, as far on as the version is, with its dates and no words yet."""
    return Version.objects.create(
        memorandum=annex,
        number=version.number,
        state=version.state,
        covers_all_sites=version.covers_all_sites,
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        based_on=based_on,
        party_role=role,
    )


def name_sites(version: Version, site_ids: list[UUID]) -> None:
    """Write down which sites a part names."""
    VersionSite.objects.bulk_create([VersionSite(version=version, site_id=one) for one in site_ids])


def _given_term(term: Term) -> TermGiven:
    return TermGiven(TermKind(term.kind), term.scope, term.value, term.condition)
