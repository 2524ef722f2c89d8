"""Which roles an agency has, by its kind. The doors are tried in test_roles_given.py of administration."""

import pytest

from mou.agencies.roles_of_kinds import ROLES_OF_KINDS, RoleNotOfKind, check_role_of_kind
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import new_agency


@pytest.mark.parametrize("kind", AgencyKind)
def test_every_kind_has_roles_with_someone_at_a_desk_and_someone_who_administers(kind: AgencyKind) -> None:
    roles = ROLES_OF_KINDS[kind]

    assert len(set(roles)) == len(roles)
    assert {MemberRole.STAFF, MemberRole.ADMINISTRATOR} <= set(roles)


def test_every_role_is_one_of_some_kind() -> None:
    assert {role for roles in ROLES_OF_KINDS.values() for role in roles} == set(MemberRole)


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        (AgencyKind.DISTRICT, MemberRole.PLANNER, MemberRole.OFFICER),
        (AgencyKind.SCHOOL, MemberRole.SUPERVISOR, MemberRole.COMMANDER),
        (AgencyKind.SCHOOL, MemberRole.STAFF, MemberRole.DISPATCHER),
        (AgencyKind.EMERGENCY_MANAGEMENT, MemberRole.COMMANDER, MemberRole.DISPATCHER),
        (AgencyKind.DISPATCH, MemberRole.DISPATCHER, MemberRole.OFFICER),
        (AgencyKind.OTHER, MemberRole.STAFF, MemberRole.OFFICER),
    ],
)
def test_a_kind_has_some_roles_and_not_others(kind: AgencyKind, has: MemberRole, has_not: MemberRole) -> None:
    agency = new_agency(kind)

    check_role_of_kind(agency, has)
    with pytest.raises(RoleNotOfKind, match="has these roles"):
        check_role_of_kind(agency, has_not)
