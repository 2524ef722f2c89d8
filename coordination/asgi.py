"""The entry point for an ASGI server: HTTP to Django, sockets to coordination.ws."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
django_application = get_asgi_application()

application = ProtocolTypeRouter({"http": django_application})
