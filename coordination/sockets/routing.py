"""Which socket address is served by what."""

from typing import Any, cast

from django.urls import URLPattern, path, re_path

from coordination.sockets.asgi_types import Receive, Scope, Send
from coordination.sockets.incidents_socket import incidents_socket
from coordination.sockets.room_socket import room_socket


async def refuse_unknown(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse the handshake of an unknown address, which is not an error of the server."""
    await send({"type": "websocket.close"})


# ASGI applications: Django's types know of views only.
websocket_urlpatterns: list[URLPattern] = [
    path("ws/v1/rooms/<uuid:room_id>", cast("Any", room_socket)),
    path("ws/v1/incidents", cast("Any", incidents_socket)),
    re_path("", cast("Any", refuse_unknown)),
]
