"""Let who is signed in by force have said just now who they are, as everybody has who signs in by a door."""

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


def sign_in_just_now() -> None:
    """Note with every sign-in of a test that it is one; a test of older sessions writes down an older instant."""
    user_logged_in.connect(_note, weak=False)


def _note(request: HttpRequest, **_told: Any) -> None:
    request.session.setdefault(AUTHENTICATION_METHODS_SESSION_KEY, [{"method": "password", "at": time.time()}])
