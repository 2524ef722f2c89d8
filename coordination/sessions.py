"""Database sessions whose end is noticed: sockets fall silent, and devices are told nothing more, at once.

Every way a session ends passes through delete(): sign-out, removal, and the new key after a change of password.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.db import transaction
from django.utils import timezone

from mou.actions.epoch import bump_access_epoch
from push.actions.devices import retire_devices_of_session


class SessionStore(DatabaseSession):
    """Sign-out, removal and key rotation all pass through delete(); there is no other door."""

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session, retire the devices it registered and bump the access epoch.

        Sockets bound to it close within a second. After a key rotation an app registers its device again.
        """
        ended = session_key or self.session_key
        with transaction.atomic():
            super().delete(session_key)
            if ended:
                retire_devices_of_session(session_key=ended, at=timezone.now())
            bump_access_epoch()
