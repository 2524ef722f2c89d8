"""The address of the database that the running test writes to, for processes that are to meet it there."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Return the address of the very database this test writes to."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"spatialite://{now['NAME']}"
    user, password, host = (quote(str(now[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgis://{user}:{password}@{host}:{now['PORT']}/{now['NAME']}"
