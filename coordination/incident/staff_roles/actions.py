"""Change the cards of a school or district, and name the people of its roles."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.incident.staff_roles.access import agency_to_change
from coordination.incident.staff_roles.errors import (
    CardChangedMeanwhile,
    NotForThisRole,
    NothingToTakeBack,
    RoleByAssignment,
)
from coordination.incident.staff_roles.models import CardEdition, RolePlace
from coordination.incident.staff_roles.queries import card_of_edition, cards_at, own_editions
from coordination.incident.staff_roles.rules import RoleCard
from coordination.incident.staff_roles.vocabulary import CardSource, StaffRole
from coordination.incident.staff_roles.wire import NamedForRoleIn, RoleCardIn
from mou.access.fetch import members_who_count
from mou.administrative_acts import administrative_act
from mou.models import Agency


@administrative_act(
    who="administrators of the school, or of its district",
    told="no one",
    recorded="rules_changed, and the edition with who made it and when",
    needs_recent_sign_in=False,
    because="it changes words for later incidents, each edition is kept, and the one before is one tap away",
)
def change_card(*, user_id: int, agency_id: UUID, role: StaffRole, given: RoleCardIn, at: datetime) -> str:
    """Store a new edition of a card and return its version. It holds for incidents that open from now on.

    Raises: CardsNotFound, CardsNotYours, CardChangedMeanwhile.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_change(user_id=user_id, agency_id=agency_id, at=at)
        if _card_now(agency, role, at).version != given.drawn_from:
            raise CardChangedMeanwhile
        steps = [one.model_dump(mode="json") for one in given.steps]
        return _add_edition(agency, role, user_id=user_id, at=at, steps=steps, joins_within_min=given.joins_within_min)


@administrative_act(
    who="administrators of the school, or of its district",
    told="no one",
    recorded="rules_changed, and the edition with who made it and when",
    needs_recent_sign_in=False,
    because="it brings back a card that held before, and can be undone",
)
def take_card_back(*, user_id: int, agency_id: UUID, role: StaffRole, at: datetime) -> str:
    """Let the card above hold again, the district's or the proposed one; return its version.

    Raises: CardsNotFound, CardsNotYours, NothingToTakeBack.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_change(user_id=user_id, agency_id=agency_id, at=at)
        before = own_editions(agency).get(role)
        if before is None or before.is_taken_back:
            raise NothingToTakeBack
        _add_edition(
            agency, role, user_id=user_id, at=at, steps=[], joins_within_min=before.joins_within_min, is_taken_back=True
        )
        return _card_now(agency, role, at).version


@administrative_act(
    who="administrators of the school, or of its district",
    told="no one",
    recorded="rules_changed",
    needs_recent_sign_in=False,
    because="it gives no access: a card is shown to people of the school who see it anyway",
)
def name_for_role(*, user_id: int, agency_id: UUID, role: StaffRole, given: NamedForRoleIn, at: datetime) -> None:
    """Name the people of a role, in their order; they are of the school or its district.

    Raises: CardsNotFound, CardsNotYours, RoleByAssignment, NotForThisRole.
    """
    if role is StaffRole.SRO:
        raise RoleByAssignment
    member_ids = [one.member_id for one in given.people]
    with transaction.atomic(durable=True):
        agency = agency_to_change(user_id=user_id, agency_id=agency_id, at=at)
        own = [agency.pk, *([agency.parent_id] if agency.parent_id else [])]
        known = members_who_count(at).filter(pk__in=member_ids, agency_id__in=own, user__is_device=False).count()
        if known != len(member_ids):
            raise NotForThisRole(pointer="/people")
        # No hold is asked: who was named when stands in the audit, and what they did in the logs of incidents.
        RolePlace.objects.filter(agency=agency, role=role.value).delete()
        RolePlace.objects.bulk_create(
            RolePlace(agency=agency, role=role.value, member_id=one, position=position)
            for position, one in enumerate(member_ids)
        )


def _card_now(agency: Agency, role: StaffRole, at: datetime) -> RoleCard:
    school = agency if agency.parent_id else None
    return cards_at(school, agency.parent or agency, at)[role]


def _add_edition(
    agency: Agency,
    role: StaffRole,
    *,
    user_id: int,
    at: datetime,
    steps: Sequence[object],
    joins_within_min: int,
    is_taken_back: bool = False,
) -> str:
    """Write the next edition; the agency's row is held, so that no two have one number."""
    before = CardEdition.objects.filter(agency=agency, role=role.value).order_by("number").last()
    edition = CardEdition.objects.create(
        agency=agency,
        role=role.value,
        number=before.number + 1 if before else 1,
        steps=list(steps),
        joins_within_min=joins_within_min,
        is_taken_back=is_taken_back,
        made_by_id=user_id,
        made_at=at,
    )
    return card_of_edition(edition, CardSource.SCHOOL if agency.parent_id else CardSource.DISTRICT).version
