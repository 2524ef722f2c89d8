"""Who is asking, as the mounted API's authentication leaves it on the request."""

from datetime import datetime
from typing import Protocol, cast

from django.http import HttpRequest


class Caller(Protocol):
    """A signed-in person and the instant of their request."""

    @property
    def user_id(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def access_epoch(self) -> int | None: ...


class AuthenticatedRequest(Protocol):
    """A request after authentication; ninja puts its result there."""

    @property
    def auth(self) -> Caller: ...


def caller_of(request: HttpRequest) -> Caller:
    """Return who is asking."""
    return cast("AuthenticatedRequest", request).auth
