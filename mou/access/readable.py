"""Which agreements people of a party read, and which of their versions. The parties and their people come as queries.

A version of several parties has a row for each that is opened something, all of one number: who may read one of them
reads them all. Who is no party of a number finds nothing of it.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mou.models import AgencyMember, Memorandum, Signatory, Version
from mou.vocabulary import VersionState

type AgencyIds = QuerySet[AgencyMember, Any]

# An unsigned version that its agency had left already never becomes one of its own.
IS_PARTY = Q(left_at__isnull=True) | Q(in_force_from__lt=F("left_at"))


def readable_memoranda(
    user_id: int, mine: QuerySet[AgencyMember], *, keepers: list[str], readers: list[str]
) -> tuple[QuerySet[Memorandum], QuerySet[Version]]:
    """Return the agreements with their annexes that a person reads, and the versions of them that they read.

    The district's keepers read all; readers of the other parties and people named to sign read what is or was at
    least in review: a draft is the district's own paper.
    """
    kept = mine.filter(role__in=keepers).values("agency_id")
    reading = _Reading(user_id, mine.values("agency_id"), mine.filter(role__in=readers).values("agency_id"))
    versions = reading.shared_versions(kept)
    rows = Memorandum.objects.filter(
        Q(district_id__in=kept, annex_of__isnull=True) | Exists(versions.filter(memorandum=OuterRef("pk")))
    )
    return rows, versions


class _Reading:
    """What is shared with one person: through the agencies whose papers they read, or as one who signs for them."""

    def __init__(self, user_id: int, mine: AgencyIds, read: AgencyIds) -> None:
        self._user_id = user_id
        self._mine = mine
        self._read = read

    def shared_versions(self, kept: AgencyIds) -> QuerySet[Version]:
        """Return the versions to read, of agreements and annexes; `kept`: the districts that keep the pen."""
        rows = Version.objects.alias(
            lead=Coalesce("memorandum__annex_of_id", "memorandum_id"),
            keeper=Coalesce("memorandum__annex_of__district_id", "memorandum__district_id"),
        )
        same = Version.objects.filter(IS_PARTY, number=OuterRef("number"))
        shared = Exists(same.filter(self._is_read("memorandum_id"), memorandum_id=OuterRef("lead"))) | Exists(
            same.filter(self._is_read("memorandum__annex_of_id"), memorandum__annex_of_id=OuterRef("lead"))
        )
        # The agreement itself is read by its parties, also when the agency of its foundation is none of them any more.
        is_there = IS_PARTY | Q(memorandum__annex_of__isnull=True)
        return rows.filter(Q(keeper__in=kept) | (is_there & ~Q(state=VersionState.DRAFT.value) & shared))

    def _is_read(self, lead: str) -> Q:
        """Of a version: its agency's papers are theirs to read, or they are named to sign for one of its parties."""
        to_sign = (
            Signatory.objects.filter(
                user_id=self._user_id, agency_id__in=self._mine, version__memorandum_id=OuterRef(lead)
            )
            .exclude(version__state=VersionState.DRAFT.value)
            .filter(Q(agency_id=OuterRef("memorandum__agency_id")) | Q(agency_id=OuterRef("memorandum__district_id")))
        )
        return Q(memorandum__agency_id__in=self._read) | Q(Exists(to_sign))


def lock_agreement(memorandum_id: UUID) -> None:
    """Lock the agreement that an annex belongs to, before the annex: all that changes either waits for the other."""
    list(Memorandum.objects.select_for_update(of=("self",)).filter(annexes=memorandum_id).values_list("pk"))
