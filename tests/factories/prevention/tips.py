"""Build desks of tips and tips for tests; name only what matters to the test."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from PIL import Image

from coordination.models import User
from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto, TipTeamMember
from coordination.prevention.tips.reporting.codes import hash_of, hash_of_code
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.rules.given import TipIn
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipState
from mou.models import Agency

_numbers = itertools.count(1)
SECRET_WORDS = "Quince hides a crowbar behind the bleachers on Friday"


def make_desk(agency: Agency, *, team: Sequence[User] = (), short_address: str = "", routes: object = None) -> TipDesk:
    """Return an open desk with a team."""
    desk = TipDesk.objects.create(
        agency=agency, short_address=short_address or f"desk-{next(_numbers)}", routes=routes or {}
    )
    for user in team:
        TipTeamMember.objects.create(
            desk=desk, user=user, added_by=None, added_at=datetime.now(UTC), let_in_at=datetime.now(UTC)
        )
    return desk


def make_tip(
    desk: TipDesk,
    *,
    category: TipCategory = TipCategory.WEAPON,
    state: TipState = TipState.RECEIVED,
    code: str = "",
    at: datetime | None = None,
    **fields: object,
) -> Tip:
    """Return a tip about the desk's own school, as if it had just come in."""
    number, at = next(_numbers), at or datetime.now(UTC)
    values: dict[str, object] = {
        "school_id": desk.agency_id if desk.agency.parent_id else None,
        "received_at": at,
        "category": category.value,
        "is_now": False,
        "text": SECRET_WORDS,
        "language": "en",
        "receipt_hash": hash_of_code(code) if code else hash_of("receipt", str(number)),
        "form_hash": hash_of("form", str(number)),
        "priority": TipPriority.CRITICAL.value,
        "state": state.value,
        "due_at": at,
        "disposition": "nothing_found" if state is TipState.DISPOSED else "",
        "ended_at": None if state.is_open else at,
        **fields,
    }
    return Tip.objects.create(desk=desk, **values)


def make_tip_photo(tip: Tip) -> TipPhoto:
    """Return a picture of a tip, with its file."""
    photo = TipPhoto.objects.create(tip=tip, width_px=8, height_px=8)
    path = photo_path(photo.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8)).save(path, "JPEG")
    return photo


def given(
    text: str = SECRET_WORDS,
    *,
    category: TipCategory = TipCategory.WEAPON,
    is_now: bool = False,
    files: Sequence[bytes] = (),
    school_id: UUID | None = None,
    form: str = "",
) -> TipIn:
    """Return what a reporter filled in."""
    return TipIn(
        form=form or f"form-{next(_numbers)}",
        category=category,
        is_now=is_now,
        text=text,
        school_id=school_id,
        photos=list(files),
    )
