"""Draft, sign and terminate memoranda by the shortest way. Only a signed one gives access, between its dates only."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.html import escape

from mou.access import fetch
from mou.access.annexes import parties_of
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_long_text, checked_text
from mou.agreements.steps import bring_into_force, seal_version, take_step
from mou.agreements.version_access import check_is_agreement
from mou.errors import AgencyNotFound, BadDates, BadParties, BadSites, NotAllowed, WrongState
from mou.models import Agency, Clause, Memorandum, Signatory, Signature, Term, Version, VersionSite
from mou.terms import ALWAYS, TermDraft, checked_terms
from mou.vocabulary import OPERATOR, ActorId, AgencyKind, EndedWhy, TermKind, Topic, VersionState

SITES_MAX = 5_000
REASON_MAX_CHARS = 2_000
TOPIC_OF = {TermKind.ROOM_ACCESS: Topic.RESPONSE, TermKind.ROSTER_ACCESS: Topic.INFO_SHARING}
UNSIGNED_STEPS = (VersionState.IN_REVIEW, VersionState.APPROVED)


def draft_memorandum(
    *,
    actor_id: ActorId,
    title: str,
    district_id: UUID,
    agency_id: UUID,
    covers_all_sites: bool,
    site_ids: Sequence[UUID],
    effective_on: date,
    expires_on: date,
    terms: Sequence[TermDraft],
    at: datetime,
) -> UUID:
    """Write a memorandum down and return its id, in one durable transaction. A draft gives no access.

    Site ids are taken as they are: agreements do not know maps, and an id without a site grants nothing.
    Raises: BadName, BadDates, BadSites, BadTerms, BadParties, AgencyNotFound, NotAllowed.
    """
    title, terms = checked_text(title, "title", max_chars=200), checked_terms(terms)
    sites = checked_sites(covers_all_sites=covers_all_sites, site_ids=site_ids)
    if expires_on < effective_on:
        raise BadDates("A memorandum cannot expire before it takes effect.")
    with transaction.atomic(durable=True):
        check_parties(actor_id, district_id, agency_id, at)
        memorandum = Memorandum.objects.create(title=title, district_id=district_id, agency_id=agency_id)
        version = Version.objects.create(
            memorandum=memorandum,
            number=1,
            covers_all_sites=covers_all_sites,
            effective_on=effective_on,
            expires_on=expires_on,
        )
        VersionSite.objects.bulk_create([VersionSite(version=version, site_id=one) for one in sites])
        _write_terms(version, terms)
    return memorandum.id


def _write_terms(version: Version, terms: Sequence[TermDraft]) -> None:
    """Write each term as a clause of its own with its words."""
    for position, term in enumerate(terms, start=1):
        clause = Clause.objects.create(
            version=version,
            key=uuid4(),
            position=position,
            topic=TOPIC_OF.get(term.kind, Topic.TECHNOLOGY).value,
            heading=term.kind.replace("_", " ").capitalize(),
            body_html=f"<p>{escape(term.clause)}</p>",
        )
        Term.objects.create(
            version=version,
            clause=clause,
            kind=term.kind.value,
            value={"granted": term.is_granted},
            condition=ALWAYS.model_dump(mode="json"),
        )


def sign_memorandum(*, actor_id: ActorId, memorandum_id: UUID, at: datetime) -> None:
    """Record at the console that both parties signed a draft on paper, in one durable transaction.

    It goes through the same states as any other and gives access from its first day. Locks the memorandum's row.
    Raises: MemorandumNotFound, NotAllowed: not at the console. WrongState: there is no draft.
    """
    with transaction.atomic(durable=True):
        memorandum = _lock_memorandum(actor_id, memorandum_id, at)
        if actor_id is not OPERATOR:
            raise NotAllowed("Signatures on paper are recorded at the console; elsewhere each signatory signs.")
        version = memorandum.versions.filter(state=VersionState.DRAFT.value).first()
        if version is None:
            raise WrongState("This agreement has no draft.")
        check_is_agreement(version)
        for state in UNSIGNED_STEPS:
            take_step(version, state, by=actor_id, at=at)
        seal_version(version)
        take_step(version, VersionState.OUT_FOR_SIGNATURE, by=actor_id, at=at)
        _record_signatures(version, at)
        bring_into_force(version, by=actor_id, at=at)


def _record_signatures(version: Version, at: datetime) -> None:
    for party in parties_of(version):
        signatory = Signatory.objects.filter(version=version, agency=party).first() or Signatory.objects.create(
            version=version, agency=party, name=party.name[:120]
        )
        Signature.objects.create(
            signatory=signatory,
            sha256=version.canonical_sha256,
            signed_name=signatory.name,
            signed_by=None,
            signed_at=at,
        )


def terminate_memorandum(*, actor_id: ActorId, memorandum_id: UUID, reason: str, at: datetime) -> None:
    """End what is in force now, in one durable transaction; open sockets fall silent within a second.

    A version that would only come into force later ends with it, and so does what is opened to further parties. Of an
    annex, only that party's part ends: its district says so. Locks the memorandum's row.
    Raises: MemorandumNotFound, NotAllowed, BadName: no reason. WrongState: nothing is in force.
    """
    reason = checked_long_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        memorandum = _lock_memorandum(actor_id, memorandum_id, at)
        whole = Version.objects.filter(Q(memorandum=memorandum) | Q(memorandum__annex_of=memorandum))
        signed = list(whole.filter(state=VersionState.IN_FORCE.value).order_by("memorandum_id"))
        if not signed:
            raise WrongState("Nothing of this agreement is in force.")
        for version in signed:
            Version.objects.filter(id=version.id).update(
                state=VersionState.TERMINATED.value,
                ended_at=at,
                ended_why=EndedWhy.TERMINATED.value,
                ended_reason=reason,
            )
            take_step(version, VersionState.TERMINATED, by=actor_id, at=at, reason=reason)
        bump_access_epoch()


def _lock_memorandum(actor_id: ActorId, memorandum_id: UUID, at: datetime) -> Memorandum:
    return fetch.memorandum_for(
        user_id=actor_id, memorandum_id=memorandum_id, need=fetch.MemorandumNeed.KEEP, at=at, lock=True
    )


def checked_sites(*, covers_all_sites: bool, site_ids: Sequence[UUID]) -> list[UUID]:
    """Return the sites a version names, each once. Raises: BadSites."""
    if covers_all_sites and site_ids:
        raise BadSites("A memorandum covers all sites or names some, not both.")
    if not covers_all_sites and not site_ids:
        raise BadSites("A memorandum that does not cover all sites names at least one.")
    if len(site_ids) > SITES_MAX:
        raise BadSites(f"A memorandum names at most {SITES_MAX} sites.")
    return list(dict.fromkeys(site_ids))


def check_parties(actor_id: ActorId, district_id: UUID, agency_id: UUID, at: datetime) -> None:
    """Allow a district's keepers an agreement with an outside agency.

    Raises: AgencyNotFound, BadParties, NotAllowed.
    """
    district = fetch.agency_for(user_id=actor_id, agency_id=district_id, need=fetch.AgencyNeed.SEE, at=at, lock=False)
    if district.kind != AgencyKind.DISTRICT:
        raise BadParties("Only a district grants rights over sites.")
    if not fetch.keeps_agreements(actor_id, district_id, at):
        raise NotAllowed("Only the district's administrators and planners draft its agreements.")
    agency = Agency.objects.filter(id=agency_id, is_active=True, guest_of_incident_id__isnull=True).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    if agency.id == district.id or agency.parent_id == district.id:
        raise BadParties("A district needs no agreement with itself or with its own schools.")
