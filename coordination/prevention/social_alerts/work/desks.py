"""Keep a district's desk: how long it keeps alerts, which providers send, by which keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet

from coordination.prevention.social_alerts.access import ALERT_DESKS
from coordination.prevention.social_alerts.errors import BadAlertDesk
from coordination.prevention.social_alerts.models import (
    AlertDesk,
    AlertProvider,
    AlertProviderKey,
)
from coordination.prevention.social_alerts.signatures import secret_of
from mou.administrative_acts import administrative_act
from mou.foundation.shown_text import first_hidden, hidden_sentence

# A week at least, a year at most.
KEEP_DAYS = range(7, 366)
MOST_PROVIDERS, MOST_KEYS, MOST_NAME_CHARS = 10, 3, 120


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key of a provider, with its secret: shown once."""

    provider_id: UUID
    key_id: UUID
    secret: str


@administrative_act(
    who="who keeps the desk: administrators of the district",
    told="no one: it opens no alert",
    recorded="team_changed, in the chain",
)
def set_desk(*, actor_id: int, district_id: UUID, is_open: bool, keep_days: int, at: datetime) -> AlertDesk:
    """Make a desk, or change its settings. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    district = ALERT_DESKS.agency_for(user_id=actor_id, agency_id=district_id, at=at)
    if keep_days not in KEEP_DAYS:
        raise BadAlertDesk("7 to 365 days.", pointer="/keep_days")
    with transaction.atomic(durable=True):
        values = {"is_open": is_open, "keep_days": keep_days}
        return AlertDesk.objects.update_or_create(district=district, defaults=values)[0]


@administrative_act(
    who="who keeps the desk: administrators of the district",
    told="no one: a provider sends, and reads nothing",
    recorded="team_changed, in the chain",
)
def add_provider(*, actor_id: int, district_id: UUID, name: str, at: datetime) -> NewKey:
    """Let another system send posts, by a key of its own. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    name = name.strip()
    if hidden := first_hidden(name):
        raise BadAlertDesk(hidden_sentence("text", hidden), pointer="/name")
    if not 1 <= len(name) <= MOST_NAME_CHARS:
        raise BadAlertDesk("1 to 120 characters.", pointer="/name")
    with transaction.atomic(durable=True):
        desk = ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at)
        if sending_providers(desk).count() >= MOST_PROVIDERS:
            raise BadAlertDesk("At most ten providers.", pointer="/name")
        return _new_key(AlertProvider.objects.create(desk=desk, name=name, created_at=at), at)


@administrative_act(
    who="who keeps the desk: administrators of the district",
    told="no one: a provider sends, and reads nothing",
    recorded="team_changed, in the chain",
)
def add_key(*, actor_id: int, district_id: UUID, provider_id: UUID, at: datetime) -> NewKey:
    """Give a provider another key; the older ones count until they are revoked. Durable.

    Raises: AlertDeskNotFound, BadAlertDesk.
    """
    with transaction.atomic(durable=True):
        provider = _find_provider(actor_id, district_id, provider_id, at)
        if provider.keys.filter(revoked_at__isnull=True).count() >= MOST_KEYS:
            raise BadAlertDesk("Revoke a key first.", pointer="/provider_id")
        return _new_key(provider, at)


@administrative_act(
    who="who keeps the desk: administrators of the district",
    told="no one: a provider sends, and reads nothing",
    recorded="team_changed, in the chain",
)
def revoke_key(*, actor_id: int, district_id: UUID, provider_id: UUID, key_id: UUID, at: datetime) -> None:
    """Refuse a key from now on. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    with transaction.atomic(durable=True):
        provider = _find_provider(actor_id, district_id, provider_id, at)
        if not provider.keys.filter(pk=key_id, revoked_at__isnull=True).update(revoked_at=at):
            raise BadAlertDesk("The provider has no such key.", pointer="/key_id")


@administrative_act(
    who="who keeps the desk: administrators of the district",
    told="no one: a provider sends, and reads nothing",
    recorded="team_changed, in the chain",
)
def revoke_provider(*, actor_id: int, district_id: UUID, provider_id: UUID, at: datetime) -> None:
    """Take nothing from a provider from now on. Durable. Raises: AlertDeskNotFound, BadAlertDesk."""
    with transaction.atomic(durable=True):
        provider = _find_provider(actor_id, district_id, provider_id, at)
        AlertProvider.objects.filter(pk=provider.pk).update(revoked_at=at)


def sending_providers(desk: AlertDesk) -> QuerySet[AlertProvider]:
    """Return the providers that send to a desk, by name, with the keys that count."""
    keys = Prefetch("keys", AlertProviderKey.objects.filter(revoked_at__isnull=True).order_by("created_at"))
    return desk.providers.filter(revoked_at__isnull=True).prefetch_related(keys).order_by("name")


def _find_provider(actor_id: int, district_id: UUID, provider_id: UUID, at: datetime) -> AlertProvider:
    desk = ALERT_DESKS.locked_team_for(user_id=actor_id, agency_id=district_id, at=at)
    found = sending_providers(desk).filter(pk=provider_id).first()
    if found is None:
        raise BadAlertDesk("There is no such provider.", pointer="/provider_id")
    return found


def _new_key(provider: AlertProvider, at: datetime) -> NewKey:
    key = AlertProviderKey.objects.create(provider=provider, created_at=at)
    return NewKey(provider.pk, key.pk, secret_of(server_key=settings.SECRET_KEY, key_id=key.pk))
