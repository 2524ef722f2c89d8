"""The entry point for an ASGI server: HTTP to Django, sockets to coordination.ws."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
# Django must be set up before anything that imports models.
django_application = get_asgi_application()

from coordination.ws.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter({"http": django_application, "websocket": URLRouter(websocket_urlpatterns)})
