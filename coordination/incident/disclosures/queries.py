"""The district's disclosure ledger, as its keepers read and export it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from coordination.incident.disclosures.models import Disclosure
from coordination.room.access import Asker
from coordination.vocabulary import DisclosureAuthority
from mou.access.fetch import keeps_agreements
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind, DataCategory

MAX_LISTED = 5_000


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One disclosure: what, to whom, by what right, under which clause, for which threat, by whom, when, in what.

    Without an incident: entered by hand, or the incident was deleted by its time. `interest` and `entered_at` are of
    rows by hand.
    """

    id: UUID
    at: datetime
    is_exercise: bool
    site: str
    incident: str
    incident_id: UUID | None
    entry: int | None
    authority: DisclosureAuthority
    categories: tuple[DataCategory, ...]
    agency: str
    recipient: str
    students: str
    threat: str
    clause: str
    by: str
    interest: str
    entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A district and what it has disclosed, newest first. `is_whole`: nothing older was left out."""

    district_id: UUID
    district: str
    time_zone: str
    disclosures: tuple[DisclosureView, ...]
    is_whole: bool
    # The student, if the ledger is only about one.
    student: str = ""


COLUMNS = tuple(field.name for field in fields(DisclosureView))


def district_kept(asker: Asker, district_id: UUID) -> Agency:
    """Return a district whose agreements the asker keeps. Raises: AgencyNotFound: none, or not theirs."""
    district = Agency.objects.filter(pk=district_id, kind=AgencyKind.DISTRICT.value).first()
    if district is None or not keeps_agreements(asker.user_id, district_id, asker.at):
        raise AgencyNotFound("There is no such agency.")
    return district


def ledger_for(asker: Asker, district_id: UUID, *, student: str = "") -> Ledger:
    """Return a district's ledger, or one student's part of it. Two queries more than access. Raises: AgencyNotFound."""
    district = district_kept(asker, district_id)
    if student.strip():
        return ledger_of_student(district, [student])
    rows = list(
        Disclosure.objects.filter(district=district)
        .select_related("incident")
        .order_by("-disclosed_at", "-id")[: MAX_LISTED + 1]
    )
    return Ledger(
        district_id=district.pk,
        district=district.name,
        time_zone=district.time_zone,
        disclosures=tuple(_view_of_row(row) for row in rows[:MAX_LISTED]),
        is_whole=len(rows) <= MAX_LISTED,
    )


def ledger_of_student(district: Agency, names: Iterable[str]) -> Ledger:
    """Return the rows of a district's ledger that name a student; access was checked before. Two queries.

    Where a row names others besides, only this one's name is shown: a reader of one student must not read of others.
    """
    known = tuple(dict.fromkeys(" ".join(one.split()) for one in names if one.strip()))
    rows = Disclosure.objects.filter(district=district).select_related("incident").order_by("-disclosed_at", "-id")
    found = list(rows.filter(_rows_naming(known))[: MAX_LISTED + 1])
    named = [row for row in found[:MAX_LISTED] if _is_about(row.students, known)]
    views = [replace(_view_of_row(row), students=_shown_students(row.students, known)) for row in named]
    return Ledger(
        district_id=district.pk,
        district=district.name,
        time_zone=district.time_zone,
        disclosures=tuple(views),
        # What is about others was found, too, and may have stood before the rest.
        is_whole=len(found) <= MAX_LISTED,
        student=known[0] if known else "",
    )


def _rows_naming(known: Iterable[str]) -> Q:
    found = Q(pk__in=())
    for one in known:
        found |= Q(students__icontains=one)
    return found


def _is_about(students: str, known: Iterable[str]) -> bool:
    """Say whether a text names a student as whole words: Ann Lee is not Joann Lee, nor Ann Leeds."""
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", students, re.IGNORECASE) for one in known)


def _shown_students(students: str, known: tuple[str, ...]) -> str:
    is_alone = any(students.strip().casefold() == one.casefold() for one in known)
    return students if is_alone else f"{known[0]} …"


def _view_of_row(row: Disclosure) -> DisclosureView:
    return DisclosureView(
        id=row.pk,
        at=row.disclosed_at,
        is_exercise=row.is_exercise,
        site=row.site_name,
        incident=row.incident.shown_title() if row.incident else "",
        # The id of a deleted incident is in the chain of deletions.
        incident_id=row.incident_id if row.incident else None,
        entry=row.seq,
        authority=DisclosureAuthority(row.authority),
        categories=tuple(map(DataCategory, row.categories)),
        agency=row.agency_name,
        recipient=row.recipient,
        students=row.students,
        threat=row.threat,
        clause=row.clause,
        by=row.disclosed_by_name,
        interest=row.interest,
        entered_at=row.entered_at,
    )
