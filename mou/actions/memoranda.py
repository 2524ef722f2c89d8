"""Draft, sign and terminate memoranda. Only a signed one gives access, and only between its dates."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mou import access
from mou.actions.epoch import bump_access_epoch
from mou.actions.names import checked_text
from mou.errors import AgencyNotFound, BadDates, BadParties, BadSites, NotAllowed
from mou.lifecycle import check_step
from mou.models import Agency, Memorandum, MemorandumSite, Term
from mou.terms import TermDraft, checked_terms
from mou.vocabulary import ActorId, AgencyKind, MemorandumState

SITES_MAX = 5_000


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
    """Write a memorandum down and return its id, in one durable transaction. A draft gives nobody access.

    Site ids are taken as they are: agreements do not know maps, and an id without a site grants nothing.
    Raises: BadName, BadDates, BadSites, BadTerms, BadParties, AgencyNotFound, NotAllowed.
    """
    title, terms = checked_text(title, "title", max_chars=200), checked_terms(terms)
    sites = _checked_sites(covers_all_sites=covers_all_sites, site_ids=site_ids)
    if expires_on < effective_on:
        raise BadDates("A memorandum cannot expire before it takes effect.")
    with transaction.atomic(durable=True):
        _check_parties(actor_id, district_id, agency_id, at)
        memorandum = Memorandum.objects.create(
            title=title,
            district_id=district_id,
            agency_id=agency_id,
            covers_all_sites=covers_all_sites,
            effective_on=effective_on,
            expires_on=expires_on,
        )
        MemorandumSite.objects.bulk_create([MemorandumSite(memorandum=memorandum, site_id=one) for one in sites])
        Term.objects.bulk_create(
            [Term(memorandum=memorandum, kind=t.kind.value, is_granted=t.is_granted, clause=t.clause) for t in terms]
        )
    return memorandum.id


def sign_memorandum(*, actor_id: ActorId, memorandum_id: UUID, at: datetime) -> None:
    """Sign a draft; it gives access from its first day, in one durable transaction. Locks the memorandum's row.

    Raises: MemorandumNotFound, NotAllowed, WrongState.
    """
    with transaction.atomic(durable=True):
        memorandum = _locked(actor_id, memorandum_id, at)
        check_step(MemorandumState(memorandum.state), MemorandumState.SIGNED)
        Memorandum.objects.filter(id=memorandum.id).update(state=MemorandumState.SIGNED.value, signed_at=at)
        bump_access_epoch()


def terminate_memorandum(*, actor_id: ActorId, memorandum_id: UUID, at: datetime) -> None:
    """End a signed memorandum now, in one durable transaction; open sockets fall silent within a second.

    Locks the memorandum's row. Raises: MemorandumNotFound, NotAllowed, WrongState.
    """
    with transaction.atomic(durable=True):
        memorandum = _locked(actor_id, memorandum_id, at)
        check_step(MemorandumState(memorandum.state), MemorandumState.TERMINATED)
        Memorandum.objects.filter(id=memorandum.id).update(state=MemorandumState.TERMINATED.value, terminated_at=at)
        bump_access_epoch()


def _locked(actor_id: ActorId, memorandum_id: UUID, at: datetime) -> Memorandum:
    return access.memorandum_for(
        user_id=actor_id, memorandum_id=memorandum_id, need=access.MemorandumNeed.KEEP, at=at, lock=True
    )


def _checked_sites(*, covers_all_sites: bool, site_ids: Sequence[UUID]) -> list[UUID]:
    if covers_all_sites and site_ids:
        raise BadSites("A memorandum covers all sites or names some, not both.")
    if not covers_all_sites and not site_ids:
        raise BadSites("A memorandum that does not cover all sites names at least one.")
    if len(site_ids) > SITES_MAX:
        raise BadSites(f"A memorandum names at most {SITES_MAX} sites.")
    return list(dict.fromkeys(site_ids))


def _check_parties(actor_id: ActorId, district_id: UUID, agency_id: UUID, at: datetime) -> None:
    district = access.agency_for(user_id=actor_id, agency_id=district_id, need=access.AgencyNeed.SEE, at=at, lock=False)
    if district.kind != AgencyKind.DISTRICT:
        raise BadParties("Only a district grants rights over sites.")
    if not access.keeps_agreements(actor_id, district_id, at):
        raise NotAllowed("Only the district's administrators and planners draft its agreements.")
    agency = Agency.objects.filter(id=agency_id, is_active=True).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    if agency.id == district.id or agency.parent_id == district.id:
        raise BadParties("A district needs no agreement with itself or with its own schools.")
