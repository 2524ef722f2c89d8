"""Begin a plan, and its next version. What is written stands in sections.py and facts.py."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from coordination.emergency_plans.access import PlanGrant, place_to_begin_for, plan_to_write_for
from coordination.emergency_plans.errors import EmergencyPlanNotFound, PlanIsFixed, PlanIsThere, PlanIsWritten
from coordination.emergency_plans.models import (
    WRITTEN,
    EmergencyPlan,
    PlanHelp,
    PlanPhone,
    PlanPlace,
    PlanRole,
    PlanSection,
    PlanVersion,
)
from coordination.emergency_plans.rules.given import PlanBegunIn
from coordination.emergency_plans.rules.library import library_sections
from coordination.emergency_plans.vocabulary import EmergencyPlanState, PlanTopic
from coordination.emergency_plans.work.rules import rules_of


def begin_plan(*, actor_id: int, given: PlanBegunIn, at: datetime) -> EmergencyPlan:
    """Begin a plan with the sections of the library that the district asks for. Durable.

    Raises: EmergencyPlanNotFound: not theirs to keep. PlanIsThere.
    """
    try:
        with transaction.atomic(durable=True):
            district, site = place_to_begin_for(
                user_id=actor_id, district_id=given.district_id, site_id=given.site_id, at=at
            )
            plan = EmergencyPlan.objects.create(district=district, site=site, begun_by_id=actor_id, begun_at=at)
            version = PlanVersion.objects.create(plan=plan, number=1, begun_by_id=actor_id, begun_at=at)
            asked = set(rules_of(district.pk).topics)
            PlanSection.objects.bulk_create(
                [
                    section_from_library(version, one.topic, position)
                    for position, one in enumerate(library_sections().values(), start=1)
                    if one.topic in asked
                ]
            )
    except IntegrityError as there:
        raise PlanIsThere from there
    return plan


def section_from_library(version: PlanVersion, topic: PlanTopic, position: int) -> PlanSection:
    """Return a section with the library's words, not saved."""
    one = library_sections()[topic.value]
    return PlanSection(
        version=version,
        key=topic.value,
        part=one.part.value,
        position=position,
        heading=topic.message.text,
        body=one.text.strip(),
        is_restricted=one.is_restricted,
    )


def begin_version(*, actor_id: int, plan_id: UUID, at: datetime) -> PlanVersion:
    """Begin the next version with the words and facts of the newest. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite. PlanIsWritten: one is being written.
    """
    with transaction.atomic(durable=True):
        grant = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at)
        newest = newest_version(grant)
        if newest.state in WRITTEN:
            raise PlanIsWritten
        version = PlanVersion.objects.create(
            plan=grant.plan, number=newest.number + 1, begun_by_id=actor_id, begun_at=at
        )
        _copy_rows(newest.sections.all(), version)
        _copy_rows(newest.roles.all(), version)
        _copy_rows(newest.places.all(), version)
        _copy_rows(newest.phones.all(), version)
        _copy_rows(newest.helps.all(), version)
    return version


def _copy_rows[RowT: (PlanSection, PlanRole, PlanPlace, PlanPhone, PlanHelp)](
    rows: QuerySet[RowT], version: PlanVersion
) -> None:
    copies = list(rows)
    for row in copies:
        row.pk, row.version = None, version
    rows.bulk_create(copies)


def newest_version(grant: PlanGrant) -> PlanVersion:
    """Return the newest version that a reader reads. Raises: EmergencyPlanNotFound."""
    return version_numbered(grant, None)


def version_numbered(grant: PlanGrant, number: int | None) -> PlanVersion:
    """Return a version that a reader reads, the newest without a number. Raises: EmergencyPlanNotFound."""
    rows = grant.plan.versions.select_related("plan__district", "plan__site", "adopted_by").order_by("-number")
    if not grant.reads_written:
        # What was superseded holds no more: who may read what holds would take it for the plan.
        rows = rows.filter(state=EmergencyPlanState.ADOPTED.value)
    found = (rows if number is None else rows.filter(number=number)).first()
    if found is None:
        raise EmergencyPlanNotFound
    return found


def draft_of(grant: PlanGrant) -> PlanVersion:
    """Return the version that is being written. Raises: PlanIsFixed: there is none, or it is before the team."""
    version = newest_version(grant)
    if version.state != EmergencyPlanState.DRAFT.value:
        raise PlanIsFixed
    return version
