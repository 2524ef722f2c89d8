"""People with an account who come by mutual aid: only responders, and only those who need it."""

import pytest

from coordination.errors import CoordinationError
from coordination.incident.mutual_aid.errors import AidNotNeeded
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member
from tests.stage.incident.mutual_aid import AidStage, enter, make_aid_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> AidStage:
    return make_aid_stage()


@pytest.mark.parametrize("who", ["officer", "teacher", "dispatcher"])
def test_who_may_come_in_anyway_keeps_the_code_for_somebody_else(stage: AidStage, who: str) -> None:
    code = stage.code(stage.invite())

    with pytest.raises(AidNotNeeded):
        enter(code, getattr(stage.cast, who))

    assert enter(code, stage.cast.stranger).room_id == stage.room.pk


def test_people_of_another_school_district_are_no_mutual_aid(stage: AidStage) -> None:
    elsewhere = make_agency(AgencyKind.DISTRICT, name="Riverbend Schools")
    nurse = make_member(elsewhere, role=MemberRole.STAFF).user
    code = stage.code(stage.invite())

    with pytest.raises(CoordinationError) as refused:
        enter(code, nurse)

    assert refused.value.code == "aid_code_refused"
