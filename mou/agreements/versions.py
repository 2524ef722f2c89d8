"""Begin versions of agreements and move them on: from a template, as an amendment, as a renewal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q

from mou.access import fetch
from mou.access.annexes import annexes_of, parties_of
from mou.access.names import checked_long_text, checked_text
from mou.agreements import lifecycle, version_access
from mou.agreements.clauses import ClauseGiven, Place, TermGiven, locked_version, write_clause
from mou.agreements.errors import OfAnAgreement
from mou.agreements.going_out import check_goes_out
from mou.agreements.memoranda import REASON_MAX_CHARS, check_parties, checked_sites
from mou.agreements.parties.carrying import carry_parties, carry_words
from mou.agreements.steps import note_change, seal_version, take_step, void_signatures
from mou.agreements.texts.library import fill_template, template_of
from mou.errors import BadDates, ChangedMeanwhile, WrongState
from mou.models import Memorandum, Signatory, Version, VersionSite
from mou.vocabulary import ActorId, TemplateKind, TermKind, VersionState

MOVES = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED, VersionState.OUT_FOR_SIGNATURE})


@dataclass(frozen=True, slots=True)
class Frame:
    """When a version holds and where."""

    covers_all_sites: bool
    site_ids: Sequence[UUID]
    effective_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new agreement: between whom, of what kind, and whether it starts with the words of that kind's template."""

    title: str
    district_id: UUID
    agency_id: UUID
    template_kind: TemplateKind
    is_from_template: bool


def begin_memorandum(*, actor_id: ActorId, beginning: Beginning, frame: Frame, at: datetime) -> UUID:
    """Write the first draft of an agreement and return its id, in one durable transaction. It gives no access.

    Raises: BadName, BadDates, BadSites, BadParties, BadClause, BadTerms, AgencyNotFound, NotAllowed.
    """
    title = checked_text(beginning.title, "title", max_chars=200)
    sites = _checked_frame(frame)
    with transaction.atomic(durable=True):
        check_parties(actor_id, beginning.district_id, beginning.agency_id, at)
        memorandum = Memorandum.objects.create(
            title=title,
            district_id=beginning.district_id,
            agency_id=beginning.agency_id,
            template_kind=beginning.template_kind.value,
        )
        version = _write_version(memorandum, frame, sites, number=1, based_on=None)
        for given in _first_words(memorandum) if beginning.is_from_template else ():
            write_clause(version, given, by=actor_id, at=at)
    return memorandum.id


def amend_memorandum(*, actor_id: ActorId, memorandum_id: UUID, dates: tuple[date, date] | None, at: datetime) -> int:
    """Begin the next version with the words of the last signed one and return its number. Locks the agreement.

    `dates` None renews it: from the day after its last, for as long again. What is in force stays so until the new
    version is signed. One durable transaction. Raises: MemorandumNotFound, NotAllowed, BadDates, WrongState: nothing
    was signed, or a draft exists already.
    """
    with transaction.atomic(durable=True):
        memorandum = fetch.memorandum_for(
            user_id=actor_id, memorandum_id=memorandum_id, need=fetch.MemorandumNeed.KEEP, at=at, lock=True
        )
        before = memorandum.current_version
        if memorandum.annex_of_id is not None:
            raise OfAnAgreement("Only the agreement as a whole is amended.")
        if before is None or any(VersionState(one.state) in lifecycle.UNSIGNED for one in memorandum.versions.all()):
            raise WrongState("Amend what was signed; a version that is being prepared is changed itself.")
        begins, ends = dates or lifecycle.renewal_dates(before.effective_on, before.expires_on)
        sites = [site.site_id for site in before.sites.all()]
        frame = Frame(before.covers_all_sites, sites, begins, ends)
        _checked_frame(frame)
        last: int = Version.objects.filter(memorandum=memorandum).aggregate(last=Max("number"))["last"]
        number = last + 1
        # Of what begins now, an agency that has given notice is no party, also where its last day is still to come.
        left_at = None if before.left_at is None else min(before.left_at, at)
        version = _write_version(memorandum, frame, sites, number=number, based_on=before, left_at=left_at)
        carry_words(before, version, by=actor_id, at=at)
        carry_parties(before, version, by=actor_id, at=at)
        Signatory.objects.bulk_create(
            [
                Signatory(version=version, agency_id=one.agency_id, name=one.name, title=one.title, user_id=one.user_id)
                for one in before.signatories.filter(user__isnull=False, agency__in=parties_of(version)).order_by("id")
            ]
        )
    return number


def frame_version(*, place: Place, edit_number: int, title: str, frame: Frame) -> None:
    """Change a version's title, dates and sites, in one durable transaction. Locks the agreement.

    The title belongs to the agreement and can be changed until something was signed under it.
    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, WrongState, ChangedMeanwhile, BadName, BadDates, BadSites.
    """
    with transaction.atomic(durable=True):
        set_frame(locked_version(place), edit_number, title, frame, by=place.actor_id, at=place.at)


