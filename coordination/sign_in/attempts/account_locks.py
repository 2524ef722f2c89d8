"""Lock an account after five wrong passwords in a quarter of an hour, where its agency chose so; release it.

Only sign-ins are refused: sessions that have begun go on. Source: CJIS Security Policy 5.9.5, AC-7.
"""

from datetime import datetime, timedelta

from django.db import transaction

from coordination.models import AccountLock, User
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from coordination.sign_in.security_rules import rules_of_person

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)


def is_locked(user: User) -> bool:
    """Tell whether an account is locked. One query."""
    return AccountLock.objects.filter(user=user, locked_at__isnull=False).exists()


def note_wrong_password_of(user: User, at: datetime) -> None:
    """Count a wrong password of a person, whichever address it came from; lock at the fifth and tell them. Commits."""
    if not rules_of_person(user.pk, at).locks_accounts:
        return
    with transaction.atomic(durable=True):
        AccountLock.objects.get_or_create(user=user)
        row = AccountLock.objects.select_for_update().get(user=user)
        newer = [one for one in row.wrong_at if datetime.fromisoformat(one) > at - WITHIN]
        row.wrong_at = [*newer, at.isoformat()][-MOST_WRONG:]
        is_new = row.locked_at is None and len(row.wrong_at) >= MOST_WRONG
        if is_new:
            row.locked_at = at
        row.save()
    if is_new and user.email:
        language = user.language or "en"
        words = {"what": notice_words("account_locked", language)}
        send_beside("account/email/notice", user.email, language, words)


def forget_wrong_passwords_of(user: User) -> None:
    """Begin to count anew: the right password was given. Locked stays locked. Commits if there is anything."""
    AccountLock.objects.filter(user=user, locked_at__isnull=True).delete()


def release_lock(user: User) -> bool:
    """Let an account sign in again, in the caller's transaction; return whether it was locked."""
    was_locked = is_locked(user)
    AccountLock.objects.filter(user=user).delete()
    return was_locked
