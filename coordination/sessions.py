"""Database sessions whose end is noticed: every way a session ends bumps the access epoch in the same transaction."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.db import transaction

from mou.actions.epoch import bump_access_epoch


class SessionStore(DatabaseSession):
    """Sign-out, removal and key rotation all pass through delete(); there is no other door."""

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session and bump the access epoch; sockets bound to it close within a second."""
        with transaction.atomic():
            super().delete(session_key)
            bump_access_epoch()
