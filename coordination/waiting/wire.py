"""What waits, as it travels."""

from datetime import date

from ninja import Schema

from coordination.waiting.vocabulary import Rhythm
from mou.foundation.waiting import WaitingKind


class WaitingLineOut(Schema):
    """A step that waits for the caller, who may do it.

    `kind_words` and `words` are in the caller's language. `link`: the page on which it is done. `due_on`: the day where
    the thing is; null: none is set.
    """

    kind: WaitingKind
    kind_words: str
    words: str
    link: str
    due_on: date | None
    is_overdue: bool
    is_exercise: bool


class WaitingOut(Schema):
    """What waits for the caller: overdue first, then by day. `is_cut`: a part has more than are listed here."""

    lines: list[WaitingLineOut]
    is_cut: bool


class OverdueCountOut(Schema):
    """How many steps of one kind are overdue at one school of a district that the caller leads.

    `kind_words` is in the caller's language. `oldest_due_on`: the day that passed first.
    `school`: the school or the district itself, by name, or a site at which no school works.
    """

    kind: WaitingKind
    kind_words: str
    school: str
    is_exercise: bool
    count: int
    oldest_due_on: date


class OwnRhythmOut(Schema):
    """How often the caller is mailed. `chosen`: null: they have not chosen. `counts`: what goes for them now.

    It is `off` without a proved mail address.
    """

    chosen: Rhythm | None
    counts: Rhythm


class OwnRhythmIn(Schema):
    """`rhythm`: how often; null: as the agency has it."""

    rhythm: Rhythm | None


class AgencyRhythmIn(Schema):
    """`rhythm`: how often its people who have not chosen are mailed."""

    rhythm: Rhythm
