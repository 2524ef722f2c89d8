"""Which acts wait for a person as the second one."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from coordination.administration.models import SpeakingRequest
from coordination.administration.second_person.deciding import waiting_requests
from mou.access.operators import is_administrator, managed_agencies
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.models import MembershipRequest


def list_waiting_requests(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what a person confirms. One query, and some for each agency in which something is open."""
    if not is_administrator(user_id, at):
        return
    of_members = MembershipRequest.objects.filter(member__agency=OuterRef("pk"), decided_at__isnull=True)
    here = Q(agency_id=OuterRef("pk")) | Q(agency_id=OuterRef("parent_id"))
    speaking = SpeakingRequest.objects.filter(here, decided_at__isnull=True)
    agencies = managed_agencies(user_id, at).filter(Exists(of_members) | Exists(speaking)).distinct()
    seen = set()
    for agency in agencies.select_related("parent"):
        for one in waiting_requests(user_id=user_id, agency=agency, at=at):
            if one.may_confirm and one.id not in seen:
                seen.add(one.id)
                words = " · ".join(part for part in (one.person, one.agency) if part)
                yield WaitingLine(WaitingKind.CONFIRM_ACT, words, reverse("agency", args=[one.page_id]))
