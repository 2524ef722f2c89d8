"""The entry point for an ASGI server: HTTP to Django, sockets to coordination.sockets."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
# Django must be set up before anything that imports models.
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from coordination.setup.own_files import write_for_own_user  # noqa: E402
from coordination.sockets.routing import websocket_urlpatterns  # noqa: E402
from coordination.sockets.server.sync_request_thread import SyncThreadHandler  # noqa: E402

if settings.MODE == "serve":
    # Also below a server that manage.py did not start.
    write_for_own_user()
application = ProtocolTypeRouter({"http": SyncThreadHandler(), "websocket": URLRouter(websocket_urlpatterns)})
