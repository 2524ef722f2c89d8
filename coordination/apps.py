"""Tell Django that this package has models, and that an id in an address may be written in either case."""

from django.apps import AppConfig
from django.urls.converters import UUIDConverter

# RFC 9562, 4: what is read is not case-sensitive. Swift writes ids in capitals, and Django would find no such address.
UUID_PATTERN = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        """Widen Django's pattern before any address is compiled."""
        UUIDConverter.regex = UUID_PATTERN
