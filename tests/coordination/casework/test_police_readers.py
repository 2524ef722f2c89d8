"""Which categories officers of the police alone read is known to agreements, and is what desks declare."""

from coordination.prevention.social_alerts.access import ALERT_OFFICERS
from coordination.prevention.tips.access import TIP_OFFICERS
from mou.access.openings import READ_BY_POLICE, Right, is_read_by
from mou.vocabulary import AgencyKind, TermKind


def test_what_desks_send_to_the_police_is_what_agreements_say_is_read_by_them_alone() -> None:
    assert {one.right.scope for one in (TIP_OFFICERS, ALERT_OFFICERS)} == READ_BY_POLICE


def test_of_all_kinds_of_agencies_police_and_sheriff_read_it() -> None:
    readers = {kind for kind in AgencyKind if is_read_by(kind, TIP_OFFICERS.right)}

    assert readers == {AgencyKind.POLICE, AgencyKind.SHERIFF}
    assert all(is_read_by(kind, Right(TermKind.ROOM_ACCESS)) for kind in AgencyKind)
