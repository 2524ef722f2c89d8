"""The database that the running test writes to, and its address for processes that are to meet it there."""

from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_url() -> str:
    """Return the address of the very database this test writes to."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"spatialite://{now['NAME']}"
    user, password, host = (quote(str(now[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgis://{user}:{password}@{host}:{now['PORT']}/{now['NAME']}"


def use_test_database() -> None:
    """Let every connection of this process be to the database of its tests, which is there and migrated."""
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined] # declared nowhere
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
