"""Say whether this process lives, and whether it can do its work. No sign-in, no details."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from mou.bounded_process.confinement import is_available


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer at all: whoever watches restarts it when this fails."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 when database or broker are away or the schema is behind: a proxy sends people elsewhere."""
    parts = {"database": database_is_ready(), "broker": broker_is_ready()}
    status = 200 if all(parts.values()) else 503
    said = {name: "ok" if fine else "failing" for name, fine in parts.items()}
    # Where foreign files cannot be read safely they are refused; all else goes on.
    said["files"] = "confined" if is_available() else "refused"
    return JsonResponse(said, status=status)


def database_is_ready() -> bool:
    """Return whether the database answers and has this version's schema."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def broker_is_ready() -> bool:
    """Return whether the broker answers; without one the layer is in memory and always there."""
    if not settings.REDIS_URL:
        return True
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
