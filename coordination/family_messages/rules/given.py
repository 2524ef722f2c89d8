"""The classes of the acts: each the body of a route and the form of a page. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.casework.texts import NO_NUL, Given, Line
from coordination.family_messages.rules.texts import TEXT_CHARS
from coordination.family_messages.vocabulary import FamilyAudience
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

SCHOOLS_MOST = 30
GUARDIANS_MOST = 500
# One line that no one can make a second message of.
Value = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00\r\n{}]*$")]
Language = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
]
Hour = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Field(examples=["20:00"]),
]
FamilyText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_CHARS, pattern=NO_NUL)
]


class FamilyMessageIn(Given):
    """Write a message from the words of its kind. Nothing goes out before it is approved.

    `message_id`: the client's; sent twice, it is one message.
    """

    message_id: Annotated[UUID, Asked(is_hidden=True)]
    kind: Annotated[FamilyMessageKind, Asked(_("What is said"), begins_empty=True)]
    school_ids: Annotated[list[UUID], Field(min_length=1, max_length=SCHOOLS_MOST), Asked(_("Schools"))]
    audience: Annotated[FamilyAudience, Asked(_("To whom"))] = FamilyAudience.EVERYONE
    site: Annotated[Value, Asked(_("Site"), hint=_("Where families go."))] = ""
    address: Annotated[Value, Asked(_("Address"), hint=_("Of the site, as a driver needs it."))] = ""
    time: Annotated[Value, Asked(_("Time"), hint=_("As families read it: 10:40."))] = ""
    action: Annotated[Value, Asked(_("Action"), hint=_("Of a drill: what is practiced."))] = ""


class FamilyApprovalIn(Given):
    """Let it go out. `seen`: what the message said of contradictions and of who gets it when it was read."""

    seen: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{16}$"),
        Field(examples=["4c1d5e0f9a2b7c38"]),
        Asked(is_hidden=True, is_renewed=False),
    ]


class FamilyWordsIn(Given):
    """The words of one kind of message in one language. `drawn_from`: the edition that was changed; 0: none yet."""

    kind: Annotated[FamilyMessageKind, Asked(_("What is said"))]
    language: Annotated[Language, Asked(_("Language"), hint=_("Two letters: en, es, vi, so."))]
    text: Annotated[FamilyText, Asked(_("Words"), lines=4)]
    drawn_from: Annotated[int, Field(ge=0), Asked(is_hidden=True, is_renewed=False)]


class FamilySettingsIn(Given):
    """When what is not urgent does not go out, by the clock of the school. The same time twice: at any time."""

    quiet_from: Annotated[Hour, Asked(_("Quiet from"), example="20:00", inputmode="numeric")]
    quiet_until: Annotated[Hour, Asked(_("Quiet until"), example="07:00", inputmode="numeric")]


class GuardianLanguageIn(Given):
    """In which language a guardian is told."""

    guardian_id: Annotated[UUID, Asked(is_hidden=True)]
    language: Annotated[Language, Asked(_("Language"), hint=_("Two letters: en, es, vi, so."))]


class GuardianLanguagesIn(Given):
    """In which languages guardians of a school are told, as its own system knows it."""

    guardians: Annotated[list[GuardianLanguageIn], Field(min_length=1, max_length=GUARDIANS_MOST)]


class GuardianSearchIn(Given):
    """Find guardians of a school by name."""

    words: Annotated[Line, Asked(_("Name"))]


class FeedKeyIn(Given):
    """Make a key for the district's own caller."""

    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=NO_NUL),
        Asked(_("What reads with it")),
    ]


class FeedKeyEndedIn(Given):
    """End a key of the district's caller."""

    key_id: Annotated[UUID, Asked(is_hidden=True)]


class StopCodeIn(Given):
    """The code at the end of a mail: no more messages to that address."""

    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=NO_NUL),
        Asked(_("Code"), autocomplete="off", is_verbatim=True),
    ]
