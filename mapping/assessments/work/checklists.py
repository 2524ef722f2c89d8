"""Which checklists a site is walked by: those that come with the software, and those that its district brought."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.access import district_to_draw_for
from mapping.assessments.errors import BadChecklist
from mapping.assessments.models import Assessment, DistrictChecklist
from mapping.assessments.rules.checklist import (
    DEFAULT_CHECKLIST,
    Checklist,
    Scenario,
    checklist_from_text,
    shipped_checklists,
)
from mapping.models import Site

MOST_CHECKLISTS = 20


def checklists_of(district_id: UUID) -> dict[str, Checklist]:
    """Return the checklists that a district's sites are walked by, by key; its own before one of the same key."""
    own = DistrictChecklist.objects.filter(district_id=district_id).order_by("key")
    # Checked when they were brought.
    return {**shipped_checklists(), **{one.key: Checklist.model_validate(one.document) for one in own}}


def checklist_for(site: Site, key: str) -> Checklist:
    """Return the checklist of a key. Raises: BadChecklist: there is none."""
    found = checklists_of(site.district_id).get(key)
    if found is None:
        raise BadChecklist("There is no checklist of this key.", pointer="/checklist")
    return found


def checklist_of(assessment: Assessment) -> Checklist:
    """Return the checklist with which an assessment began."""
    return Checklist.model_validate(assessment.checklist)


def scenarios_of(assessment: Assessment) -> tuple[Scenario, ...]:
    """Return what is rated in an assessment: the scenarios of its checklist, else those that come with the software."""
    return checklist_of(assessment).scenarios or shipped_checklists()[DEFAULT_CHECKLIST].scenarios


def bring_checklist(*, actor_id: int, district_id: UUID, toml: str, at: datetime) -> Checklist:
    """Keep a checklist of a district's own; one of the same key takes the place of the one before. Durable.

    Assessments that have begun keep theirs. Raises: BadChecklist. DistrictNotFound: none, or not theirs to keep.
    """
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
        found = checklist_from_text(toml)
        rows = DistrictChecklist.objects.filter(district=district)
        if not rows.filter(key=found.key).exists() and rows.count() >= MOST_CHECKLISTS:
            raise BadChecklist(f"A district has at most {MOST_CHECKLISTS} checklists.", pointer="/toml")
        values = {"document": found.model_dump(mode="json"), "brought_by_id": actor_id, "brought_at": at}
        DistrictChecklist.objects.update_or_create(district=district, key=found.key, defaults=values)
    return found
