"""Say of an operation that it will end: declared where it is declared, told with each answer, and described.

Sources: RFC 9745 (Deprecation), RFC 8594 (Sunset). How long an operation lives on: docs/mobile.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

# An app that is not updated for a year is still served.
LIVES_ON = timedelta(days=365)
DESCRIBED_AS = "x-deprecation"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when an operation is deprecated, when it ends, and what to use instead: the `operationId` of another."""

    since: date
    ends: date
    instead: str

    def __post_init__(self) -> None:
        if self.ends - self.since < LIVES_ON:
            raise ValueError(f"an operation lives on for {LIVES_ON.days} days, not {(self.ends - self.since).days}")

    def headers(self) -> dict[str, str]:
        """Return what each answer says of it."""
        return {
            "Deprecation": f"@{_seconds_of(self.since)}",
            "Sunset": http_date(_seconds_of(self.ends)),
            "Link": '</api/v1/openapi.json>; rel="deprecation"; type="application/json"',
        }

    def described(self) -> dict[str, str]:
        """Return what the description says of it."""
        return {"since": self.since.isoformat(), "ends": self.ends.isoformat(), "instead": self.instead}


def deprecate_operation[F: Callable[..., object]](deprecation: Deprecation) -> Callable[[F], F]:
    """Return a decorator for the function of a route, below the one that makes it a route."""

    def tell_with_answer(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(run)
        def told(request: HttpRequest, **values: object) -> HttpResponse:
            response = run(request, **values)
            for name, value in deprecation.headers().items():
                response.headers[name] = value
            return response

        return told

    def describe(operation: Operation) -> None:
        operation.deprecated = True
        operation.openapi_extra = {**(operation.openapi_extra or {}), DESCRIBED_AS: deprecation.described()}

    def mark(function: F) -> F:
        contribute_operation_callback(function, describe)
        return decorate_view(tell_with_answer)(function)

    return mark


def _seconds_of(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
