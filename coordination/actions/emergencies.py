"""Let agreements know that an incident is open, and say in its room whom that opens what."""

from datetime import datetime

from coordination import incident_log
from coordination.incident_log import Turn
from coordination.wire.events import AccessNarrowed, AccessWidened, Widening
from mapping.models import Site
from mou.access import emergencies
from mou.access.epoch_change import bump_access_epoch
from mou.access.widenings import WideningView, open_widenings


def begin_emergency(turn: Turn) -> None:
    """The incident is open: what agreements open only then is open from this transaction on.

    Appends an entry if that is anything that was not open before; an agreement without such a term costs a look.
    """
    site, incident = turn.incident.site, turn.incident
    before = _at(site, turn.at)
    emergencies.begin_emergency(
        incident_id=incident.pk,
        district_id=site.district_id,
        site_id=site.pk,
        incident_type=incident.incident_type,
        is_exercise=incident.is_exercise,
        at=turn.at,
    )
    widened = [one for one in _at(site, turn.at) if one not in before]
    if widened:
        bump_access_epoch()
        incident_log.append(turn, AccessWidened(widenings=_said(widened)))


def end_emergency(turn: Turn) -> None:
    """The incident is closed: what only it held open is closed with it, on open sockets within a second."""
    site = turn.incident.site
    before = _at(site, turn.at)
    emergencies.end_emergency(incident_id=turn.incident.pk, at=turn.at)
    after = _at(site, turn.at)
    narrowed = [one for one in before if one not in after]
    if narrowed:
        bump_access_epoch()
        incident_log.append(turn, AccessNarrowed(widenings=_said(narrowed)))


def _at(site: Site, at: datetime) -> list[WideningView]:
    return open_widenings(district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)


def _said(views: list[WideningView]) -> tuple[Widening, ...]:
    return tuple(
        Widening(
            agency_id=one.agency_id,
            agency=one.agency,
            grants=one.grants,
            memorandum_id=one.memorandum_id,
            memorandum=one.memorandum,
            version=one.number,
            clause=one.clause,
        )
        for one in views
    )
