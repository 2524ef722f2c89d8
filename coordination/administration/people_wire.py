"""What is said of agencies, people and their accounts: the bodies of the routes, and the forms of the pages."""

from typing import Annotated, TypedDict
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.administration.accounts.people import (
    NAME_MAX_CHARS,
    PHONE_MAX_CHARS,
    USERNAME_MAX_CHARS,
    PersonGiven,
)
from coordination.administration.accounts.people_file import FILE_MAX_BYTES
from coordination.administration.accounts.security_settings import NOTICE_MAX_CHARS
from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.asked import WHOLE_MAX_CHARS
from coordination.models import DeviceClass
from coordination.sign_in.security_rules import Choices
from mou.agencies.memberships.members import REASON_MAX_CHARS, Post
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind, MemberRole, MembershipChange

# The acts check lengths, in words of their own; a browser counts along.
Reason = Annotated[str, Asked(_("Why?"), max_chars=REASON_MAX_CHARS)]
RowId = Annotated[int, Field(ge=1, lt=2**63), Asked(is_hidden=True)]
HiddenId = Annotated[UUID, Asked(is_hidden=True)]


class InvitationWay(Labelled):
    """How an invitation gets to a person."""

    MAIL = "mail", _("Invite by mail")
    LETTER = "letter", _("Make a letter to print")


# --- agencies ---------------------------------------------------------------------------------------------------------
class AgencyChangeIn(Schema):
    name: Annotated[str, Asked(_("Name"), max_chars=200)]
    short_name: Annotated[str, Asked(_("Short name, as on a badge"), max_chars=40)]
    time_zone: Annotated[str, Asked(_("Time zone"))]


class AgencyFoundedIn(AgencyChangeIn):
    time_zone: Annotated[str, Asked(_("Time zone"), begins_empty=True)]
    kind: Annotated[AgencyKind, Asked(_("What it is"))]


class RequestNamed(Schema):
    request_id: HiddenId


class OfferNamed(Schema):
    offer_id: HiddenId


# --- people -----------------------------------------------------------------------------------------------------------
class PostIn(Schema):
    """What a person is in an agency."""

    role: Annotated[MemberRole, Asked(_("Role"))]
    title: Annotated[str, Asked(_("Title"), max_chars=120)] = ""
    callsign: Annotated[str, Asked(_("Callsign"), max_chars=40)] = ""
    unit: Annotated[str, Asked(_("Unit: shift, station or department"), max_chars=80)] = ""

    is_in_office: Annotated[
        bool | None,
        Asked(
            _("Called with the office of a school"),
            hint=_("To a staff assist, say: nurse, counselors, security. Administrators always are."),
        ),
    ] = None

    def post(self) -> Post:
        """Return it as the actions take it."""
        return Post(self.role, self.title, self.callsign, self.unit, self.is_in_office)


class AccountIn(Schema):
    """A person as an administrator writes them down; an empty user name is made of the address or the name."""

    name: Annotated[str, Asked(_("Name"), max_chars=NAME_MAX_CHARS)]
    username: Annotated[
        str,
        Asked(
            _("User name"),
            max_chars=USERNAME_MAX_CHARS,
            is_verbatim=True,
            example=_("made of the address or the name"),
        ),
    ] = ""
    email: Annotated[str, Asked(_("Mail address"), max_chars=USERNAME_MAX_CHARS, inputmode="email")] = ""
    phone: Annotated[str, Asked(_("Telephone"), max_chars=PHONE_MAX_CHARS, inputmode="tel")] = ""
    language: Annotated[str, Asked(_("Language"))] = ""

    def person(self) -> PersonGiven:
        """Return it as the actions take it."""
        return PersonGiven(self.name, self.username, self.email, self.phone, self.language)


class InvitationIn(AccountIn, PostIn):
    """A person to take into an agency.

    `may_offer`: also one whose account another agency keeps; they get an offer, and decide on it themselves.
    """

    may_offer: Annotated[bool, Asked(is_hidden=True)] = False


class DeliveryIn(Schema):
    """How invitations get to people: a page alone asks, the interface returns their codes."""

    by: Annotated[InvitationWay, Asked(is_hidden=True)] = InvitationWay.LETTER


class EveryoneIn(DeliveryIn):
    """All who have no password yet. `also_recent`: those too whose invitation is half an hour old at most."""

    also_recent: Annotated[bool, Asked(_("Also who was invited within the last half hour; their link ends"))] = False


class InvitationSentIn(InvitationIn, DeliveryIn):
    """A person to take into an agency, and how they are told."""


class CodeIn(Schema):
    """The code of an invitation, as it is typed from a letter or comes with its address."""

    code: Annotated[
        str, Asked(_("The code of your letter"), max_chars=40, autocomplete="one-time-code", is_verbatim=True)
    ]


