"""A table of two parties, to which others come; and one at which police, fire and their district have signed."""

import pytest

from tests.stage.agreements.party_desk import PartyDesk, make_party_desk


@pytest.fixture
def table() -> PartyDesk:
    return make_party_desk()


@pytest.fixture
def signed(table: PartyDesk) -> PartyDesk:
    """Police have the room and fire the floor plans, and all three have signed."""
    table.add_fire()
    table.all_sign(*table.people())
    return table
