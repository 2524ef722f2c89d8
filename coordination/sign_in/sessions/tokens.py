"""What an app's token is: a session's key. Every request of an app asks for its session once."""

from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import SessionBase


class SessionTokens(SessionTokenStrategy):
    """allauth's own strategy asks first whether there is a session, and then for it."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Return the session of a token; None if it is gone or over. One query."""
        found: SessionBase | None = lookup_session(session_token)
        return found
