"""After a test that commits the next one finds an empty database."""

import pytest

from tests.factories.cast import make_cast, open_room
from tests.factories.rosters import make_school_roster
from tests.support.database.emptied import empty_tables
from tests.support.database.tables import all_tables

# What migrate makes of the models; and, on SQLite, a trigger counts the deletions that end access.
LEFT = {"contenttypes.ContentType", "auth.Permission", "mou.AccessEpoch"}


@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_when_it_ends() -> None:
    cast = make_cast()
    open_room(cast)
    make_school_roster(cast)
    filled = {label for label, rows in all_tables().items() if rows}
    assert len(filled) > 20

    empty_tables()

    assert {label for label, rows in all_tables().items() if rows} <= LEFT
