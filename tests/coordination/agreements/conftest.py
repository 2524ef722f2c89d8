"""A memorandum that is out for signature, and a second person of its district."""

import pytest

from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.mou import make_member
from tests.stage.agreements.desk import Desk, make_desk


@pytest.fixture
def desk() -> Desk:
    found = make_desk()
    found.out_for_signature()
    return found


@pytest.fixture
def second(desk: Desk) -> AgencyMember:
    return make_member(desk.district, role=MemberRole.ADMINISTRATOR)
