"""Fetch a version of an agreement and check what this person may do with it, in one call."""

import enum
from datetime import datetime
from uuid import UUID

from mou.access.annexes import parties_of, party_ids
from mou.access.fetch import READERS, MemorandumNeed, active_memberships, keeps_agreements, memorandum_for
from mou.agreements.errors import OfAnAgreement
from mou.errors import MemberNotFound, NotAllowed, SignatoryNotFound, VersionNotFound
from mou.models import Agency, AgencyMember, Memorandum, Signatory, Version
from mou.vocabulary import ActorId, MemberRole, Operator

# What a transport holds after it asked: an object is a permission.
type Held = Version


class VersionNeed(enum.Enum):
    """READ: its words. REVIEW: comment on them. KEEP: change them and move it on."""

    READ = "read"
    REVIEW = "review"
    KEEP = "keep"


def version_for(
    *, user_id: ActorId, memorandum_id: UUID, number: int, need: VersionNeed, at: datetime, lock: bool
) -> Version:
    """Return a version with its memorandum if the person may do what they need with it.

    With `lock`, holds the memorandum's row until commit: changes of one agreement come after each other.
    Raises: MemorandumNotFound, VersionNotFound: missing, or not theirs to read. NotAllowed: only to read.
    """
    memorandum = memorandum_for(
        user_id=user_id, memorandum_id=memorandum_id, need=MemorandumNeed.READ, at=at, lock=lock
    )
    version = next((one for one in memorandum.versions.all() if one.number == number), None)
    if version is None:
        raise VersionNotFound("There is no such version.")
    version.memorandum = memorandum
    if need is VersionNeed.KEEP and not keeps_agreements(user_id, memorandum.district_id, at):
        raise NotAllowed("Only the district's administrators and planners may do this.")
    if need is VersionNeed.REVIEW and speaks_for(user_id, memorandum, at) is None:
        raise NotAllowed("Only the parties' people may do this.")
    return version


def check_is_agreement(version: Version) -> None:
    """Raise OfAnAgreement for an annex."""
    if version.memorandum.annex_of_id is not None:
        raise OfAnAgreement("Only the agreement as a whole is moved, signed or amended.")


def speaks_for(user_id: ActorId, memorandum: Memorandum, at: datetime) -> AgencyMember | None:
    """Return the membership in which a person speaks for a party; the district's comes first. Two queries."""
    if isinstance(user_id, Operator):
        return None
    first = {memorandum.district_id: 0, memorandum.agency_id: 1}
    memberships = active_memberships(user_id, at)
    mine = [one for one in memberships if one.agency_id in first]
    if not mine:
        further = party_ids(memorandum)
        mine = [one for one in memberships if one.agency_id in further]
    return min(mine, key=lambda one: first.get(one.agency_id, 2), default=None)


def names_signatories(user_id: ActorId, agency_id: UUID, at: datetime) -> bool:
    """Say whether a person decides who signs for an agency: its administrators, commanders and planners."""
    if isinstance(user_id, Operator):
        return True
    return any(
        one.agency_id == agency_id and MemberRole(one.role) in READERS for one in active_memberships(user_id, at)
    )


def check_names_signatories(user_id: ActorId, version: Version, agency_id: UUID, at: datetime) -> None:
    """Allow a party's administrators, commanders and planners to say who signs for it. Raises: NotAllowed."""
    parties = {one.id for one in parties_of(version)}
    if agency_id not in parties or not names_signatories(user_id, agency_id, at):
        raise NotAllowed("A party names its own signatories.")


def signatory_of(version: Version, signatory_id: UUID) -> Signatory:
    """Return a signatory of a version. Raises: SignatoryNotFound."""
    signatory = version.signatories.filter(id=signatory_id).first()
    if signatory is None:
        raise SignatoryNotFound("There is no such signatory.")
    return signatory


def signatory_for(*, user_id: int, version: Version, signatory_id: UUID, at: datetime) -> Signatory:
    """Return the place in which this person signs: never another's, and none after leaving the party.

    Raises: SignatoryNotFound: there is none. NotAllowed: it is another person's.
    """
    signatory = signatory_of(version, signatory_id)
    belongs = any(one.agency_id == signatory.agency_id for one in active_memberships(user_id, at))
    if signatory.user_id != user_id or not belongs:
        raise NotAllowed("Only the person who is named signs here, as a member of the party.")
    return signatory


def member_of(agency: Agency, member_id: UUID, at: datetime) -> AgencyMember:
    """Return an active member of an agency. Raises: MemberNotFound."""
    member = AgencyMember.objects.filter(agency=agency, id=member_id).select_related("user").first()
    if member is None or member not in active_memberships(member.user_id, at):
        raise MemberNotFound("There is no such member.")
    return member
