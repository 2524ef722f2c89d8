"""Who is polling, or brings a large file: the session cookie or the app's session token, read in a database thread."""

from typing import cast

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.auth import get_user
from django.http import HttpRequest

from coordination.sign_in.sessions.duties import duties_of


def user_id_of(request: HttpRequest) -> int | None:
    """Return the signed-in person's row id, or None. Reads the session anew each time: it may have ended meanwhile.

    Raises: SecondFactorNeeded, SessionLocked, NoticeNotAccepted: the session has to give something first.
    """
    token = request.headers.get("X-Session-Token")
    if token:
        found = authenticate_by_x_session_token(token) if token.isprintable() else None
        if found is not None:
            duties_of(found[1]).check(request.path_info)
        return cast("int", found[0].pk) if found else None
    request.session = type(request.session)(request.session.session_key)
    duties_of(request.session).check(request.path_info)
    user = get_user(request)
    return user.pk if user.is_authenticated else None


def user_id_of_session(session_key: str) -> int | None:
    """Return the user of a session by its key, which is also the app's token; None if the session has ended."""
    found = authenticate_by_x_session_token(session_key) if session_key.isprintable() else None
    return cast("int", found[0].pk) if found else None
