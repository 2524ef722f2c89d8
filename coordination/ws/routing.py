"""Which socket address is served by what."""

from django.urls import URLPattern, path

from coordination.ws.room_socket import room_socket

websocket_urlpatterns: list[URLPattern] = [
    path("ws/v1/rooms/<uuid:room_id>", room_socket),  # type: ignore[arg-type]  # an ASGI application, not a view
]
