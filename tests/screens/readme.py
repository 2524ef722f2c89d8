"""The four pictures of the README: of the demo's fictional district only, small, taken anew by one command."""

from dataclasses import dataclass

MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that a page of the documentation shows."""

    file: str
    state: str
    person: str
    page: str
    size: str
    theme: str


README = (
    ShownPicture("readiness.webp", "idle", "planner", "district_readiness", "desk", "light"),
    ShownPicture("room.webp", "exercise", "principal", "incident", "desk", "light"),
    ShownPicture("console.webp", "alarm", "dispatcher", "console", "desk", "dark"),
    ShownPicture("phone.webp", "alarm", "sro", "incident", "phone", "night"),
)
