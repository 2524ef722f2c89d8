"""What the handshake of a socket must bring, and which close code tells what was wrong. Without I/O."""

from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request

from coordination.errors import (
    BadSubprotocol,
    BadTicket,
    CoordinationError,
    ForeignOrigin,
    HelloTooLate,
    NotJoined,
    NotWatching,
    RoomNotFound,
    SignedOut,
)
from coordination.room.wire.frames import TICKET_PREFIX, CloseCode
from coordination.sockets.connection.socket_writers import Scope


def ticket_of(offered: list[str]) -> str:
    """Return the ticket among the offered subprotocols. Raises: BadTicket."""
    for item in offered:
        if item.startswith(TICKET_PREFIX):
            return item.removeprefix(TICKET_PREFIX)
    raise BadTicket("Offer a ticket beside the subprotocol.")


def check_origin(scope: Scope) -> None:
    """Refuse a browser page of another site. Apps send no Origin; the ticket speaks for them. Raises: ForeignOrigin."""
    headers = dict(cast("list[tuple[bytes, bytes]]", scope["headers"]))
    origin = headers.get(b"origin", b"").decode("latin1")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return
    host = headers.get(b"host", b"").decode("latin1")
    try:
        is_ours = urlsplit(origin).netloc == host and urlsplit(f"//{host}").hostname in settings.ALLOWED_HOSTS
    except ValueError as error:
        raise ForeignOrigin from error
    if not is_ours:
        raise ForeignOrigin


def language_of(scope: Scope, chosen: str) -> str:
    """Return the language of what a socket says to people: as its handshake asks, else as the person has chosen."""
    headers = dict(cast("list[tuple[bytes, bytes]]", scope["headers"]))
    asking = HttpRequest()
    asking.COOKIES = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    asking.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin1")
    if not asking.META["HTTP_ACCEPT_LANGUAGE"] and settings.LANGUAGE_COOKIE_NAME not in asking.COOKIES:
        return chosen or settings.LANGUAGE_CODE
    return get_language_from_request(asking)


def close_code_of(error: CoordinationError) -> int:
    """Return the close code for an error that ends a socket."""
    match error:
        case RoomNotFound():
            return CloseCode.NO_SUCH_ROOM
        case BadSubprotocol():
            return CloseCode.BAD_SUBPROTOCOL
        case BadTicket() | SignedOut():
            return CloseCode.SIGNED_OUT
        case NotJoined() | NotWatching() | ForeignOrigin():
            return CloseCode.NO_ACCESS
        case HelloTooLate():
            return CloseCode.SLOW
        case _:
            return CloseCode.TRY_LATER
