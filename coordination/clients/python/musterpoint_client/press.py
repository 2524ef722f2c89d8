"""A press of the alarm: tried until it is recorded, or refused for good.

One id for one press: however often it has to be sent, the alarm counts once.
"""

import asyncio
import uuid
from collections.abc import Callable

from musterpoint_client.problems import ApiProblem, Frame
from musterpoint_client.session import Session

TRY_AGAIN_S = 1.0
# What the interface takes. Who knows less of where they are calls for help all the same.
MAX_ACCURACY_M = 100_000


def press_of(
    *,
    site_id: str,
    is_exercise: bool,
    kind: str = "",
    space_id: str = "",
    place: str = "",
    where: tuple[float, float, float] | None = None,
) -> Frame:
    """Return the command of a new press.

    Args:
        place: in words, of a press from away from the site, as from its bus; a room is then not named.
        where: longitude and latitude in degrees, accuracy in meters.
    """
    command: Frame = {"type": "raise_panic", "id": str(uuid.uuid4()), "site_id": site_id, "is_exercise": is_exercise}
    command |= {"kind": kind} if kind else {}
    command |= {"place": place} if place else {"space_id": space_id} if space_id else {}
    if where is not None:
        lon, lat, accuracy_m = where
        command |= {"lon": lon, "lat": lat, "accuracy_m": min(accuracy_m, MAX_ACCURACY_M)}
    return command


async def raise_alarm(
    session: Session,
    command: Frame,
    *,
    on_again: Callable[[Exception], object] | None = None,
    try_again_s: float = TRY_AGAIN_S,
) -> Frame:
    """Send a press until the server has it, without end; return its receipt. Raises: ApiProblem: refused for good.

    Args:
        on_again: told before each further try.
    """
    sent = command
    while True:
        try:
            return dict(await asyncio.to_thread(session.post, "/panics", sent))
        except ApiProblem as refused:
            if refused.is_final:
                # A room that is no longer on the plan must not stop the alarm: say less, but say it.
                if refused.code != "place_not_at_site" or "space_id" not in sent:
                    raise
                sent = {**sent, "id": str(uuid.uuid4())}
                del sent["space_id"]
                continue
            again: Exception = refused
        except OSError as error:
            again = error
        if on_again is not None:
            on_again(again)
        await asyncio.sleep(try_again_s)
