"""Sessions of guests: people without an account who were let into one incident. Nothing else opens for them."""

import re
from dataclasses import dataclass
from datetime import timedelta

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from coordination.errors import CoordinationError
from coordination.models import User
from mou.foundation.labelled import gettext_noop as _

GUEST = "musterpoint.guest"
LASTS = timedelta(hours=12)
ID = "[0-9a-f-]{36}"
# Beside the incident's page, its replay, and what lies below its room. What each of them shows asks access by itself.
OPEN = re.compile(
    rf"/why|/accounts/logout/|/i18n/setlang/|/service-worker\.js|/api/v1/ws-tickets|/api/v1/me|/api/v1/basemap(/.*)?"
    rf"|/api/v1/floorplans/{ID}/(plan|scan|image)|/api/v1/plan-photos/{ID}"
)


class NothingForGuests(CoordinationError):
    """As for what does not exist: a guest has one incident, and nothing beside it is there."""

    code, status, title = "not_found", 404, _("Nothing is here.")


@dataclass(frozen=True, slots=True)
class Guest:
    """The one incident and room of a guest, as the session holds them."""

    incident_id: str
    room_id: str

    def page(self) -> str:
        """Return the address of their one incident."""
        return f"/incidents/{self.incident_id}"

    def may(self, path: str) -> bool:
        """Tell whether an address is open to them."""
        room = f"/api/v1/rooms/{self.room_id}"
        pages = (self.page(), f"{self.page()}/replay", room)
        return path in pages or path.startswith(f"{room}/") or OPEN.fullmatch(path) is not None

    def check(self, path: str) -> None:
        """Let them through to what is theirs. Raises: NothingForGuests."""
        if not self.may(path):
            raise NothingForGuests


def begin_guest_session(request: HttpRequest, user_id: int, *, incident_id: str, room_id: str) -> None:
    """Sign a guest in on this browser, for one incident: the only way in that their account has. Commits."""
    user = User.objects.get(pk=user_id)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[GUEST] = [incident_id, room_id]
    request.session.set_expiry(int(LASTS.total_seconds()))


def guest_of(session: SessionBase) -> Guest | None:
    """Return whose incident a session is for, if it is a guest's. No query."""
    held = session.get(GUEST)
    return None if held is None else Guest(*held)


def is_token_of_guest(token: str) -> bool:
    """Tell whether the token of an app is the session of a guest: browsers' sessions are tokens, too. One query."""
    found = authenticate_by_x_session_token(token) if token and token.isprintable() else None
    return found is not None and guest_of(found[1]) is not None
