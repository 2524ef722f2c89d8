"""Whether something of a site may be deleted: asked by the maps, which know no holds."""

from datetime import datetime
from uuid import UUID

from coordination.keeping.errors import UnderHold
from coordination.keeping.holds import holds_now
from coordination.keeping.proof import lock_deletions


def refuse_if_site_held(*, site_id: UUID, district_id: UUID, since: datetime | None) -> None:
    """Refuse if the site is held, or a time of its district in which the thing was there or may have been.

    Raises: UnderHold.
    """
    lock_deletions()
    holds = holds_now()
    spans = [one for one in holds.spans if one.district_id == district_id and (since is None or since <= one.until)]
    if site_id in holds.site_ids or spans:
        raise UnderHold
