"""Which door for tips a poster of a school shows. Access was asked before."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from coordination.prevention.tip_texts.desks import code_of, text_number
from coordination.prevention.tips.models import TipDesk
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class TipDoor:
    """Where tips for a school come in.

    `path`: typed by hand; `scanned`: of the code, which names the school and no one who scans it. `code` and `number`:
    empty where the desk takes no texts.
    """

    path: str
    scanned: str
    code: str
    number: str


def door_of(agency: Agency) -> TipDoor | None:
    """Return the open door of a school, its own or else its district's; None where none is open."""
    ids = [agency.pk, *([agency.parent_id] if agency.parent_id else [])]
    rows = TipDesk.objects.filter(agency_id__in=ids, is_open=True, agency__is_active=True)
    desks = {one.agency_id: one for one in rows}
    desk = desks.get(agency.pk) or (desks.get(agency.parent_id) if agency.parent_id else None)
    if desk is None or not agency.is_active:
        return None
    path = reverse("tip_report", args=[desk.short_address])
    scanned = path if desk.agency_id == agency.pk else f"{path}?{urlencode({'school': agency.pk})}"
    number = text_number()
    return TipDoor(path, scanned, code_of(desk) if number else "", number)
