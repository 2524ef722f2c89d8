"""Who sets how long a district keeps what, and what is under hold: its administrators. Others get "not found"."""

from uuid import UUID

from coordination.records.audit.queries import agency_of_records
from coordination.room.access import Asker
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind


def district_of_records(asker: Asker, district_id: UUID) -> Agency:
    """Return a district whose records the asker administers. Raises: AgencyNotFound."""
    found = agency_of_records(asker, district_id)
    if found.kind != AgencyKind.DISTRICT.value:
        raise AgencyNotFound("There is no such agency.")
    return found
