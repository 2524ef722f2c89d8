"""What the environment says of an installation, read strictly: a value that cannot be meant is refused at the start."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from coordination.app_versions import minimums_from_text


def env(name: str, default: str = "") -> str:
    """Return the value of MUSTERPOINT_<name>; an empty value counts as absent."""
    return os.environ.get(f"MUSTERPOINT_{name}", "") or default


def env_flag(name: str, *, default: bool) -> bool:
    """Read a flag strictly: anything but true or false is an error, never a silent no."""
    value = env(name, "true" if default else "false").lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"MUSTERPOINT_{name} must be true or false, not {value!r}")
    return value == "true"


def env_number(name: str, *, default: int, of: str, most: int) -> int:
    """Read a whole number, from one on; `of` is its unit."""
    text = env(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise ImproperlyConfigured(f"MUSTERPOINT_{name} must be a number of {of} from 1 to {most}, not {text!r}")
    return int(text)


def database_from_url(url: str) -> dict[str, object]:
    """Return a Django database entry for spatialite:///path or postgis://user:password@host:port/name.

    A host that begins with %2F is the folder of a unix socket.
    """
    parts = urlsplit(url)
    if parts.scheme == "spatialite":
        path = unquote(parts.path)
        return {
            "ENGINE": "coordination.spatialite",
            "NAME": path,
            # Opening a connection loads SpatiaLite, which takes longer than most requests.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: a write transaction takes its lock when it begins, so that read-then-write cannot
                # fail with "database is locked" half way. WAL: readers never wait for the writer.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "TEST": {"NAME": env("TEST_DATABASE_FILE") or None},
        }
    if parts.scheme == "postgis":
        return {
            "ENGINE": "coordination.postgis",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            # The timeout is also how long a database that is away keeps everybody in the dark. How many connections a
            # pool has, its lane says. One that has given up tries at once when it is asked again.
            # What asks access joins many small tables: it looks dear, and to compile it takes longer than to do it.
            "OPTIONS": {"pool": {"min_size": 1, "timeout": 3, "reconnect_timeout": 1}, "options": "-c jit=off"},
        }
    raise ImproperlyConfigured("MUSTERPOINT_DATABASE must begin with spatialite:// or postgis://")


def mailer_from_url(url: str) -> dict[str, object]:
    """Return a Django mailer for smtp://user:password@host:port (STARTTLS with a user) or smtps://…."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("MUSTERPOINT_MAIL_SERVER must be smtp://user:password@host:port or smtps://…")
    is_tls_at_once = parts.scheme == "smtps"
    return {
        "BACKEND": "push.outgoing.mail_server.MailServer",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if is_tls_at_once else 587 if parts.username else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": is_tls_at_once,
            # A password never travels in the clear.
            "use_tls": not is_tls_at_once and bool(parts.username),
        },
    }


def app_minimums(text: str) -> dict[str, str]:
    """Return by platform the oldest version of an app that need not be updated, from "ios=2.4.0,android=2.3"."""
    try:
        return minimums_from_text(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"MUSTERPOINT_APP_MINIMUM must be like ios=2.4.0,android=2.3, and has {str(error)!r}"
        ) from None
