"""What a process of a test's own begins with, that writes into a database as another installation would."""

import gc
import os

import django


def begin() -> None:
    """Make Django ready. The process ends soon: looking over again and again what it has loaded takes a sixth of it."""
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
