"""Write what the plan knows by its parts: roles, places, numbers, and how many people need help."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from coordination.emergency_plans.access import PlanGrant, people_to_choose, plan_to_write_for
from coordination.emergency_plans.errors import (
    BadEmergencyPlan,
    PlanChanged,
    PlanPersonNotThere,
    PlanSectionNotFound,
)
from coordination.emergency_plans.models import PlanHelp, PlanPhone, PlanPlace, PlanRole, PlanSection, PlanVersion
from coordination.emergency_plans.rules.given import (
    MOST_ROLES,
    FactsIn,
    PlanHelpsIn,
    PlanPhonesIn,
    PlanPlacesIn,
    PlanRoleIn,
)
from coordination.emergency_plans.work.places import known_place
from coordination.emergency_plans.work.versions import draft_of

PEOPLE = ("person", "deputy", "second_deputy")
type Write = Callable[[PlanGrant, PlanVersion], None]


def write_role(*, actor_id: int, plan_id: UUID, key: UUID | None, given: PlanRoleIn, at: datetime) -> None:
    """Write a new role, or change one. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsFixed, PlanChanged, PlanSectionNotFound.
        PlanPersonNotThere: one who may not be chosen. BadEmergencyPlan: one person twice, or too many roles.
    """

    def write(grant: PlanGrant, version: PlanVersion) -> None:
        row = _new_role(version) if key is None else _find_role(version, key)
        row.title = given.title
        ids = {name: getattr(given, f"{name}_id") for name in PEOPLE}
        chosen = [one for one in ids.values() if one is not None]
        if len(set(chosen)) != len(chosen):
            raise BadEmergencyPlan(pointer="/deputy_id")
        here = people_to_choose(grant.plan.district_id, grant.plan.site, at).filter(user__public_id__in=chosen)
        users = dict(here.values_list("user__public_id", "user_id"))
        for name, public_id in ids.items():
            if public_id is not None and public_id not in users:
                raise PlanPersonNotThere(pointer=f"/{name}_id")
            setattr(row, f"{name}_id", users.get(public_id))
        row.save()

    _change_facts(write, actor_id=actor_id, plan_id=plan_id, given=given, at=at)


def remove_role(*, actor_id: int, plan_id: UUID, key: UUID, given: FactsIn, at: datetime) -> None:
    """Take a role out of the plan, and out of the sections in which it acts. Durable. Raises: as `write_role`."""

    def write(_grant: PlanGrant, version: PlanVersion) -> None:
        # No hold is asked: it is a draft; what was adopted is a sequence of bytes that is never deleted.
        _find_role(version, key).delete()
        named = [one for one in version.sections.all() if str(key) in one.roles]
        for section in named:
            section.roles = [one for one in section.roles if one != str(key)]
        PlanSection.objects.bulk_update(named, ["roles"])

    _change_facts(write, actor_id=actor_id, plan_id=plan_id, given=given, at=at)


def set_places(*, actor_id: int, plan_id: UUID, given: PlanPlacesIn, at: datetime) -> None:
    """Write all places. What the floor plan knows by these words is known by them. Durable. Raises: as `write_role`."""

    def write(grant: PlanGrant, version: PlanVersion) -> None:
        rows = []
        for position, one in enumerate(given.places, start=1):
            source, plan_name = known_place(grant.plan.site, one.kind, one.where)
            rows.append(
                PlanPlace(
                    version=version,
                    position=position,
                    kind=one.kind.value,
                    where=one.where,
                    how=one.how,
                    source=source.value,
                    plan_name=plan_name,
                )
            )
        # No hold is asked: it is a draft; what was adopted is a sequence of bytes that is never deleted.
        version.places.all().delete()
        PlanPlace.objects.bulk_create(rows)

    _change_facts(write, actor_id=actor_id, plan_id=plan_id, given=given, at=at)


def set_phones(*, actor_id: int, plan_id: UUID, given: PlanPhonesIn, at: datetime) -> None:
    """Write all numbers. Durable. Raises: as `write_role`."""

    def write(_grant: PlanGrant, version: PlanVersion) -> None:
        # No hold is asked: it is a draft; what was adopted is a sequence of bytes that is never deleted.
        version.phones.all().delete()
        PlanPhone.objects.bulk_create(_rows_of(PlanPhone, version, given.phones))

    _change_facts(write, actor_id=actor_id, plan_id=plan_id, given=given, at=at)


def set_helps(*, actor_id: int, plan_id: UUID, given: PlanHelpsIn, at: datetime) -> None:
    """Write how many people need which help. Durable. Raises: as `write_role`."""

    def write(_grant: PlanGrant, version: PlanVersion) -> None:
        # No hold is asked: it is a draft; what was adopted is a sequence of bytes that is never deleted.
        version.helps.all().delete()
        PlanHelp.objects.bulk_create(_rows_of(PlanHelp, version, given.helps))

    _change_facts(write, actor_id=actor_id, plan_id=plan_id, given=given, at=at)


def _rows_of[RowT: (PlanPhone, PlanHelp)](
    table: type[RowT], version: PlanVersion, given: Sequence[object]
) -> list[RowT]:
    return [table(version=version, position=position, **vars(one)) for position, one in enumerate(given, start=1)]


def _change_facts(write: Write, *, actor_id: int, plan_id: UUID, given: FactsIn, at: datetime) -> None:
    """Change facts of the draft as they were read, in one durable transaction."""
    with transaction.atomic(durable=True):
        grant = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at)
        version = draft_of(grant)
        if version.facts_number != given.facts_number:
            raise PlanChanged
        write(grant, version)
        version.facts_number += 1
        version.save(update_fields=["facts_number"])


def _new_role(version: PlanVersion) -> PlanRole:
    number = version.roles.count()
    if number >= MOST_ROLES:
        raise BadEmergencyPlan(pointer="/title")
    return PlanRole(version=version, key=uuid4(), position=number + 1)


def _find_role(version: PlanVersion, key: UUID) -> PlanRole:
    found = version.roles.filter(key=key).first()
    if found is None:
        raise PlanSectionNotFound
    return found
