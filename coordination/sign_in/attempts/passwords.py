"""Check passwords at a bounded cost: one hash for each attempt, and few at a time."""

from functools import cache
from typing import cast

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.http import HttpRequest

from coordination.models import User
from coordination.sign_in.addresses import person_to_sign_in
from coordination.sign_in.attempts.account_locks import is_locked
from coordination.sign_in.attempts.hashing import hash_apart
from coordination.sign_in.attempts.hashing_program import Order
from mou.access.epoch import EPOCH_SQL

# RFC 5321 lets no address be longer, and a user name is shorter. SQLite fails on a very long one.
LOGIN_MAX = 254


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with the smaller of the settings that OWASP calls equal in strength.

    Django's takes 100 MiB and eight threads: ten strangers who guess passwords would take a gigabyte and every core.
    Source: OWASP Password Storage Cheat Sheet, Argon2id: m=19456 (19 MiB), t=2, p=1.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        costs = Order(
            time_cost=self.time_cost,
            memory_cost=self.memory_cost,
            parallelism=self.parallelism,
            hash_len=self.params().hash_len,
        )
        return f"{self.algorithm}{hash_apart(Order(password=password, salt=salt, **costs))}"

    def verify(self, password: str, encoded: str) -> bool:
        _, _, its_own_form = encoded.partition("$")
        return hash_apart(Order(password=password, encoded=f"${its_own_form}")) == "yes"


class PasswordBackend(AuthenticationBackend):
    """Sign in by user name or e-mail, with one hash for every name: the time does not tell who exists."""

    def authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:
        """Return the person, or None."""
        login, password = credentials.get("username") or credentials.get("email"), credentials.get("password")
        if not login or not password:
            return None
        user = person_with_login(login)
        if user is None:
            make_password(password)
            return None
        # A locked account is answered like a wrong password: a person who guesses does not learn when they are right.
        if not user.check_password(password) or is_locked(user):
            return None
        if self.user_can_authenticate(user):
            return user
        # allauth shows who was deactivated a page that says so; it has proven the password.
        self._stash_user(user)
        return None

    def get_user(self, user_id: int) -> User | None:
        """Return whose session it is, if they may sign in, with the access epoch of this moment.

        Read for every request anew: one query.
        """
        user = next(iter(User.objects.raw(_by_id(), [user_id])), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _by_id() -> str:
    """Return the statement for one person and the epoch: made anew each time it takes as long again as the asking."""
    columns, _, where = str(User.objects.filter(pk=0).query).partition(" FROM ")
    return f"{columns}, {EPOCH_SQL} AS access_epoch FROM {where.replace(' = 0', ' = %s')}"


def person_with_login(login: str) -> User | None:
    """Return whose user name it is, else whose e-mail.

    A user name may be of an address's form, and any administrator may write one down: who proved that they read mail
    there comes first, and then the older account.
    """
    if len(login) > LOGIN_MAX:
        return None
    named = cast("User | None", get_user_by_username(login))
    if "@" not in login:
        return named
    addressed = person_to_sign_in(login)
    if named is None or addressed is None:
        return named or addressed
    return addressed if addressed.email_proved_at is not None else min(named, addressed, key=lambda one: one.pk)
