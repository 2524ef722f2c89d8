"""Who may give and read the names of missing, extra and injured people, and whose place a substitute takes."""

from coordination.room.access import RoomGrant
from mou.vocabulary import TermKind


def may_see_names(grant: RoomGrant) -> bool:
    """Tell whether the reader may see the site's roster: as its own people, or by a term or emergency access."""
    return any(TermKind.ROSTER_ACCESS in one.grants for one in grant.standings)
