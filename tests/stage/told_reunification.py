"""A reunification as a story of all events tells it: opened, staffed, moved, paused, and closed by two people."""

from typing import Any, Protocol
from uuid import UUID, uuid4

from coordination.incident.reunification.standing import id_of_role
from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.models import User
from coordination.reunification.rules.given import StudentAddedIn
from coordination.reunification.work.moving import add_student
from tests.factories.cast import asks


class Runs(Protocol):
    """Carries a command out for someone of the cast."""

    def __call__(self, who: str, word: str, **fields: Any) -> object:
        """Run it."""


def tell_reunification(run: Runs, *, insider: User, participant_id: UUID) -> None:
    """Let every event of a reunification happen. The room has a dispatcher who commands."""
    of: dict[str, Any] = {"operation_id": uuid4()}
    gym, stadium = uuid4(), uuid4()
    run("insider", "open_reunification", place_id=gym, place="<b>Gym</b>", **of)
    run("insider", "give_reunification_role", role="greeter", **of)
    greeter = id_of_role(of["operation_id"], ReunificationRole.GREETER, participant_id)
    run("insider", "end_reunification_role", role_id=greeter, **of)
    add_student(asks(insider), of["operation_id"], StudentAddedIn(given_name="Blue jacket"))
    run("insider", "pause_reunification", reason="Shots", **of)
    run("insider", "resume_reunification", **of)
    run("insider", "open_reunification_place", place_id=stadium, place="Stadium", instead_of=gym, **of)
    run("insider", "open_reunification_place", place_id=uuid4(), place="Church", **of)
    run("insider", "close_reunification_place", place_id=stadium, **of)
    run("insider", "close_reunification", reason="At home.", **of)
    run("dispatcher", "close_reunification", reason="Confirmed.", **of)
