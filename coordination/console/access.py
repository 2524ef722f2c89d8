"""Who has the console."""

from django.http import HttpRequest
from django.utils import timezone

from coordination.room.people.watching import has_console


def dispatches_or_leads(request: HttpRequest) -> bool:
    """Tell whether the reader dispatches or leads: whether the console is theirs."""
    return request.user.pk is not None and has_console(request.user.pk, timezone.now())
