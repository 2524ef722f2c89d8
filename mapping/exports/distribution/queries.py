"""Read which agencies serve a school, which version of its plans each has, and when one was given out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mapping.laws.evidence import Serving
from mapping.models import DistributionRecord, FloorplanAcknowledgement, Site
from mapping.vocabulary import DistributionForm
from mou.access.fetch import agreements_granting
from mou.access.policy import Place, covers_place
from mou.models import Agency
from mou.vocabulary import TermKind


@dataclass(frozen=True, slots=True)
class Given:
    """Who serves one school, and on which days its plans were handed over by those who keep them."""

    serving: tuple[Serving, ...] = ()
    days: tuple[date, ...] = ()
    printed: bool = False


@dataclass(frozen=True, slots=True)
class RecordView:
    """One line of the distribution log. `is_current`: what was given then is what is in force now."""

    id: UUID
    recipient: str
    form: DistributionForm
    note: str
    given_by: str
    given_at: datetime
    is_current: bool


@dataclass(slots=True)
class _Got:
    """What one agency has of one site."""

    acknowledged: set[UUID] = field(default_factory=set)
    given: set[UUID] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


def given_to(sites: Sequence[Site], plans: Mapping[UUID, AbstractSet[UUID]], at: datetime) -> dict[UUID, Given]:
    """Return per site who serves it and what each has; `plans` are its published floorplans. Six queries."""
    agreements = agreements_granting(TermKind.FLOORPLAN_ACCESS, sites[0].district_id, at)
    agencies = Agency.objects.in_bulk({one.agency_id for one in agreements})
    got, days, printed = _records_by_site(sites)
    for floorplan_id, agency_id, site_id in FloorplanAcknowledgement.objects.filter(
        floorplan__in={one for ids in plans.values() for one in ids}
    ).values_list("floorplan_id", "agency_id", "floorplan__level__site_id"):
        got[site_id, agency_id].acknowledged.add(floorplan_id)
    found: dict[UUID, Given] = {}
    for site in sites:
        place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
        served_by = {one.agency_id for one in agreements if covers_place(one, place)}
        rows = [_serving_agency(agencies[one], got[site.pk, one], plans[site.pk]) for one in served_by]
        rows.sort(key=lambda one: (one.name, one.kind))
        found[site.pk] = Given(tuple(rows), tuple(sorted(days[site.pk])), site.pk in printed)
    return found


def _serving_agency(agency: Agency, got: _Got, plans: AbstractSet[UUID]) -> Serving:
    has_current = bool(plans) and plans <= got.acknowledged | got.given
    return Serving(agency.name, agency.kind, has_current, frozenset(got.forms))


def _records_by_site(
    sites: Sequence[Site],
) -> tuple[dict[tuple[UUID, UUID | None], _Got], dict[UUID, set[date]], set[UUID]]:
    zones = {site.pk: ZoneInfo(site.time_zone) for site in sites}
    got: dict[tuple[UUID, UUID | None], _Got] = defaultdict(_Got)
    days: dict[UUID, set[date]] = defaultdict(set)
    printed: set[UUID] = set()
    rows = DistributionRecord.objects.filter(site__in=list(zones)).order_by()
    for site_id, agency_id, form, ids, given_at in rows.values_list(
        "site_id", "agency_id", "form", "floorplan_ids", "given_at"
    ):
        got[site_id, agency_id].forms.add(form)
        got[site_id, agency_id].given.update(UUID(one) for one in ids)
        if form == DistributionForm.PRINT:
            printed.add(site_id)
        if form == DistributionForm.HANDED_OVER:
            days[site_id].add(given_at.astimezone(zones[site_id]).date())
    return got, days, printed


def distribution_log(site: Site, plans: AbstractSet[UUID]) -> list[RecordView]:
    """Return who was given the plans of a site, the newest first; `plans` are those in force. One query."""
    rows = DistributionRecord.objects.filter(site=site).select_related("agency", "given_by")
    return [
        RecordView(
            id=row.pk,
            recipient=row.recipient if row.agency is None else row.agency.name,
            form=DistributionForm(row.form),
            note=row.note,
            given_by=row.given_by.shown_name(),
            given_at=row.given_at,
            is_current=bool(plans) and {str(one) for one in plans} <= set(row.floorplan_ids),
        )
        for row in rows
    ]
