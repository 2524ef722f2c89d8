"""Let a worker end when it is asked to."""

import signal
import threading
from types import FrameType


def stop_at_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set the event."""

    def set_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
