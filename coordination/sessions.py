"""Database sessions whose end is noticed: sockets fall silent, and devices are told nothing more, at once.

Sign-out, removal and the new key after a change of password pass through delete(). That person's other sessions are
over with the change, too, though their rows stay: who hears of it is a password validator.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.models import CalendarPassword
from mou.access.epoch_change import bump_access_epoch
from push.devices.actions import retire_devices_of_session, retire_devices_of_user
from push.vocabulary import RetireReason

LOAD_SQL = 'SELECT session_data FROM "django_session" WHERE session_key = %s AND expire_date > %s'


class SessionStore(DatabaseSession):
    """Sign-out, removal and key rotation all pass through delete(); there is no other door."""

    def load(self) -> dict[str, Any]:
        """Return what is in the session, and nothing once it is over. Read for every request anew: one query.

        Plain SQL: making the statement anew each time took five times as long as asking it.
        """
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(LOAD_SQL, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session, retire the devices it registered and bump the access epoch, if it signs anybody in.

        Sockets bound to it close within a second. After a key rotation an app registers its device again. Signing in
        leaves a session behind in which no one was signed in: nothing hangs on it, and what is remembered
        of everybody's access stands.
        """
        ended = session_key or self.session_key
        if not ended:
            return
        with transaction.atomic():
            signs_in = _signs_somebody_in(ended)
            super().delete(ended)
            retire_devices_of_session(session_key=ended, at=timezone.now())
            if signs_in:
                bump_access_epoch()


def _signs_somebody_in(session_key: str) -> bool:
    """Tell whether a session's row signs someone in, or is gone already; holds the row until commit.

    The row says it: what a request has in its hands may be cleared already.
    """
    row = Session.objects.select_for_update().filter(session_key=session_key).first()
    return row is None or SESSION_KEY in row.get_decoded()


class OtherSessionsEnd:
    """Asks nothing of a password: Django tells its validators of every change, by page, interface or command."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Take any password: what is good enough is for the others to say."""

    def get_help_text(self) -> str:
        return _("A new password signs you out everywhere else.")

    def password_changed(self, password: str, user: AbstractBaseUser) -> None:
        """Retire the person's devices, end their calendar passwords and bump the access epoch: older sockets close."""
        with transaction.atomic():
            retire_devices_of_user(user_id=user.pk, reason=RetireReason.SIGNED_OUT, at=timezone.now())
            # The holder of the old password may have made some.
            CalendarPassword.objects.filter(user_id=user.pk).delete()
            bump_access_epoch()
