"""Write down who was given a school's plans: the distribution log that map laws ask for."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mapping.access import site_for, site_to_draw_for
from mapping.errors import RecipientUnclear
from mapping.models import DistributionRecord, Floorplan, Site
from mapping.vocabulary import DistributionForm, FloorplanState, SiteNeed
from mou.access.fetch import agreements_granting, standing_at
from mou.access.policy import Place, covers_place
from mou.vocabulary import TermKind

# Ten requests for the same file in a row are one distribution, not ten.
SAME_WITHIN = timedelta(hours=1)


def record_distribution(*, user_id: int, site_id: UUID, form: DistributionForm, at: datetime) -> int:
    """Write that a partner's person took the plans of a site in some form; return how many agencies that is.

    One durable transaction. Called where an export, a pack or a print is handed out. People of the school or its
    district only look at their own plans: for them nothing is written.
    Raises: SiteNotFound: missing, or its floorplans are not this person's to have.
    """
    with transaction.atomic(durable=True):
        site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
        plans = plans_in_force(site)
        partners = {
            one.member.agency_id
            for one in standing_at(
                user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at
            )
            if not one.is_insider
        }
        fresh = {one for one in partners if not _was_just_given(site, one, form, plans, at)}
        DistributionRecord.objects.bulk_create(
            DistributionRecord(
                site=site, agency_id=one, form=form.value, floorplan_ids=plans, given_by_id=user_id, given_at=at
            )
            for one in sorted(fresh)
        )
    return len(fresh)


def hand_over(
    *,
    user_id: int,
    site_id: UUID,
    agency_id: UUID | None,
    recipient: str,
    form: DistributionForm,
    note: str,
    at: datetime,
) -> UUID:
    """Record that a keeper of a site's maps gave them to an agency or a named recipient; return the record's id.

    One durable transaction. Raises: SiteNotFound, NotAllowed: not theirs to give. RecipientUnclear: neither or both of
    agency and name, or an agency without an agreement at the site.
    """
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=user_id, site_id=site_id, at=at)
        if (agency_id is None) == (not recipient.strip()):
            raise RecipientUnclear("Name either an agency or someone else.")
        if agency_id is not None and agency_id not in _served_by(site, at):
            raise RecipientUnclear("No such agency has an agreement at this site.")
        row = DistributionRecord.objects.create(
            site=site,
            agency_id=agency_id,
            recipient=recipient.strip(),
            form=form.value,
            floorplan_ids=plans_in_force(site),
            note=note,
            given_by_id=user_id,
            given_at=at,
        )
    return row.pk


def plans_in_force(site: Site) -> list[str]:
    """Return the ids of the site's published floorplans."""
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED.value).order_by("id")
    return [str(pk) for pk in plans.values_list("pk", flat=True)]


def _was_just_given(site: Site, agency_id: UUID, form: DistributionForm, plans: list[str], at: datetime) -> bool:
    given = DistributionRecord.objects.filter(site=site, agency_id=agency_id, form=form.value)
    last = given.order_by("-given_at").first()
    return last is not None and last.floorplan_ids == plans and at - last.given_at < SAME_WITHIN


def _served_by(site: Site, at: datetime) -> set[UUID]:
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    return {
        one.agency_id
        for one in agreements_granting(TermKind.FLOORPLAN_ACCESS, site.district_id, at)
        if covers_place(one, place)
    }
