"""The routes of a kind: list its things, read one, take a step of one; the same three for every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status
from pydantic import BaseModel

from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import Door
from coordination.sign_in.callers import caller_of


@dataclass(frozen=True, slots=True)
class RouteOf:
    """What a route is called by (its operation), and what the document says of it."""

    name: str
    description: str

    def described(self) -> dict[str, Any]:
        """Return it as a router takes it."""
        summary = self.name.replace("_", " ").title()
        return {"operation_id": self.name, "summary": summary, "description": self.description}


def add_kind_routes(
    router: Router,
    path: str,
    kind: Kind[Any, Any, Any],
    steps: type[BaseModel],
    *,
    lists: RouteOf | None = None,
    reads: RouteOf | None = None,
    takes: RouteOf,
    splits: bool = False,
) -> None:
    """Add the routes of a kind to the router of its desk.

    Args:
        path: of the list; a thing's is one below, by the id that the kind names.
        steps: the class of its steps.
        lists, reads: none, where the desk has routes of its own for it.
        splits: the list is of what is at work, and of what has ended where the query says `ended`.
    """

    def list_all(request: HttpRequest) -> list[Any]:
        caller = caller_of(request)
        return kind.list_lines(caller.user_id, caller.at)

    def list_some(request: HttpRequest, *, ended: bool = False) -> list[Any]:
        caller = caller_of(request)
        return kind.list_lines(caller.user_id, caller.at, is_open=not ended)

    def read_thing(request: HttpRequest, **ids: UUID) -> object:
        caller = caller_of(request)
        thing = kind.thing_for(user_id=caller.user_id, thing_id=ids[kind.id_name], at=caller.at)
        return kind.open_thing(thing, user_id=caller.user_id, at=caller.at, door=Door.API)

    def post_step(request: HttpRequest, given: Any, **ids: UUID) -> Status[None]:
        caller = caller_of(request)
        kind.take_step(actor_id=caller.user_id, thing_id=ids[kind.id_name], given=given, at=caller.at)
        return Status(204, None)

    # The classes are the kind's own, and known when the routes are made.
    list_of: Any = list
    body_of: Any = Body
    _name_id(read_thing, kind.id_name)
    _name_id(post_step, kind.id_name, given=body_of[steps])
    one = f"{path}/{{uuid:{kind.id_name}}}"
    if lists is not None:
        router.get(path, response=list_of[kind.line], **lists.described())(list_some if splits else list_all)
    if reads is not None:
        router.get(one, response=kind.view, **reads.described())(read_thing)
    router.post(f"{one}/steps", response={204: None}, **takes.described())(post_step)


def _name_id(view: Callable[..., object], id_name: str, **others: Any) -> None:
    """Let a view say by which name its address has the id, and of which classes the rest is: ninja reads it."""
    of_view = {"request": HttpRequest, id_name: UUID, **others}
    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind) for name, kind in of_view.items()]
    vars(view)["__signature__"] = Signature(parameters)
