"""Which version of an app must be updated, by platform. Pure.

It is only ever said: no request of an old app is refused for being one, above all no press of the alarm.
"""

import re
from collections.abc import Mapping

PLATFORM = re.compile(r"[a-z][a-z0-9-]{0,19}")
# Numbers between points; what follows a plus or a minus, as of a trial build, does not count.
VERSION = re.compile(r"(\d{1,6}(?:\.\d{1,6}){0,3})(?:[-+][\w.+-]*)?", re.ASCII)
SAID_MAX_CHARS = 60

type Minimums = Mapping[str, str]


def minimums_from_text(text: str) -> dict[str, str]:
    """Read "ios=2.4.0,android=2.3": by platform the oldest version that need not be updated.

    Raises: ValueError: it makes no sense.
    """
    minimums: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        platform, _, version = part.partition("=")
        if not PLATFORM.fullmatch(platform) or not VERSION.fullmatch(version):
            raise ValueError(part)
        minimums[platform] = version
    return minimums


def needed_version(said: str, minimums: Minimums) -> str | None:
    """Return the version that an app should be updated to, by what it says of itself, such as "ios/2.3.1".

    None: it is new enough, its platform has no minimum, or it says nothing that can be read.
    """
    platform, _, version = said[:SAID_MAX_CHARS].partition("/")
    minimum = minimums.get(platform.lower())
    if minimum is None or not VERSION.fullmatch(version):
        return None
    return minimum if _numbers_of(version) < _numbers_of(minimum) else None


def _numbers_of(version: str) -> tuple[int, ...]:
    """Return the numbers of a version; 2.4 is 2.4.0.0."""
    found = VERSION.fullmatch(version)
    assert found is not None
    numbers = [int(one) for one in found[1].split(".")]
    return (*numbers, *[0] * (4 - len(numbers)))
