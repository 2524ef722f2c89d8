"""The server's own settings, with an application of one view: what a request of a session is measured beside."""

from coordination.settings import *  # noqa: F403 - a settings module is its names

ASGI_APPLICATION = "tests.bench.rig.requests.bare_asgi.application"
ROOT_URLCONF = "tests.bench.rig.requests.bare_urls"
