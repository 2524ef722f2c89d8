"""What a part of the office brings to the whole: its `app.py` says it, and no list elsewhere names the part. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class App:
    """The declaration of one folder. Modules and functions are named as they lie below it: `work.keeping.tell_due`.

    They are looked up when they are needed: a declaration itself loads nothing.
    """

    # Modules with a `router` of the API.
    routers: tuple[str, ...] = ()
    # The module with `urlpatterns`.
    addresses: str = ""
    # Functions of the time: what is due is told, each minute.
    chores: tuple[str, ...] = ()
    # Functions of the time that count what is there: each hour, before any app deletes.
    counts: tuple[str, ...] = ()
    # Functions of the time: what is retained no longer is deleted, each hour.
    deletions: tuple[str, ...] = ()
    # Addresses that take files; `*` stands for one part of an address. deploy/nginx.conf has them, too.
    uploads: tuple[str, ...] = ()
    # Kinds of alerts behind which there is no room, and the page that each opens.
    pages_of_alerts: Mapping[str, str] = field(default_factory=dict)
