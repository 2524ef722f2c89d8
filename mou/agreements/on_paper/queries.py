"""Read what is known of a version's paper: whose signatures it bears, who recorded and who confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mou.access.annexes import parties_of
from mou.agencies.administrators import is_second_keeper_to
from mou.models import SignedPaper, Version


@dataclass(frozen=True, slots=True)
class PaperSignatureView:
    """A signature that stands on the paper."""

    agency_id: UUID
    agency_name: str
    name: str
    title: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class SignedPaperView:
    """A scan that waits for its second person, or by which the version came into force.

    `scan_sha256`: SHA-256 of the scan, in hexadecimal digits. `media_type`: PDF, or JPEG as it was drawn anew.
    `recorded_by`: who brought the scan. `recorded_at`: when it was brought. `confirmed_by`: the second person; empty
    while it waits. `confirmed_at`: when it was confirmed, and the version came into force. `may_confirm`: the reader
    may be the second person.
    """

    id: UUID
    scan_sha256: str
    media_type: str
    signatures: tuple[PaperSignatureView, ...]
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    may_confirm: bool


def signed_paper_view(version: Version, *, user_id: int, may_keep: bool, at: datetime) -> SignedPaperView | None:
    """Return the paper that waits or counts; None where there is none, or the version changed since. One query.

    The scan itself is not read.
    """
    rows = SignedPaper.objects.filter(version=version, set_aside_at__isnull=True, sha256=version.canonical_sha256)
    row = rows.defer("scan").select_related("recorded_by", "confirmed_by").order_by("-recorded_at").first()
    if row is None:
        return None
    waits = row.confirmed_at is None
    return SignedPaperView(
        id=row.id,
        scan_sha256=row.scan_sha256,
        media_type=row.media_type,
        signatures=paper_signatures(version, row.signatures),
        recorded_by=row.recorded_by.shown_name(),
        recorded_at=row.recorded_at,
        confirmed_by="" if row.confirmed_by is None else row.confirmed_by.shown_name(),
        confirmed_at=row.confirmed_at,
        may_confirm=waits
        and may_keep
        and is_second_keeper_to(user_id, row.recorded_by_id, version.memorandum.district_id, at),
    )


def paper_signatures(version: Version, rows: list[Mapping[str, str]]) -> tuple[PaperSignatureView, ...]:
    """Return stored signatures with the parties' names."""
    parties = {str(one.pk): one for one in parties_of(version)}
    return tuple(
        PaperSignatureView(
            agency_id=parties[one["agency_id"]].pk,
            agency_name=parties[one["agency_id"]].name,
            name=one["name"],
            title=one["title"],
            signed_on=date.fromisoformat(one["signed_on"]),
        )
        for one in rows
    )
