"""Who holds which role at the demo's school, and one card in the district's own words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from coordination.incident.staff_roles.actions import change_card, name_for_role
from coordination.incident.staff_roles.library import library_cards
from coordination.incident.staff_roles.vocabulary import CardPhase, StaffRole
from coordination.incident.staff_roles.wire import CardStepIn, NamedForRoleIn, NamedIn, RoleCardIn
from mou.models import AgencyMember

# In their order: the first holds it, the others step in.
NAMED = {
    StaffRole.PRINCIPAL: ("principal", "counselor"),
    StaffRole.OFFICE: ("planner",),
    StaffRole.DISTRICT: ("superintendent", "planner"),
}


def load_roles(*, district_id: UUID, school_id: UUID, people: Mapping[str, int], at: datetime) -> None:
    """Name the people of the demo's school, and let its district add a step to the nurse's card."""
    members = {
        user_id: pk
        for pk, user_id in AgencyMember.objects.filter(agency_id__in=[school_id, district_id]).values_list(
            "pk", "user_id"
        )
    }
    for role, names in NAMED.items():
        named = [NamedIn(member_id=members[people[one]]) for one in names]
        given = NamedForRoleIn(people=named)
        name_for_role(user_id=people["superintendent"], agency_id=school_id, role=role, given=given, at=at)
    proposed = library_cards()[StaffRole.NURSE]
    steps = [
        CardStepIn(phase=one.phase, action=one.action, words=one.words, words_es=one.words_es) for one in proposed.steps
    ]
    own = CardStepIn(
        phase=CardPhase.NEXT_TEN, words="Unlock the AED at door 4.", words_es="Abra el DEA de la puerta 4."
    )
    change_card(
        user_id=people["superintendent"],
        agency_id=district_id,
        role=StaffRole.NURSE,
        given=RoleCardIn(drawn_from=proposed.version, steps=[*steps, own]),
        at=at,
    )
