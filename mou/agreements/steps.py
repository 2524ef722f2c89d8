"""Take the steps of a version's life. Called by actions that have asked access, inside their transaction."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from mou.access import fetch, policy
from mou.access.annexes import annexes_of, lead_of
from mou.access.epoch_change import bump_access_epoch
from mou.agreements.errors import NotInReview
from mou.agreements.lifecycle import UNSIGNED, WRITABLE, check_step, state_after_change
from mou.models import EditorPresence, Memorandum, Signature, Version, VersionStep
from mou.papers.canonical import bytes_to_sign, sha256
from mou.papers.documents import document_of, names_of_sites
from mou.vocabulary import ActorId, EndedWhy, Operator, VersionState


def take_step(version: Version, after: VersionState, *, by: ActorId | None, at: datetime, reason: str = "") -> None:
    """Move a version on and write the step down. Before it is signed, what it says of further parties goes with it.

    Raises: WrongState.
    """
    before = VersionState(version.state)
    check_step(before, after)
    version.state = after.value
    version.save(update_fields=["state"])
    _write_step(version, before, by=by, at=at, reason=reason)
    if after not in UNSIGNED or version.memorandum.annex_of_id is not None:
        return
    for annex in annexes_of(version):
        was = VersionState(annex.state)
        # The sum is that of the whole: an annex is signed with it, and by it.
        annex.state, annex.canonical_sha256 = after.value, version.canonical_sha256
        annex.save(update_fields=["state", "canonical_sha256"])
        _write_step(annex, was, by=by, at=at, reason=reason)


def _write_step(version: Version, before: VersionState, *, by: ActorId | None, at: datetime, reason: str) -> None:
    VersionStep.objects.create(
        version=version,
        before=before.value,
        after=version.state,
        at=at,
        by_id=None if isinstance(by, Operator) else by,
        reason=reason,
    )


def note_change(version: Version, *, by: ActorId, at: datetime) -> None:
    """Let what follows from a change of words happen: a version that was approved or out for signature is a draft
    again, and the signatures given so far are void. Of an annex, the agreement is what is a draft again.

    Raises: WrongState: it was signed. NotInReview: another district's people change what they were not shown.
    """
    lead = lead_of(version)
    state = VersionState(lead.state)
    after = state_after_change(state)
    if (
        lead is not version
        and not fetch.keeps_agreements(by, lead.memorandum.district_id, at)
        and state not in WRITABLE
    ):
        raise NotInReview("What is opened in return is written while the agreement is in review.")
    if after.value == lead.state:
        return
    void_signatures(lead, at)
    take_step(lead, after, by=by, at=at, reason="changed")
    version.state, version.canonical_sha256 = lead.state, lead.canonical_sha256


def void_signatures(version: Version, at: datetime) -> None:
    """Void what was signed so far and forget the sum, inside the caller's transaction."""
    Signature.objects.filter(signatory__version=version, voided_at__isnull=True).update(voided_at=at)
    if version.canonical_sha256:
        # In one statement with the state: the database holds "out for signature" to its sum.
        Version.objects.filter(id=version.id).update(
            state=VersionState.DRAFT.value, canonical_text="", canonical_sha256=""
        )
        version.canonical_text = version.canonical_sha256 = ""


def seal_version(version: Version) -> None:
    """Fix the exact bytes that will be signed, with the sites' names as they are now. Raises: BadDocument."""
    for part in (version, *annexes_of(version)):
        names = names_of_sites(part)
        for site in part.sites.all():
            site.name = names.get(site.site_id, "")
            site.save(update_fields=["name"])
    content = bytes_to_sign(document_of(version))
    version.canonical_text, version.canonical_sha256 = content.decode(), sha256(content)
    version.save(update_fields=["canonical_text", "canonical_sha256"])


def bring_into_force(version: Version, *, by: ActorId, at: datetime, reason: str = "") -> None:
    """Let a version hold from now, or from its first day; what it supersedes ends at that very instant.

    All parties' parts begin with it. The part of a party that it does not carry on ends; who has given notice keeps
    what they signed until their last day.
    """
    annexes = annexes_of(version)
    for one in (version, *annexes):
        _let_hold(one, by=by, at=at, reason=reason)
    others = Version.objects.filter(
        memorandum__annex_of=version.memorandum_id, state=VersionState.IN_FORCE.value, left_at__isnull=True
    ).exclude(memorandum__in=[one.memorandum_id for one in annexes])
    _end_before(others, version, starts_at=max(at, _first_instant(version)), by=by, at=at)
    bump_access_epoch()


def _let_hold(version: Version, *, by: ActorId, at: datetime, reason: str) -> None:
    signed = Version.objects.filter(memorandum_id=version.memorandum_id, state=VersionState.IN_FORCE.value)
    _end_before(signed, version, starts_at=max(at, _first_instant(version)), by=by, at=at)
    version.in_force_from = at
    Version.objects.filter(id=version.id).update(in_force_from=at, state=VersionState.IN_FORCE.value)
    take_step(version, VersionState.IN_FORCE, by=by, at=at, reason=reason)
    Memorandum.objects.filter(id=version.memorandum_id).update(current_version=version)
    EditorPresence.objects.filter(version=version).delete()


def _end_before(signed: QuerySet[Version], version: Version, *, starts_at: datetime, by: ActorId, at: datetime) -> None:
    for before in signed.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=starts_at)):
        # Who has given notice, and is no party of the next, keeps what they signed until their last day.
        has_next = version.memorandum_id == before.memorandum_id and version.left_at is None
        ends_at = starts_at if has_next or before.left_at is None else max(starts_at, before.left_at)
        Version.objects.filter(id=before.id).update(ended_at=ends_at, ended_why=EndedWhy.SUPERSEDED.value)
        if ends_at <= at:
            take_step(before, VersionState.SUPERSEDED, by=by, at=at, reason=f"version {version.number}")


def _first_instant(version: Version) -> datetime:
    zone = ZoneInfo(version.memorandum.district.time_zone)
    return datetime.combine(version.effective_on, time.min, tzinfo=zone)


def is_over(version: Version, at: datetime) -> bool:
    """Say whether a version's last day has passed by the district's calendar."""
    return policy.local_date(at, version.memorandum.district.time_zone) > version.expires_on
