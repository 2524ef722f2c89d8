"""Under which code a desk takes tips by text."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from coordination.prevention.tip_texts.errors import BadTextCode, TextCodeTaken
from coordination.prevention.tip_texts.models import TextCode
from coordination.prevention.tip_texts.rules.reading import is_good_code
from coordination.prevention.tip_texts.wire import TextCodeIn
from coordination.prevention.tips.access import desk_kept_for
from coordination.prevention.tips.models import TipDesk
from mou.administrative_acts import administrative_act


def text_number() -> str:
    """Return the number to which tips are sent as text; empty where text messages are not taken here."""
    return settings.PUSH_SMS_FROM if settings.PUSH_SMS_ANSWERS and settings.PUSH_SMS_URL else ""


def code_of(desk: TipDesk) -> str:
    """Return the code of a desk, empty where it takes no tips by text."""
    return TextCode.objects.filter(desk=desk).values_list("code", flat=True).first() or ""


def desk_of_code(code: str) -> TipDesk | None:
    """Return the desk of a code, open or not."""
    found = TextCode.objects.select_related("desk__agency__parent").filter(code=code).first()
    return None if found is None else found.desk


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: it opens no tip",
    recorded="rules_changed, in the chain",
)
def set_code(*, actor_id: int, agency_id: UUID, given: TextCodeIn, at: datetime) -> None:
    """Give a desk a code for text messages, or take it away. Durable.

    Raises: TipDeskNotFound, BadTextCode, TextCodeTaken.
    """
    if given.code and not is_good_code(given.code):
        raise BadTextCode(pointer="/code")
    try:
        with transaction.atomic(durable=True):
            desk = desk_kept_for(user_id=actor_id, agency_id=agency_id, at=at, lock=True)
            if given.code:
                TextCode.objects.update_or_create(desk=desk, defaults={"code": given.code})
            else:
                # No hold is asked: a code is a setting, and says nothing of anyone.
                TextCode.objects.filter(desk=desk).delete()
    except IntegrityError as taken:
        raise TextCodeTaken(pointer="/code") from taken
