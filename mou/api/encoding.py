"""How answers become JSON: each moment in the one form that protocol.md names, whatever it is in the code."""

from datetime import datetime
from typing import Any

from ninja.responses import NinjaJSONEncoder

from mou.foundation.moments import time_text


class AnswerEncoder(NinjaJSONEncoder):
    """Ninja's own leaves milliseconds out where there are none, and UTC where another zone is said."""

    def default(self, o: Any) -> Any:
        """Return what JSON has for a value that it does not know."""
        return time_text(o) if isinstance(o, datetime) else super().default(o)
