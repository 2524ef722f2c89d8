"""Read which agencies that had an agreement at a place have none in force now, or soon will not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch

from mou.access import policy
from mou.access.facts import agreement_facts
from mou.agreements import lifecycle
from mou.models import Term, Version, VersionSite
from mou.vocabulary import VersionState

SIGNED = (VersionState.IN_FORCE, VersionState.EXPIRED, VersionState.TERMINATED, VersionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class AgreementGap:
    """An agency of which no agreement is in force at a place, or whose last one ends soon, on `ends_on`.

    `begins_on`: nothing is in force yet, but something is signed that holds from then on. `ends_on` is the last day of
    what has held; None if nothing ever has.
    """

    agency_id: UUID
    agency: str
    is_in_force: bool
    ends_on: date | None
    begins_on: date | None


def gaps_at(place: policy.Place, at: datetime, *, agency_ids: Collection[UUID] | None) -> list[AgreementGap]:
    """Return the gaps at a place, of these agencies or of all that ever signed, by name. Three queries.

    An agency that has never signed leaves no gap: nothing has ended.
    """
    rows = (
        Version.objects.filter(
            memorandum__district_id=place.district_id,
            memorandum__agency__is_active=True,
            state__in=[state.value for state in SIGNED],
            in_force_from__lte=at,
        )
        .select_related("memorandum__district", "memorandum__agency")
        .prefetch_related(
            Prefetch("sites", VersionSite.objects.filter(site_id=place.site_id)),
            Prefetch("terms", Term.objects.none()),
        )
    )
    if agency_ids is not None:
        rows = rows.filter(memorandum__agency_id__in=list(agency_ids))
    of_agency: dict[UUID, list[Version]] = {}
    for row in rows:
        if policy.covers_place(agreement_facts(row), place):
            of_agency.setdefault(row.memorandum.agency_id, []).append(row)
    gaps = (_gap_of(versions, at) for versions in of_agency.values())
    return sorted((one for one in gaps if one is not None), key=lambda one: (one.agency, one.agency_id))


def _gap_of(versions: list[Version], at: datetime) -> AgreementGap | None:
    """Return the gap that an agency's versions leave, if they do. What is signed for later is a renewal."""
    agency, district = versions[0].memorandum.agency, versions[0].memorandum.district
    today = policy.local_date(at, district.time_zone)
    signed = [one for one in versions if one.state == VersionState.IN_FORCE]
    is_in_force = any(policy.is_in_force(agreement_facts(one), at) for one in signed)
    if is_in_force:
        ends_on = max(_last_day(one, district.time_zone) for one in signed)
        if not lifecycle.is_expiring(VersionState.IN_FORCE, ends_on, today):
            return None
        return AgreementGap(agency.pk, agency.name, is_in_force=True, ends_on=ends_on, begins_on=None)
    ended = [last for one in versions if (last := _last_day(one, district.time_zone)) <= today]
    begins_on = min((one.effective_on for one in signed if today < one.effective_on), default=None)
    return AgreementGap(
        agency.pk, agency.name, is_in_force=False, ends_on=max(ended, default=None), begins_on=begins_on
    )


def _last_day(version: Version, time_zone: str) -> date:
    if version.opens_until is None:
        return version.expires_on
    # What ends as a day begins has held until the day before.
    last = version.opens_until - timedelta(microseconds=1)
    return min(version.expires_on, policy.local_date(last, time_zone))
