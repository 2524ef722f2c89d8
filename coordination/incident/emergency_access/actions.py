"""Let agreements know that an incident is open, and let a responder take what theirs does not give, to save life."""

from datetime import datetime

from coordination.errors import OwnIncident, RespondersOnly
from coordination.incident.emergency_access.capability import (
    AccessNarrowed,
    AccessWidened,
    EmergencyAccessTaken,
    TakeEmergencyAccess,
    Widening,
)
from coordination.room.log import CommandContext
from coordination.room.wire.frames import time_text
from mapping.models import Site
from mou.access.emergency.emergencies import begin_emergency, end_emergency, type_of_emergency
from mou.access.emergency.emergency_access import record_emergency_access
from mou.access.epoch_change import bump_access_epoch
from mou.access.explaining.widenings import WideningView, open_widenings
from mou.vocabulary import TermKind


def widen_access(context: CommandContext, *, incident_type: str) -> None:
    """The incident is open: what agreements open only then is open from this transaction on.

    `incident_type`: as what it opens them, where they name types.

    Appends an entry if that is anything that was not open before; an agreement without such a term costs a look.
    """
    incident = context.incident
    widen_access_at(
        context, incident.site, incident_type=incident_type, is_elsewhere=not incident.is_at(incident.site_id)
    )


def widen_access_at(context: CommandContext, site: Site, *, incident_type: str, is_elsewhere: bool = False) -> None:
    """The same at one of its sites, as at one that joins. `is_elsewhere`: it is away from it, and opens no building."""
    incident = context.incident
    before = _widenings_at(site, context.at)
    begin_emergency(
        incident_id=incident.pk,
        district_id=site.district_id,
        site_id=site.pk,
        incident_type=incident_type,
        is_exercise=incident.is_exercise,
        at=context.at,
        is_elsewhere=is_elsewhere,
    )
    widened = [one for one in _widenings_at(site, context.at) if one not in before]
    if widened:
        bump_access_epoch()
        context.append(AccessWidened(widenings=_widenings_said(widened)))


def widen_access_again(context: CommandContext) -> None:
    """The incident is open again: what it opened before is open as it was, at each site that is in it."""
    incident = context.incident
    opens_as = type_of_emergency(incident.pk) or incident.incident_type
    widen_access(context, incident_type=opens_as)
    for site in _joined_sites(context):
        widen_access_at(context, site, incident_type=opens_as)


def _joined_sites(context: CommandContext) -> list[Site]:
    """Return the sites that have joined. One query, none for an incident at one site."""
    incident = context.incident
    others = [one for one in incident.site_ids_now() if one != incident.site_id] if incident.joined else []
    return list(Site.objects.filter(pk__in=others).order_by("pk")) if others else []


def narrow_access(context: CommandContext) -> None:
    """The incident is closed: what only it held open is closed with it, on open sockets within a second."""
    for site in (context.incident.site, *_joined_sites(context)):
        narrow_access_at(context, site)


def narrow_access_at(context: CommandContext, site: Site) -> None:
    """The same at one of its sites, as at one that leaves."""
    before = _widenings_at(site, context.at)
    end_emergency(incident_id=context.incident.pk, at=context.at, site_id=site.pk)
    after = _widenings_at(site, context.at)
    narrowed = [one for one in before if one not in after]
    if narrowed:
        bump_access_epoch()
        context.append(AccessNarrowed(widenings=_widenings_said(narrowed)))


def _widenings_at(site: Site, at: datetime) -> list[WideningView]:
    return open_widenings(district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)


def _widenings_said(views: list[WideningView]) -> tuple[Widening, ...]:
    return tuple(
        Widening(
            agency_id=one.agency_id,
            agency=one.agency,
            grants=tuple(TermKind(grant) for grant in one.grants),
            memorandum_id=one.memorandum_id,
            memorandum=one.memorandum,
            version=one.number,
            clause=one.clause,
        )
        for one in views
    )


def take_emergency_access(*, context: CommandContext, command: TakeEmergencyAccess) -> None:
    """Take rights for half an hour.

    Raises: RespondersOnly: not a responder who is here by an agreement. OwnIncident: the asker opened the incident.
    """
    standing = context.grant.by_agreement()
    if standing is None:
        raise RespondersOnly
    if context.grant.opened_incident():
        raise OwnIncident
    site, incident = context.incident.site, context.incident
    taken = record_emergency_access(
        member=standing.member,
        district_id=site.district_id,
        site_id=site.pk,
        incident_id=incident.pk,
        is_exercise=incident.is_exercise,
        kinds=[TermKind(kind) for kind in command.grants],
        reason=command.reason,
        at=context.at,
    )
    event = EmergencyAccessTaken(
        emergency_access_id=taken.pk,
        grants=tuple(TermKind(kind) for kind in taken.kinds),
        reason=command.reason,
        until=time_text(taken.ends_at),
    )
    context.append(event)