def set_frame(version: Version, edit_number: int, title: str, frame: Frame, *, by: ActorId, at: datetime) -> None:
    """Change a locked version's title, dates and sites inside the caller's transaction. Raises: as frame_version."""
    title, sites = checked_text(title, "title", max_chars=200), _checked_frame(frame)
    if version.edit_number != edit_number:
        raise ChangedMeanwhile("Someone else changed this version meanwhile.")
    if title != version.memorandum.title and version.memorandum.current_version_id is not None:
        raise WrongState("An agreement that was signed keeps its title.")
    whole = (version.memorandum.title, version.effective_on, version.expires_on)
    if version.memorandum.annex_of_id is not None and whole != (title, frame.effective_on, frame.expires_on):
        raise OfAnAgreement("Title and dates are those of the agreement.")
    note_change(version, by=by, at=at)
    annexes = [one.id for one in annexes_of(version)]
    of_agreement = Q(id=version.memorandum_id) | Q(annex_of=version.memorandum_id)
    Memorandum.objects.filter(of_agreement).update(title=title)
    Version.objects.filter(id__in=[version.id, *annexes]).update(
        effective_on=frame.effective_on, expires_on=frame.expires_on, edit_number=F("edit_number") + 1
    )
    Version.objects.filter(id=version.id).update(covers_all_sites=frame.covers_all_sites)
    VersionSite.objects.filter(version=version).delete()
    VersionSite.objects.bulk_create([VersionSite(version=version, site_id=one) for one in sites])


def move_version(*, place: Place, to: VersionState, reason: str) -> None:
    """Take the next step of a version that is not signed yet, or back to a draft with a reason. Locks the agreement.

    Going out for signature fixes the exact bytes. One durable transaction. Raises: MemorandumNotFound,
    VersionNotFound, NotAllowed, WrongState, and what check_goes_out raises.
    """
    if to not in MOVES:
        raise WrongState("A version comes into force by its signatures, and ends by termination or time.")
    with transaction.atomic(durable=True):
        version = locked_version(place)
        version_access.check_is_agreement(version)
        if to is VersionState.DRAFT:
            reason = checked_long_text(reason, "reason", max_chars=REASON_MAX_CHARS)
            lifecycle.check_step(VersionState(version.state), to)
            void_signatures(version, place.at)
        if to is VersionState.OUT_FOR_SIGNATURE:
            lifecycle.check_step(VersionState(version.state), to)
            check_goes_out(version, place.at)
            seal_version(version)
        take_step(version, to, by=place.actor_id, at=place.at, reason=reason.strip()[:REASON_MAX_CHARS])


def name_signatory(*, place: Place, agency_id: UUID, member_id: UUID, title: str) -> UUID:
    """Name a member of a party to sign for it and return their place, in one durable transaction. Locks the agreement.

    A party names its own people, while the version is written or in review.
    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, MemberNotFound, WrongState, BadName.
    """
    with transaction.atomic(durable=True):
        version = _own_signatories(place, agency_id)
        party = next(one for one in parties_of(version) if one.id == agency_id)
        member = version_access.member_of(party, member_id, place.at)
        title = checked_text(title or member.title or str(member.role), "title", max_chars=120)
        row, _ = Signatory.objects.update_or_create(
            version=version,
            agency=party,
            user_id=member.user_id,
            defaults={"name": member.user.shown_name()[:120], "title": title},
        )
        Version.objects.filter(id=version.id).update(edit_number=F("edit_number") + 1)
    return row.id


def remove_signatory(*, place: Place, signatory_id: UUID) -> None:
    """Take a person out of those who sign for one's own party. Locks the agreement. Raises: as name_signatory."""
    with transaction.atomic(durable=True):
        version = _lock_readable(place)
        signatory = version_access.signatory_of(version, signatory_id)
        _own_signatories(place, signatory.agency_id)
        signatory.signatures.filter(voided_at__isnull=False).delete()
        signatory.delete()
        Version.objects.filter(id=version.id).update(edit_number=F("edit_number") + 1)


def _lock_readable(place: Place) -> Version:
    return version_access.version_for(
        user_id=place.actor_id,
        memorandum_id=place.memorandum_id,
        number=place.number,
        need=version_access.VersionNeed.READ,
        at=place.at,
        lock=True,
    )


def _own_signatories(place: Place, agency_id: UUID) -> Version:
    version = _lock_readable(place)
    version_access.check_names_signatories(place.actor_id, version, agency_id, place.at)
    if VersionState(version.state) not in lifecycle.WRITABLE:
        raise WrongState("Who signs is settled before a version is approved.")
    return version


def _checked_frame(frame: Frame) -> list[UUID]:
    if frame.expires_on < frame.effective_on:
        raise BadDates("A memorandum cannot expire before it takes effect.")
    return checked_sites(covers_all_sites=frame.covers_all_sites, site_ids=frame.site_ids)


def _write_version(
    memorandum: Memorandum,
    frame: Frame,
    sites: Sequence[UUID],
    *,
    number: int,
    based_on: Version | None,
    left_at: datetime | None = None,
) -> Version:
    version = Version.objects.create(
        memorandum=memorandum,
        number=number,
        covers_all_sites=frame.covers_all_sites,
        effective_on=frame.effective_on,
        expires_on=frame.expires_on,
        based_on=based_on,
        party_role="" if based_on is None else based_on.party_role,
        left_at=left_at,
    )
    VersionSite.objects.bulk_create([VersionSite(version=version, site_id=one) for one in sites])
    return version


def _first_words(memorandum: Memorandum) -> list[ClauseGiven]:
    """Return a template's clauses with the parties' names in them; its terms are proposals that the planner sees."""
    found = template_of(TemplateKind(memorandum.template_kind))
    if found is None:
        return []
    named = fill_template(found, district=memorandum.district.name, agency=memorandum.agency.name)
    return [
        ClauseGiven(
            clause.topic,
            clause.heading,
            clause.body_html,
            tuple(TermGiven(TermKind(one.kind), one.scope, one.value, one.condition) for one in clause.terms),
        )
        for clause in named.clauses
    ]
