"""What upkeep does for administration each minute, beside telling of the operator."""

from datetime import datetime

from coordination.administration.accounts.member_index import index_changed
from coordination.administration.accounts.people_staging import forget_staged, given_up
from coordination.administration.models import MemberToIndex, PersonToJoin
from mou.foundation.chore_signs import due_while


@due_while(lambda at: [PersonToJoin.objects.filter(given_up(at))])
def forget_given_up(at: datetime) -> None:
    """Forget files of people that were looked at and never taken in."""
    forget_staged(None, at)


@due_while(lambda _at: [MemberToIndex.objects.all()])
def index_people(_at: datetime) -> None:
    """Write into the search index whom it does not know yet."""
    index_changed()
