"""Where people are, as the frames say it: the last position of each, until it is withdrawn."""

from datetime import datetime

from musterpoint_client.problems import Frame


class KnownPositions:
    """The last position of each participant. An old one never vanishes; its age says how much it is worth."""

    def __init__(self) -> None:
        self.last: dict[str, Frame] = {}

    def take(self, frame: Frame) -> None:
        """Take a frame of positions."""
        for position in frame["positions"]:
            self.last[position["participant_id"]] = position
        for gone in frame["gone"]:
            self.last.pop(gone, None)


def position_age_s(position: Frame, now: datetime) -> float:
    """Return how old a position is, by the server's clock."""
    received_s = (now - datetime.fromisoformat(position["at"])).total_seconds()
    return max(0.0, received_s) + float(position["fix_age_s"])
