"""The routes of a kind: list its things, read one, take a step of one; the same three for every kind."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status
from pydantic import BaseModel

from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import Door
from coordination.sign_in.callers import caller_of


def add_kind_routes(
    router: Router,
    path: str,
    kind: Kind[Any, Any, Any],
    steps: type[BaseModel],
    *,
    name: str,
    lists: str = "",
    reads: str | None = "",
    takes: str = "",
    plural: str = "",
    step_name: str = "",
    splits: bool = False,
) -> None:
    """Add the routes of a kind to the router of its desk.

    Args:
        path: of the list; a thing's is one below, by the id that the kind names.
        steps: the class of its steps.
        name: what the routes are called by: a "referral" is read by `read_referral`, and takes `take_referral_step`.
        lists: what the description says of the list; empty: the desk has a route of its own for it.
        reads: what it says of reading one, where it is more than is true of every kind; none: no one reads one alone.
        takes: what it says of a step, in the same way.
        plural: what the list is called by, where it is not the name and an s; `step_name`: what a step is.
        splits: the list is of what is at work, and of what has ended where the query says `ended`.
    """
    called, note = name.replace("_", " "), " That the caller has read it is written down." if kind.reads else ""
    takes = takes or f"Take a step. 409 with a code that says why, where the state of the {called} does not allow it."

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
    if lists:
        of_list = _describe_route(f"list_{plural or f'{name}s'}", lists)
        router.get(path, response=list_of[kind.line], **of_list)(list_some if splits else list_all)
    if reads is not None:
        of_one = _describe_route(f"read_{name}", f"{reads or f'Return a {called} with its records.'}{note}")
        router.get(one, response=kind.view, **of_one)(read_thing)
    of_step = _describe_route(f"take_{step_name or f'{name}_step'}", takes)
    router.post(f"{one}/steps", response={204: None}, **of_step)(post_step)


def _describe_route(name: str, description: str) -> dict[str, Any]:
    """Return what a route is called by (its operation), and what the document says of it, as a router takes it."""
    return {"operation_id": name, "summary": name.replace("_", " ").title(), "description": description}


def _name_id(view: Callable[..., object], id_name: str, **others: Any) -> None:
    """Let a view say by which name its address has the id, and of which classes the rest is: ninja reads it."""
    of_view = {"request": HttpRequest, id_name: UUID, **others}
    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind) for name, kind in of_view.items()]
    vars(view)["__signature__"] = Signature(parameters)
