"""Check that all that is sealed with the server's secret key can be opened, and seal it anew with another key.

Every sealed column stands here; a test finds one that does not.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.providers import PURPOSE as OF_PROVIDERS
from coordination.incident.panic_buttons.models import PanicIntake
from coordination.models import CalendarPassword
from coordination.prevention.social_alerts.models import AlertAuthorKey, AlertProviderKey, SocialAlert
from coordination.prevention.social_alerts.work.authors import OF_KEYS, OF_POSTS
from coordination.records.evidence.keys import PURPOSE as OF_HEADS
from coordination.records.models import RecordKey
from coordination.rosters.connection.keeping import PURPOSE as OF_ROSTERS
from coordination.rosters.models import RosterConnection
from coordination.sign_in.factors import PURPOSE as OF_FACTORS
from coordination.sign_in.factors import sealed_texts
from coordination.sign_in.sealed import SealedUnreadable, can_unseal, sealed_anew
from push.models import Device
from push.vocabulary import DeviceKind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column with sealed text. In some, only the newest row is ever opened; older rows stay for what they did."""

    name: str
    purpose: str
    every: Callable[[], QuerySet[Any]]
    column: str
    texts: Callable[[Any], Sequence[str]]
    only_newest: bool = False

    def rows(self) -> QuerySet[Any]:
        """Return the rows in which something is sealed, the oldest first."""
        return self.every().exclude(**{self.column: ""}).order_by("pk")

    def opens(self, row: Model) -> bool:
        """Say whether all that is sealed in a row can be opened."""
        return all(can_unseal(self.purpose, one) for one in self.texts(row))


@dataclass(frozen=True, slots=True)
class Rotated:
    """What became of one column: rows that are sealed with the newest key now, and rows that no key opens."""

    name: str
    carried: int
    unreadable: int


def _read_column(column: str) -> Callable[[Any], Sequence[str]]:
    return lambda row: [str(getattr(row, column))]


COLUMNS = (
    SealedColumn(
        "second factors",
        OF_FACTORS,
        Authenticator.objects.all,
        "data",
        lambda row: () if row.type == Authenticator.Type.WEBAUTHN else sealed_texts(row),
    ),
    SealedColumn(
        "secrets of agencies' sign-ins",
        OF_PROVIDERS,
        AgencyProvider.objects.all,
        "sealed_secret",
        _read_column("sealed_secret"),
    ),
    SealedColumn(
        "secrets of rosters", OF_ROSTERS, RosterConnection.objects.all, "sealed_secret", _read_column("sealed_secret")
    ),
    SealedColumn(
        "the key that signs heads", OF_HEADS, RecordKey.objects.all, "sealed", _read_column("sealed"), only_newest=True
    ),
    SealedColumn(
        "keys of pseudonyms", OF_KEYS, AlertAuthorKey.objects.all, "sealed", _read_column("sealed"), only_newest=True
    ),
    SealedColumn("posts that wait for a decision", OF_POSTS, SocialAlert.objects.all, "sealed", _read_column("sealed")),
)


def unreadable_names() -> list[str]:
    """Return what cannot be opened with this server's keys, by the oldest and the newest row of each. Few queries."""
    return [one.name for one in COLUMNS if not all(one.opens(row) for row in _ends_of(one))]


def warn_of_unreadable() -> list[str]:
    """Log what cannot be opened, and return its names; nothing where the database cannot be asked."""
    try:
        names = unreadable_names()
    except DatabaseError:
        return []
    if names:
        logger.warning("sealed with another MUSTERPOINT_SECRET_KEY, and not readable: %s", ", ".join(names))
    return names


def _ends_of(column: SealedColumn) -> Iterator[Model]:
    rows = column.rows()
    for row in (rows.last(), None if column.only_newest else rows.first()):
        if row is not None:
            yield row


# --- another key ------------------------------------------------------------------------------------------------------
def rotate_all() -> list[Rotated]:
    """Seal everything anew with the key that is in use now. Commits row by row.

    A server may run, and it may be done again at any time.
    """
    return [_rotate_column(column) for column in COLUMNS]


def _rotate_column(column: SealedColumn) -> Rotated:
    carried = unreadable = 0
    for pk in list(column.rows().values_list("pk", flat=True)):
        with transaction.atomic(durable=True):
            # Locked: who sets up a new factor, or types in a new secret, at this moment is not written over.
            row = column.every().select_for_update(of=("self",)).filter(pk=pk).first()
            texts = [] if row is None else [one for one in column.texts(row) if one]
            if row is None or not texts:
                continue
            try:
                anew = {one: sealed_anew(column.purpose, one) for one in texts}
            except SealedUnreadable:
                unreadable += 1
                continue
            setattr(row, column.column, _with_resealed(getattr(row, column.column), anew))
            row.save(update_fields=[column.column])
            carried += 1
    return Rotated(column.name, carried, unreadable)


def _with_resealed(value: object, anew: dict[str, str]) -> object:
    """Return a column's value with each sealed text in the place of the old one."""
    if isinstance(value, str):
        return anew.get(value, value)
    if isinstance(value, list):
        return [_with_resealed(one, anew) for one in value]
    if isinstance(value, dict):
        return {key: _with_resealed(one, anew) for key, one in value.items()}
    return value


def count_derived() -> dict[str, int]:
    """Return what follows from the key, is held by others, and so cannot be sealed anew: how many of each."""
    return {
        "webhooks": Device.objects.filter(kind=DeviceKind.WEBHOOK.value, is_active=True).count(),
        "keys of panic buttons": PanicIntake.objects.filter(revoked_at__isnull=True).count(),
        "keys of providers of posts": AlertProviderKey.objects.filter(revoked_at__isnull=True).count(),
        "calendar passwords": CalendarPassword.objects.count(),
    }
