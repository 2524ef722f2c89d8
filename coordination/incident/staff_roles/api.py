"""Role cards over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from coordination.incident.staff_roles import actions
from coordination.incident.staff_roles.access import cards_of
from coordination.incident.staff_roles.queries import RoleAtPlace, roles_at_place
from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.incident.staff_roles.wire import (
    CardStepOut,
    CardVersionOut,
    NamedForRoleIn,
    NamedPersonOut,
    RoleCardIn,
    RoleCardOut,
)
from coordination.sign_in.callers import caller_of

router = Router(tags=["role cards"])
CARDS = "/agencies/{uuid:agency_id}/role-cards"
CARD = CARDS + "/{role}"


@router.get(CARDS, response=list[RoleCardOut], operation_id="list_role_cards")
def list_cards(request: HttpRequest, agency_id: UUID) -> list[RoleCardOut]:
    """List the cards of a school or district as they hold now, with the people of each role in their order.

    For its own people, and for those of a school's district.
    """
    caller = caller_of(request)
    place = cards_of(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return [_card_out(one) for one in roles_at_place(place, caller.at)]


@router.put(CARD, response=CardVersionOut, operation_id="change_role_card")
def put_card(request: HttpRequest, agency_id: UUID, role: StaffRole, body: RoleCardIn) -> CardVersionOut:
    """Give a card one's own words, for incidents that open from now on; for administrators of the place."""
    caller = caller_of(request)
    version = actions.change_card(user_id=caller.user_id, agency_id=agency_id, role=role, given=body, at=caller.at)
    return CardVersionOut(version=version)


@router.delete(CARD, response=CardVersionOut, operation_id="take_role_card_back")
def delete_card(request: HttpRequest, agency_id: UUID, role: StaffRole) -> CardVersionOut:
    """Let the card above hold again: of a school the district's, of a district the proposed one."""
    caller = caller_of(request)
    version = actions.take_card_back(user_id=caller.user_id, agency_id=agency_id, role=role, at=caller.at)
    return CardVersionOut(version=version)


@router.put(CARD + "/people", response={204: None}, operation_id="name_people_for_role")
def put_people(request: HttpRequest, agency_id: UUID, role: StaffRole, body: NamedForRoleIn) -> Status[None]:
    """Name the people of a role, in their order: the first holds it, the others step in."""
    caller = caller_of(request)
    actions.name_for_role(user_id=caller.user_id, agency_id=agency_id, role=role, given=body, at=caller.at)
    return Status(204, None)


def _card_out(one: RoleAtPlace) -> RoleCardOut:
    card = one.card
    return RoleCardOut(
        role=card.role,
        source=card.source,
        version=card.version,
        is_of_one=card.role.is_of_one,
        joins_within_min=card.joins_within_min,
        steps=[CardStepOut.model_validate(step, from_attributes=True) for step in card.steps],
        people=[
            NamedPersonOut(
                member_id=person.member.pk,
                name=person.member.user.shown_name(),
                title=person.member.title,
                named_by=person.named_by,
            )
            for person in one.people
        ],
    )
