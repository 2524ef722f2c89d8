"""People around one school's drills."""

import pytest

from tests.coordination.drills.requirements.drill_people import People, make_people


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()
