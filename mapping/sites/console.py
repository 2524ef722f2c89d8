"""Write what the operator does to sites at the console into the records of the agencies whose they are."""

from datetime import datetime

from mapping.models import Site
from mou.agencies.acts import Changes, record_act
from mou.models import Agency
from mou.vocabulary import ActorId, AdministrativeActKind, Operator


def record_at_console(site: Site, changes: Changes, *, actor_id: ActorId, at: datetime) -> None:
    """Write it into the records of the site's district and school, in the caller's transaction; of a person, nothing.

    Keepers of a site draw there as part of their job; the operator belongs to none of its agencies.
    """
    for agency in (site.district, site.school):
        if agency is not None:
            record_agency_at_console(agency, changes, actor_id=actor_id, at=at)


def record_agency_at_console(agency: Agency, changes: Changes, *, actor_id: ActorId, at: datetime) -> None:
    """Write it into an agency's record, in the caller's transaction; of a person, nothing."""
    if isinstance(actor_id, Operator):
        kind = AdministrativeActKind.AGENCY_CHANGED
        record_act(kind, actor_id=actor_id, agency=agency, changes=changes, at=at)
