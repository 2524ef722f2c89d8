"""What a part of the product brings to the whole: its `app.py` says it, and no list elsewhere names the part. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mou.foundation.labelled import InContext

# Why the audit records nothing of an address: what several apps say.
IN_THE_LOG = "the room's own log says who was there and who did what"
OF_NO_ONE_ELSE = "nothing of anybody else"
NO_PLAN = "names and rules of sites, no plan"
OWN_PAGES = "pages of one's own agencies; what is changed there is recorded"


@dataclass(frozen=True, slots=True)
class Part:
    """A page to which a front page leads: `front` is the name of that page's address, `address` that of the part's own.

    `seen_by`: the function of a user's id and the time that says whether it is there for a reader. The lowest `order`
    stands first.
    """

    front: str
    address: str
    title: str | InContext
    about: str
    seen_by: str
    order: int


@dataclass(frozen=True, slots=True)
class MainPage:
    """A line of the navigation: `address` is the name of its address, `below` what belongs to it further down.

    `seen_by`: the function of the request that says whether it is there for a reader; empty: for everyone. The lowest
    `order` stands first.
    """

    title: str
    address: str
    below: tuple[str, ...]
    seen_by: str
    order: int


@dataclass(frozen=True, slots=True)
class PersonCount:
    """How many rows of a table a person's data names: where `column` is the person. The rows are others' to read."""

    name: str
    table: str
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class App:
    """The declaration of one folder. Modules and functions are named as they lie below it: `work.keeping.tell_due`.

    They are looked up when they are needed: a declaration itself loads nothing.
    """

    # Modules with a `router` of the API.
    routers: tuple[str, ...] = ()
    # The script below static/ whose `addPanel` puts something on the incident page, of a part that brings no events.
    panel: str = ""
    # The module with `urlpatterns`.
    addresses: str = ""
    # Functions of the time: what is due is told, each minute. One that declares by which rows it has work
    # (mou/foundation/chore_signs.py) is left out of a look that finds none.
    chores: tuple[str, ...] = ()
    # Functions of a text message that came in, the time, and whether no room takes it: what is answered, None where the
    # text is not theirs (coordination/incident/accountability/text_messages).
    texts: tuple[str, ...] = ()
    # Functions of a user's id and the time (mou/foundation/waiting.py): what waits for a person.
    waiting: tuple[str, ...] = ()
    # Functions of a district's id and the time (mou/foundation/waiting.py): what is overdue at its schools.
    overdue: tuple[str, ...] = ()
    # Functions of the time that count what is there: each hour, before any app deletes.
    counts: tuple[str, ...] = ()
    # Functions of the time: what is retained no longer is deleted, each hour.
    deletions: tuple[str, ...] = ()
    # Functions of a district, the time, a later time and the holds: what its own rules retain, and what goes when.
    retained: tuple[str, ...] = ()
    # Addresses that take files; `*` stands for one part of an address. `manage.py openapi` writes them into
    # deploy/nginx.conf.
    uploads: tuple[str, ...] = ()
    # Addresses of the alarm, written in the same way: a press and what it needs wait for nothing.
    presses: tuple[str, ...] = ()
    # Addresses of the API that clean the texts they get, and refuse none: what calls for help must arrive.
    cleaned: tuple[str, ...] = ()
    # Kinds of alerts behind which there is no room, and the page that each opens.
    pages_of_alerts: Mapping[str, str] = field(default_factory=dict)
    # Kinds of mail (coordination/mailing), and the function that writes a letter of each when it is about to go out.
    letters: Mapping[str, str] = field(default_factory=dict)
    # Pages to which a front page leads, and lines of the navigation.
    parts: tuple[Part, ...] = ()
    main_pages: tuple[MainPage, ...] = ()
    # Functions of the request: what every template can show.
    shown_everywhere: tuple[str, ...] = ()
    # The kind of confidential team (coordination/casework/places.py) whose places a second person lets in.
    team: str = ""
    # What the data of a person counts here.
    person_counts: tuple[PersonCount, ...] = ()
    # Addresses that the audit records, by the name of its rule; and those that it does not, with the reason.
    audited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_audited: Mapping[str, str] = field(default_factory=dict)