class NewPasswordIn(CodeIn):
    """The password that an invited person chooses."""

    code: Annotated[str, Asked(is_hidden=True)]
    password: Annotated[
        str,
        Field(min_length=12),
        Asked(_("New password, 12 characters or more"), is_secret=True, autocomplete="new-password"),
    ]
    again: Annotated[str, Asked(_("The same again"), is_secret=True, autocomplete="new-password")]


class AddressAsked(Schema):
    """A new address for one's account, and the password that says who asks."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[
        str,
        Field(max_length=USERNAME_MAX_CHARS),
        Asked(_("New address"), autocomplete="email", inputmode="email"),
    ]
    password: Annotated[str, Asked(_("Password now"), autocomplete="current-password", is_secret=True)]


class AddressCode(Schema):
    """The code that was sent to the new address. Whatever it is counts as a try."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str, Field(max_length=40), Asked(_("The code of the mail"), autocomplete="one-time-code", is_once=True)
    ]


class PeopleFileIn(Schema):
    file: Annotated[bytes, Asked(_("File"), accept=".csv,text/csv,text/plain", size_max=FILE_MAX_BYTES)]


class UploadNamed(Schema):
    upload_id: HiddenId


# --- accounts and memberships -----------------------------------------------------------------------------------------
class AccountReasonIn(Schema):
    reason: Reason


class SessionNamed(Schema):
    session_id: RowId


class DeviceClassIn(SessionNamed):
    """What a session runs on; nothing: what locks like any other."""

    device_class: Annotated[DeviceClass | None, Asked(_("Lock"))] = None


class ChangeIn(Schema):
    """What a second person is to confirm; a role only for a change of role."""

    change: Annotated[MembershipChange, Asked(is_hidden=True)]
    role: Annotated[MemberRole | None, Asked(is_hidden=True)] = None
    reason: Reason


class SpeakingAsked(TypedDict):
    """What the actions take, by their names."""

    act: SpeakingAct
    detail: str
    reason: str


class SpeakingIn(Schema):
    """An act by which one could act as another, for a second person to confirm; then it is done once, within a day.

    `detail`: the new address for `change_address`, the new name for `change_name` and `change_username`; for
    `change_provider`, `group_roles`, `roster_source` and `take_roster` what the refusal `second_person_needed` says as
    `asks`: all that will be set, which the second person reads. Nothing else may differ then.
    """

    model_config = ConfigDict(populate_by_name=True)

    # On a page, "act" says which form was sent.
    speaking_act: Annotated[SpeakingAct, Field(alias="act"), Asked(is_hidden=True)]
    detail: Annotated[str, Field(max_length=WHOLE_MAX_CHARS), Asked(is_hidden=True)] = ""
    reason: Reason

    def request(self) -> SpeakingAsked:
        """Return it as the actions take it."""
        return {"act": self.speaking_act, "detail": self.detail, "reason": self.reason}


class PersonSpeakingIn(SpeakingIn):
    """An act about one person, as their page asks for it: what will be is short, and typed."""

    detail: Annotated[str, Asked(_("The new address or name, if it is about that"), max_chars=USERNAME_MAX_CHARS)] = ""


# --- rules of sign-in -------------------------------------------------------------------------------------------------
class SecurityIn(Schema):
    """What an agency asks of its people when they sign in."""

    requires_factor: Annotated[
        bool,
        Asked(
            _("Everybody needs a second factor"),
            _(
                "Who has none sets one up at the next sign-in, and does nothing else until then. Who is signed in "
                "goes on."
            ),
        ),
    ] = False
    locks_sessions: Annotated[
        bool,
        Asked(
            _("A session locks after 30 minutes without use, and asks who it is every 12 hours"),
            _(
                "The panic alarm can be pressed all the same. Consoles of dispatch and devices in vehicles are "
                "excepted, one by one, on the page of the person."
            ),
        ),
    ] = False
    locks_accounts: Annotated[
        bool,
        Asked(
            _("Five wrong passwords within 15 minutes lock the account until an administrator releases it"),
            _(
                "The CJIS policy asks for it. Anyone who knows a user name can then lock that person out; people who "
                "are signed in go on. Without it, guesses are slowed down."
            ),
        ),
    ] = False
    attests_apps: Annotated[
        bool,
        Asked(
            _("An app proves that it is one of this server's, unchanged, on a real device"),
            _(
                "From the next sign-in on, by Apple or Google. Who has another app uses the web page, which is not "
                "asked. The panic alarm can be pressed all the same."
            ),
        ),
    ] = False
    use_notice: Annotated[
        str, Field(max_length=NOTICE_MAX_CHARS), Asked(_("Notice of use, accepted after every sign-in"), lines=4)
    ] = ""

    def choices(self) -> Choices:
        """Return it as the action takes it."""
        return Choices(**self.model_dump())


class TokenNamed(Schema):
    token: HiddenId
