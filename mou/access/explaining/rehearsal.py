"""Run a draft against what has happened: what its agency would have gained or lost, and when. Pure: no Django.

A draft is taken as if it had been in force all along and had replaced what its own agreement said then; everything
else that was in force stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import UUID

from mou.access import policy
from mou.access.explaining.explanation import span_of
from mou.access.openings import ClauseRef, Emergency, Right, is_opening_met
from mou.access.policy import Agreement, Place

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PastIncident:
    """An incident or drill that is over, or still open until the moment of rehearsing."""

    emergency: Emergency
    place: Place
    until: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A right that the agency would have had and did not have, or the other way round, for some time."""

    incident_id: UUID
    right: Right
    is_gained: bool
    begins_at: datetime
    ends_at: datetime
    clause: ClauseRef


type Held = dict[Right, ClauseRef]


def as_if_in_force(draft: Agreement) -> Agreement:
    """Return a draft as it would be if it had always been in force."""
    return replace(draft, in_force_from=LONG_AGO, ended_at=None, effective_on=date.min, expires_on=date.max)


def rehearse_draft(
    draft: Agreement, actual: Sequence[Agreement], incidents: Iterable[PastIncident]
) -> list[Difference]:
    """Return every difference, incident by incident in the order given."""
    theirs = [one for one in actual if one.agency_id == draft.agency_id]
    others = [one for one in theirs if one.memorandum_id != draft.memorandum_id]
    incidents = list(incidents)
    emergencies = [one.emergency for one in incidents]
    rehearsed = [*others, as_if_in_force(draft)]
    return [
        difference
        for incident in incidents
        for difference in _differences_in(incident, emergencies, before=theirs, after=rehearsed)
    ]


def rights_held(agreements: Iterable[Agreement], place: Place, emergencies: Iterable[Emergency], at: datetime) -> Held:
    """Return what these agreements open at a place at an instant, each with a clause that opens it."""
    emergencies = list(emergencies)
    return {
        opening.right: opening.clause
        for one in agreements
        if policy.is_in_force(one, at) and policy.covers_place(one, place)
        for opening in one.openings
        if is_opening_met(opening, site_id=place.site_id, emergencies=emergencies, at=at)
    }


def _differences_in(
    incident: PastIncident, emergencies: Sequence[Emergency], *, before: Sequence[Agreement], after: Sequence[Agreement]
) -> list[Difference]:
    here = [one for one in emergencies if one.site_id == incident.place.site_id]
    found: list[Difference] = []
    for begins, ends in pairwise(_instants_of(incident, here, before)):
        had = rights_held(before, incident.place, here, begins)
        would = rights_held(after, incident.place, here, begins)
        for right in sorted(had.keys() ^ would.keys()):
            is_gained = right in would
            clause = would[right] if is_gained else had[right]
            _add_difference(found, Difference(incident.emergency.incident_id, right, is_gained, begins, ends, clause))
    return found


def _instants_of(incident: PastIncident, here: Sequence[Emergency], agreements: Sequence[Agreement]) -> list[datetime]:
    """Return the instants between which nothing changes, first and last included."""
    first, last = incident.emergency.begun_at, incident.until
    moments = {one.begun_at for one in here} | {one.ended_at for one in here if one.ended_at is not None}
    for one in agreements:
        span = span_of(one)
        moments |= {at for at in (span.begins_at, span.ends_at) if at is not None}
    return [first, *sorted(at for at in moments if first < at < last), last]


def _add_difference(found: list[Difference], new: Difference) -> None:
    """Join what follows without a gap."""
    for number, one in enumerate(found):
        if (one.right, one.is_gained, one.ends_at) == (new.right, new.is_gained, new.begins_at):
            found[number] = replace(one, ends_at=new.ends_at)
            return
    found.append(new)
