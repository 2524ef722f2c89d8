"""The line of deploy/nginx.conf that names where files are brought: as apps declare it."""

import re

from mou.foundation.installed_apps import installed_apps

# The one location that takes large bodies.
LOCATION = re.compile(r"(?m)^(?P<before>    location ~ )\S+(?P<after> \{\n        client_max_body_size )")


def proxy_text(written: str) -> str:
    """Return the sample with the addresses that take files now. Raises: ValueError: it has no such location."""
    text, found = LOCATION.subn(lambda match: f"{match['before']}{upload_location()}{match['after']}", written)
    if found != 1:
        raise ValueError("deploy/nginx.conf has not exactly one location that takes large bodies")
    return text


def upload_location() -> str:
    """Return the pattern in nginx's words."""
    addresses = sorted(address for one in installed_apps() for address in one.app.uploads)
    return f"^({'|'.join(re.escape(address).replace(r'\*', '[^/]+') for address in addresses)})$".replace(r"\-", "-")
