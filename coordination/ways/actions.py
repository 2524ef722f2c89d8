"""Try a way: a test goes to one's own devices of it, by the outbox, as an alert would."""

from datetime import datetime
from uuid import UUID

from coordination.ways.queries import ways_for
from push.ledger.own_tests import send_test_alert
from push.ledger.way_states import KINDS_OF_WAY
from push.vocabulary import Way


def try_way(*, user_id: int, way: Way, at: datetime) -> UUID:
    """Plan a test for one's own devices of a way, in one durable transaction; return its id. It is bounded by the hour.

    Raises: NotAllowed, NoDevice, TooManyTests.
    """
    ways_for(user_id, at)
    return send_test_alert(user_id=user_id, at=at, kinds=KINDS_OF_WAY[way])
