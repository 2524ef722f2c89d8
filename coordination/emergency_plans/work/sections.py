"""Write the sections of a plan, and remarks on them. Two people may write two sections at once."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from coordination.emergency_plans.access import plan_to_speak_for, plan_to_write_for
from coordination.emergency_plans.errors import BadEmergencyPlan, PlanChanged, PlanIsFixed, PlanSectionNotFound
from coordination.emergency_plans.models import WRITTEN, PlanRemark, PlanSection, PlanSectionEdit, PlanVersion
from coordination.emergency_plans.rules.given import RemarkIn, SectionAddedIn, SectionIn
from coordination.emergency_plans.vocabulary import PlanPart, PlanTopic, RemarkState
from coordination.emergency_plans.work.versions import draft_of, newest_version, section_from_library
from mou.foundation.forms.act_form import at_field

MOST_SECTIONS = 80
MOST_REMARKS = 500


def edit_section(*, actor_id: int, plan_id: UUID, key: str, given: SectionIn, at: datetime) -> PlanSection:
    """Write a section as it was read. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsFixed, PlanSectionNotFound. PlanChanged: another save came
        first. BadEmergencyPlan: a role that the plan has not.
    """
    with transaction.atomic(durable=True):
        version = draft_of(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        section = _find_section(version, key, given.edit_number)
        roles = [one.role for one in given.roles]
        known = {str(one) for one in version.roles.values_list("key", flat=True)}
        with at_field("roles"):
            if not known.issuperset(roles) or len(set(roles)) != len(roles):
                raise BadEmergencyPlan
        section.heading, section.body, section.roles = given.heading, _with_line_feeds(given.body), roles
        section.is_restricted = given.is_restricted
        section.edit_number += 1
        section.save()
        _note_edit(section, actor_id, at)
    return section


def add_section(*, actor_id: int, plan_id: UUID, given: SectionAddedIn, at: datetime) -> PlanSection:
    """Add an empty section of one's own at the end of its part. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsFixed. BadEmergencyPlan: there are too many.
    """
    with transaction.atomic(durable=True):
        version = draft_of(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        section = PlanSection(
            version=version, key=f"own_{uuid4().hex}", part=given.part.value, heading=given.heading, position=0
        )
        _save_new(section, actor_id, at)
    return section


def take_from_library(*, actor_id: int, plan_id: UUID, topic: PlanTopic, at: datetime) -> PlanSection:
    """Add a section of the library that the plan has not. Durable.

    Raises: as `add_section`. BadEmergencyPlan: the plan has it.
    """
    with transaction.atomic(durable=True):
        version = draft_of(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        if version.sections.filter(key=topic.value).exists():
            raise BadEmergencyPlan
        section = section_from_library(version, topic, 0)
        _save_new(section, actor_id, at)
    return section


def remove_section(*, actor_id: int, plan_id: UUID, key: str, edit_number: int, at: datetime) -> None:
    """Take a section out, as it was read; its edits stay. Durable. Raises: as `edit_section`."""
    with transaction.atomic(durable=True):
        version = draft_of(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        section = _find_section(version, key, edit_number)
        section.edit_number += 1
        _note_edit(section, actor_id, at, is_removed=True)
        # No hold is asked: it is a draft, and the edits of the version say what it said.
        section.delete()


def write_remark(*, actor_id: int, plan_id: UUID, key: str, given: RemarkIn, at: datetime) -> PlanRemark:
    """Say something about a section of what is being written. Durable.

    Raises: EmergencyPlanNotFound, PlanTeamDecides, PlanIsFixed, PlanSectionNotFound. BadEmergencyPlan: too many.
    """
    with transaction.atomic(durable=True):
        version = newest_version(plan_to_speak_for(user_id=actor_id, plan_id=plan_id, at=at))
        if version.state not in WRITTEN:
            raise PlanIsFixed
        if not version.sections.filter(key=key).exists():
            raise PlanSectionNotFound
        if version.remarks.count() >= MOST_REMARKS:
            raise BadEmergencyPlan(pointer="/text")
        return PlanRemark.objects.create(version=version, section_key=key, text=given.text, author_id=actor_id, at=at)


def close_remark(*, actor_id: int, plan_id: UUID, remark_id: UUID, at: datetime) -> None:
    """Say that a remark is dealt with; for keepers. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanSectionNotFound.
    """
    with transaction.atomic(durable=True):
        grant = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at)
        found = PlanRemark.objects.filter(version__plan=grant.plan, pk=remark_id)
        if not found.update(state=RemarkState.CLOSED.value):
            raise PlanSectionNotFound


def _find_section(version: PlanVersion, key: str, edit_number: int) -> PlanSection:
    section = version.sections.filter(key=key).first()
    if section is None:
        raise PlanSectionNotFound
    if section.edit_number != edit_number:
        raise PlanChanged
    return section


def _save_new(section: PlanSection, actor_id: int, at: datetime) -> None:
    """Save a new section behind the others of its part; those of later parts move on."""
    version = section.version
    sections = list(version.sections.all())
    if len(sections) >= MOST_SECTIONS:
        raise BadEmergencyPlan
    parts = [one.value for one in PlanPart]
    edits = PlanSectionEdit.objects.filter(version=version, section_key=section.key)
    # A key that was taken out and comes back goes on counting: an edit's number is never used twice.
    section.edit_number = (edits.aggregate(n=Max("edit_number"))["n"] or 0) + 1
    section.save(force_insert=True)
    ordered = sorted([*sections, section], key=lambda one: (parts.index(one.part), one.position or MOST_SECTIONS + 1))
    for position, one in enumerate(ordered, start=1):
        one.position = position
    PlanSection.objects.bulk_update(ordered, ["position"])
    _note_edit(section, actor_id, at)


def _note_edit(section: PlanSection, actor_id: int, at: datetime, *, is_removed: bool = False) -> None:
    PlanSectionEdit.objects.create(
        version=section.version,
        section_key=section.key,
        edit_number=section.edit_number,
        heading=section.heading,
        body=section.body,
        is_removed=is_removed,
        by_id=actor_id,
        at=at,
    )


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
