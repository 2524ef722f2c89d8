"""Which law enforcement units a case's team may give a paper to."""

from datetime import datetime

from coordination.casework.school_officials import POLICE
from coordination.prevention.cases.models import CaseTeam
from mou.access.facts import held_versions
from mou.models import Agency


def units_to_choose(team: CaseTeam, at: datetime) -> list[Agency]:
    """Return the agencies of police and sheriff with an agreement that may be in force with the district."""
    district_id = team.agency.parent_id or team.agency_id
    partners = held_versions(at, None, [district_id]).values("memorandum__agency_id")
    return list(Agency.objects.filter(pk__in=partners, kind__in=POLICE).order_by("name", "id"))
