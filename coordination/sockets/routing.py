"""Which socket address is served by what."""

from django.urls import URLPattern, path, re_path

from coordination.sockets.asgi_types import Receive, Scope, Send
from coordination.sockets.incidents_socket import incidents_socket
from coordination.sockets.room_socket import room_socket


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse the handshake: an address that leads nowhere is no fault of ours."""
    await send({"type": "websocket.close"})


websocket_urlpatterns: list[URLPattern] = [
    path("ws/v1/rooms/<uuid:room_id>", room_socket),  # type: ignore[arg-type]  # an ASGI application, not a view
    path("ws/v1/incidents", incidents_socket),  # type: ignore[arg-type]  # as above
    re_path("", nowhere),  # type: ignore[arg-type]  # as above
]
