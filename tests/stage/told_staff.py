"""Functions of the staff as a story of all events tells them: taken, offered, accepted, given, given up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID


def tell_staff(run: Callable[..., object], participant_id: Callable[[str], UUID]) -> None:
    """Let every event of the staff happen. The insider commands."""
    liaison: dict[str, Any] = {"function": "liaison"}
    run("officer", "claim_function", **liaison)
    for answer in ("decline_function", "accept_function"):
        run("officer", "offer_function", participant_id=participant_id("insider"), **liaison)
        run("insider", answer, **liaison)
    run("insider", "appoint_to_function", participant_id=participant_id("officer"), **liaison)
    run("officer", "release_function", reason="End of <b>shift</b>", **liaison)
    north: dict[str, Any] = {"function": "division", "subdivision": "<i>North</i>"}
    run("insider", "appoint_to_function", participant_id=participant_id("officer"), **north)
