"""Take the steps of a version's life. Called by actions that have asked access, inside their transaction."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q

from mou.access import policy
from mou.access.epoch_change import bump_access_epoch
from mou.agreements.lifecycle import check_step, state_after_change
from mou.models import EditorPresence, Memorandum, Signature, Version, VersionStep
from mou.papers.canonical import bytes_to_sign, sha256
from mou.papers.documents import document_of, names_of_sites
from mou.vocabulary import ActorId, EndedWhy, Operator, VersionState


def take_step(version: Version, after: VersionState, *, by: ActorId | None, at: datetime, reason: str = "") -> None:
    """Move a version on and write the step down. Raises: WrongState."""
    before = VersionState(version.state)
    check_step(before, after)
    version.state = after.value
    version.save(update_fields=["state"])
    VersionStep.objects.create(
        version=version,
        before=before.value,
        after=after.value,
        at=at,
        by_id=None if isinstance(by, Operator) else by,
        reason=reason,
    )


def note_change(version: Version, *, by: ActorId, at: datetime) -> None:
    """Let what follows from a change of words happen: a version that was approved or out for signature is a draft
    again, and the signatures given so far are void. Raises: WrongState: it was signed."""
    after = state_after_change(VersionState(version.state))
    if after.value == version.state:
        return
    void_signatures(version, at)
    take_step(version, after, by=by, at=at, reason="changed")


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
    names = names_of_sites(version)
    for site in version.sites.all():
        site.name = names.get(site.site_id, "")
        site.save(update_fields=["name"])
    content = bytes_to_sign(document_of(version))
    version.canonical_text, version.canonical_sha256 = content.decode(), sha256(content)
    version.save(update_fields=["canonical_text", "canonical_sha256"])


def bring_into_force(version: Version, *, by: ActorId, at: datetime, reason: str = "") -> None:
    """Let a version hold from now, or from its first day; what it supersedes ends at that very instant."""
    starts_at = max(at, _first_instant(version))
    signed = Version.objects.filter(memorandum_id=version.memorandum_id, state=VersionState.IN_FORCE.value)
    for before in signed.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=starts_at)):
        Version.objects.filter(id=before.id).update(ended_at=starts_at, ended_why=EndedWhy.SUPERSEDED.value)
        if starts_at <= at:
            take_step(before, VersionState.SUPERSEDED, by=by, at=at, reason=f"version {version.number}")
    version.in_force_from = at
    Version.objects.filter(id=version.id).update(in_force_from=at, state=VersionState.IN_FORCE.value)
    take_step(version, VersionState.IN_FORCE, by=by, at=at, reason=reason)
    Memorandum.objects.filter(id=version.memorandum_id).update(current_version=version)
    EditorPresence.objects.filter(version=version).delete()
    bump_access_epoch()


def _first_instant(version: Version) -> datetime:
    zone = ZoneInfo(version.memorandum.district.time_zone)
    return datetime.combine(version.effective_on, time.min, tzinfo=zone)


def is_over(version: Version, at: datetime) -> bool:
    """Say whether a version's last day has passed by the district's calendar."""
    return policy.local_date(at, version.memorandum.district.time_zone) > version.expires_on
