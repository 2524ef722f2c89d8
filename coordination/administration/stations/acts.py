"""The acts on stations and units as their doors ask for them: from what a route or a form gave to the action."""

from uuid import UUID

from coordination.administration.stations.wire import InUseIn, StationIn, UnitIn
from coordination.room.access import Asker
from mapping.sites.stations import actions


def add_station(asker: Asker, agency_id: UUID, given: StationIn) -> UUID:
    """Add a station; return its id."""
    return actions.add_station(actor_id=asker.user_id, agency_id=agency_id, given=given.make_input(), at=asker.at)


def change_station(asker: Asker, agency_id: UUID, station_id: UUID, given: StationIn) -> None:
    """Rename or move a station."""
    actions.change_station(
        actor_id=asker.user_id, agency_id=agency_id, station_id=station_id, given=given.make_input(), at=asker.at
    )


def set_station_in_use(asker: Asker, agency_id: UUID, station_id: UUID, given: InUseIn) -> None:
    """Give a station up, or use it again."""
    actions.set_station_in_use(
        actor_id=asker.user_id, agency_id=agency_id, station_id=station_id, is_in_use=given.is_in_use, at=asker.at
    )


def add_unit(asker: Asker, agency_id: UUID, given: UnitIn) -> UUID:
    """Add a unit; return its id."""
    return actions.add_unit(actor_id=asker.user_id, agency_id=agency_id, given=given.make_input(), at=asker.at)


def change_unit(asker: Asker, agency_id: UUID, unit_id: UUID, given: UnitIn) -> None:
    """Rename a unit or give it another station."""
    actions.change_unit(
        actor_id=asker.user_id, agency_id=agency_id, unit_id=unit_id, given=given.make_input(), at=asker.at
    )


def set_unit_in_use(asker: Asker, agency_id: UUID, unit_id: UUID, given: InUseIn) -> None:
    """Give a unit up, or use it again."""
    actions.set_unit_in_use(
        actor_id=asker.user_id, agency_id=agency_id, unit_id=unit_id, is_in_use=given.is_in_use, at=asker.at
    )
