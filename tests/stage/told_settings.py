"""Say every setting and what Django makes of them: `python -m tests.stage.told_settings`."""

import json


def told_settings() -> dict[str, str]:
    from channels.layers import channel_layers
    from django.conf import settings
    from django.core.cache import caches
    from django.core.files.storage import default_storage, storages
    from django.db import connection, connections
    from django.urls import get_resolver

    # Fills in what the settings of a database leave out.
    connection.ensure_connection()
    found = {name: said(getattr(settings, name)) for name in dir(settings) if name.isupper()}
    return found | {
        "databases": repr(connections.settings),
        "open database": repr(connection.settings_dict["NAME"]),
        "caches": repr(caches.settings),
        "storages": repr(storages.backends),
        "files": str(getattr(default_storage, "location", "")),
        "layers": repr(channel_layers.configs),
        "addresses": str(len(get_resolver().url_patterns)),
    }


def said(value: object) -> str:
    """Return a value as any process says it: sets have another order in each."""
    return repr(sorted(map(repr, value)) if isinstance(value, set | frozenset) else value)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(told_settings()))
