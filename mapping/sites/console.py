"""Record what the operator does to sites at the console, with the agencies that own the sites."""

from datetime import datetime

from mapping.models import Site
from mou.agencies.acts import Changes, record_act
from mou.models import Agency
from mou.vocabulary import ActorId, AdministrativeActKind, Operator


def record_at_console(site: Site, changes: Changes, *, actor_id: ActorId, at: datetime) -> None:
    """Record the operator's changes with the site's district and school, in the caller's transaction; skip a person's.

    Keepers of a site draw there as part of their job; the operator belongs to none of its agencies.
    """
    for agency in (site.district, site.school):
        if agency is not None:
            record_agency_at_console(agency, changes, actor_id=actor_id, at=at)


def record_agency_at_console(agency: Agency, changes: Changes, *, actor_id: ActorId, at: datetime) -> None:
    """Record the operator's changes with an agency, in the caller's transaction; skip a person's."""
    if isinstance(actor_id, Operator):
        kind = AdministrativeActKind.AGENCY_CHANGED
        record_act(kind, actor_id=actor_id, agency=agency, changes=changes, at=at)
