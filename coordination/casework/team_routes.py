"""The routes by which administrators choose a team: the same four for every desk."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.casework.team_acts import TeamActs
from coordination.casework.texts import TeamMemberTaken
from coordination.sign_in.callers import caller_of

READS = "Return a team with its settings; for administrators of the school or its district."
SETS = "Make a team, or change its settings."
# By whether officers may be on it.
ADDS = {
    True: "Put someone on the team. An officer counts while an agreement makes them a school official.",
    False: "Put someone of the school or its district on the team.",
}
TAKES = "Take someone from the team: they read nothing from now on."


def add_team_routes[TeamT: Model, PlaceT: Model](
    router: Router,
    path: str,
    acts: TeamActs[TeamT, PlaceT],
    *,
    name: str,
    reads: str = READS,
) -> None:
    """Add the routes of a desk's teams to its router.

    Args:
        path: of a team, by its agency_id.
        name: what the routes are called by: "support_team" is read by `read_support_team`.
        reads: what the description says of reading.
    """

    def read_team(request: HttpRequest, agency_id: UUID) -> dict[str, object]:
        caller = caller_of(request)
        found = acts.kind.administered_team(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
        return acts.shown_team(found)

    def put_team(request: HttpRequest, agency_id: UUID, given: Any) -> Status[None]:
        acts.set_team(caller_of(request).asker(), agency_id, given)
        return Status(204, None)

    def post_member(request: HttpRequest, agency_id: UUID, given: Any) -> Status[None]:
        acts.add_member(caller_of(request).asker(), agency_id, given)
        return Status(204, None)

    def delete_member(request: HttpRequest, agency_id: UUID, person_id: UUID) -> Status[None]:
        acts.remove_member(caller_of(request).asker(), agency_id, TeamMemberTaken(person_id=person_id))
        return Status(204, None)

    # The classes of bodies are the desk's own, and known when the routes are made.
    body_of: Any = Body
    put_team.__annotations__["given"] = body_of[acts.settings]
    post_member.__annotations__["given"] = body_of[acts.member]
    members = f"{path}/members"
    router.get(path, response=acts.shown_class(), operation_id=f"read_{name}", description=reads)(read_team)
    router.put(path, response={204: None}, operation_id=f"set_{name}", description=SETS)(put_team)
    adds = ADDS[acts.kind.has_officials]
    router.post(members, response={204: None}, operation_id=f"add_to_{name}", description=adds)(post_member)
    leave = f"{members}/{{uuid:person_id}}"
    router.delete(leave, response={204: None}, operation_id=f"take_from_{name}", description=TAKES)(delete_member)
