"""A plain Django site on our server: its middleware for sessions and users, and nothing else."""

from coordination.asgi import application as ours  # noqa: F401 - first: it sets Django up

# isort: split
from channels.routing import ProtocolTypeRouter
from django.test import override_settings

from coordination.sockets.server.sync_request_thread import SyncThreadHandler

PLAIN = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)

# Not a setting: allauth starts nothing without a middleware of its own.
with override_settings(MIDDLEWARE=PLAIN):
    application = ProtocolTypeRouter({"http": SyncThreadHandler()})
