"""What the interface and the pages return of messages to families."""

from datetime import datetime
from uuid import UUID

from coordination.casework.kinds.views import View
from coordination.family_messages.vocabulary import (
    Contradiction,
    DeliveryFault,
    DeliveryState,
    FamilyAudience,
    FamilyMessageState,
    FamilyWay,
    NotReached,
)
from coordination.incident.family_messages.vocabulary import FamilyMessageKind


class FamilyText(View):
    """A message in one language as it goes out. `segments`: of how many parts a text message is, how to stop included.

    `is_wide`: a letter outside the basic alphabet makes each part shorter.
    """

    language: str
    text: str
    characters: int
    segments: int
    is_wide: bool


class FamilyCount(View):
    """How many guardians are told by a way in a language, and how far that is."""

    way: FamilyWay
    way_words: str
    language: str
    waiting: int
    sent: int
    failed: int


class FamilyNotTold(View):
    """How many guardians no way leads to, and why."""

    why: NotReached
    words: str
    number: int


class FamilyContradiction(View):
    """What the message says otherwise than the room, or than an earlier message. `told_at`: when that one went out."""

    what: Contradiction
    words: str
    about: str
    told_at: datetime | None


class FamilyMessageLine(View):
    """A message in a list: what it says in the first language, and how many guardians it goes to."""

    message_id: UUID
    kind: FamilyMessageKind
    kind_words: str
    state: FamilyMessageState
    state_words: str
    schools: list[str]
    is_exercise: bool
    words: str
    made_at: datetime
    decided_at: datetime | None


class FamilyMessageView(View):
    """A message with all that is known before it goes out, or of what became of it.

    `counts`: of a draft, who would be told now; after it, what became of each. `contradictions` and `seen` are of a
    draft; `seen` is what approving it sends back. `may_approve`: the reader is the one who may.
    """

    message: FamilyMessageLine
    incident_id: UUID | None
    audience: FamilyAudience
    audience_words: str
    site: str
    texts: list[FamilyText]
    counts: list[FamilyCount]
    not_told: list[FamilyNotTold]
    contradictions: list[FamilyContradiction]
    seen: str
    takes_two_people: bool
    may_send: bool
    may_approve: bool
    reads_names: bool
    made_by: str
    decided_by: str
    status_page: str


class FamilyDeliveryLine(View):
    """What became of a message to one guardian. Only the school and its district read it."""

    guardian_id: UUID
    name: str
    way: FamilyWay
    way_words: str
    language: str
    state: DeliveryState
    state_words: str
    fault: DeliveryFault | None
    fault_words: str
    ended_at: datetime | None


class FamilyNotReachedLine(View):
    """A guardian whom the office calls: no way leads to them. Only the school and its district read it."""

    guardian_id: UUID
    name: str
    why: NotReached
    words: str


class GuardianLanguageLine(View):
    """In which language a guardian is told; the first one where no one has written it down."""

    guardian_id: UUID
    name: str
    language: str


class GuardiansChanged(View):
    """Of how many guardians the language was stored."""

    number: int


class FamilyResent(View):
    """How many guardians are told by another way."""

    number: int


class FamilyWordsLine(View):
    """The words of one kind of message in one language. `edition`: the district's; 0: the product proposes them."""

    kind: FamilyMessageKind
    kind_words: str
    language: str
    text: str
    edition: int


class FamilyWordsView(View):
    """All words of a district, and its quiet hours."""

    words: list[FamilyWordsLine]
    quiet_from: str
    quiet_until: str


class FamilyFeedItem(View):
    """A message for the district's own caller: who is called, it knows itself."""

    message_id: UUID
    kind: FamilyMessageKind
    school_ids: list[UUID]
    schools: list[str]
    is_exercise: bool
    texts: dict[str, str]
    approved_at: datetime


class FamilyFeed(View):
    """What families of a district were told within a week, the newest first."""

    messages: list[FamilyFeedItem]


class FamilyFeedKeyLine(View):
    """A key of a district's caller that counts."""

    key_id: UUID
    name: str
    made_by: str
    made_at: datetime


class FamilyFeedKeyMade(View):
    """A new key of a district's caller. `token` is shown once."""

    key_id: UUID
    name: str
    token: str
