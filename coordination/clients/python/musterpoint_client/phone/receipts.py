"""What became of an alert on this phone, said once: without a network it waits (docs/mobile.md)."""

from collections.abc import Callable, Sequence
from typing import Literal

from musterpoint_client.problems import ApiProblem, Frame
from musterpoint_client.session import Session

type Stage = Literal["delivered", "opened", "acknowledged"]
MOST_KEPT = 200


class Receipts:
    """Reports each stage of each alert at most once.

    Args:
        kept: what `keep` was told last.
        keep: stores it for the next start.
    """

    def __init__(
        self, session: Session, kept: Sequence[Frame] = (), keep: Callable[[list[Frame]], object] = lambda _kept: None
    ) -> None:
        self.session, self.kept, self.keep = session, [dict(one) for one in kept], keep

    def report(self, notification_id: str, stage: Stage) -> bool:
        """Say it, as soon as the server can be reached; tell whether all is sent."""
        if not any((one["id"], one["stage"]) == (notification_id, stage) for one in self.kept):
            self.kept = [*self.kept, {"id": notification_id, "stage": stage, "is_sent": False}][-MOST_KEPT:]
            self.keep(self.kept)
        return self.send()

    def send(self) -> bool:
        """Send what waits: at the next start, fetch or sign-in; tell whether all is sent."""
        for one in self.kept:
            if one["is_sent"]:
                continue
            try:
                self.session.post(f"/notifications/{one['id']}/receipts", {"stage": one["stage"]})
            except ApiProblem as refused:
                # Whose it was is someone else, or the device is retired: dropped. Anything else waits.
                if refused.verdict_of_answer != "refused":
                    return False
            except OSError:
                return False
            one["is_sent"] = True
            self.keep(self.kept)
        return True
