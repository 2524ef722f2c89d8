"""Invite people into agencies, and keep their accounts."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.administration.access import PersonGrant, account_for, has_signed_in
from coordination.administration.accounts.identity import person_meant
from coordination.administration.accounts.invitations import write_invitation
from coordination.administration.errors import AccountOff, AccountTaken, BadAccount, NotYours
from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.models import User
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.access.operators import agency_to_staff_for
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_may_appoint
from mou.agencies.memberships.members import Post
from mou.agencies.memberships.taking_in import kept_agencies, take_in
from mou.foundation.phone_numbers import BadPhone, phone_in_e164
from mou.foundation.shown_text import first_hidden
from mou.models import Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind

NAME_MAX_CHARS, PHONE_MAX_CHARS, USERNAME_MAX_CHARS = 120, 40, 150
is_username = UnicodeUsernameValidator()
# The sentence of the notice about each.
TOLD_OF = {
    SpeakingAct.CHANGE_ADDRESS: "address_changed",
    SpeakingAct.CHANGE_NAME: "name_changed",
    SpeakingAct.CHANGE_USERNAME: "name_changed",
}


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """A person as an administrator writes them down. Without a user name, one is made of the address or the name."""

    name: str
    username: str
    email: str
    phone: str
    language: str

    def clean_fields(self, *, kept_phone: str = "") -> "PersonGiven":
        """Return it without outer blanks, the number in E.164; one that is kept already stays. Raises: BadAccount."""
        given = PersonGiven(
            name=unicodedata.normalize("NFC", " ".join(self.name.split())),
            username=self.username.strip(),
            email=self.email.strip(),
            phone=self.phone.strip(),
            language=self.language,
        )
        for problem in complaints_about(given, kept_phone=kept_phone):
            column = problem.partition(":")[0]
            raise BadAccount(problem, pointer=f"/{column}" if column in self.__slots__ else "")
        return replace(given, phone=_checked_phone(given.phone, kept_phone))


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of an invitation. Without a code the person has a password already and needs none.

    Of an account that another agency keeps nothing is told but that its holder was offered the place.
    """

    person_id: UUID
    # None: nothing has begun yet; the person was offered the place.
    member_id: UUID | None
    username: str
    code: str
    offer_id: UUID | None = None


def complaints_about(given: PersonGiven, *, kept_phone: str = "") -> list[str]:
    """Return what is wrong with a person as written down, by field. No query."""
    found = []
    if not given.name or len(given.name) > NAME_MAX_CHARS:
        found.append(_("name: 1 to %(most)s characters.") % {"most": NAME_MAX_CHARS})
    if hidden := first_hidden(given.name):
        words = {"position": hidden.position, "which": hidden.name}
        found.append(_("name: character %(position)s does not show (%(which)s).") % words)
    if given.username and not _is_valid(is_username, given.username):
        found.append(_("username: letters, digits and @ . + - _ only."))
    if len(given.username) > USERNAME_MAX_CHARS:
        found.append(_("username: at most %(most)s characters.") % {"most": USERNAME_MAX_CHARS})
    if given.email and (len(given.email) > USERNAME_MAX_CHARS or not _is_valid(validate_email, given.email)):
        found.append(_("email: not an address."))
    try:
        _checked_phone(given.phone.strip(), kept_phone)
    except BadPhone as bad:
        found.append(f"phone: {bad}")
    if given.language and given.language not in dict(settings.LANGUAGES):
        found.append(_("language: one of %(these)s, or empty.") % {"these": ", ".join(dict(settings.LANGUAGES))})
    return found


def _checked_phone(phone: str, kept: str) -> str:
    """Return a number in E.164; none, and the one that is kept, as it is. Raises: BadPhone."""
    return phone_in_e164(phone, settings.COUNTRY) if phone and phone != kept else phone


@administrative_act(
    who="administrators of the agency or its district; the operator for its first administrator",
    second_person="for an administrator beside others: someone who is one already",
    told="the agency's record; where another agency keeps the account, its holder, who decides",
    recorded="member_added",
)
def invite_person(
    *, actor_id: int, agency_id: UUID, given: PersonGiven, post: Post, at: datetime, may_offer: bool = False
) -> Invited:
    """Take a person into an agency, with a new account unless they have one, in one durable transaction.

    Whose account another agency keeps is offered the place, and told by mail. Locks the agency's row.

    Args:
        may_offer: the asker was told that another agency keeps the account.
    Raises: AgencyNotFound, NotAllowed, BadAccount, BadName, AccountTaken, AccountOff, AlreadyMember, KeptElsewhere,
    AdministratorKeptElsewhere.
    """
    given, post = given.clean_fields(), post.clean_fields()
    with transaction.atomic(durable=True):
        agency = agency_to_staff_for(user_id=actor_id, agency_id=agency_id, role=post.role, at=at)
        check_may_appoint(actor_id, agency, post.role, at)
        kept = kept_agencies(actor_id, agency, at)
        person = person_meant(address=given.email, username=given.username, kept=kept) or _new_person(given, agency)
        made = take_in(
            actor_id=actor_id,
            agency=agency,
            user_id=person.pk,
            post=post,
            is_on_duty=False,
            at=at,
            may_offer=may_offer,
        )
        # Who has signed in, or was invited by another agency, keeps it: a second code would undo the first.
        is_new = person.home_agency_id == agency.pk and not has_signed_in(person)
        code = write_invitation(user_id=person.pk, made_by=actor_id, at=at) if is_new else ""
    if made.offer_id is not None:
        if made.is_news:
            tell_of_offer(person)
        return Invited(person.public_id, None, "", "", made.offer_id)
    return Invited(person.public_id, made.member_id, person.username, code)


@administrative_act(
    who="who keeps the account: administrators of its home agency; the operator where no one has signed in with it",
    second_person="for an administrator or someone of a confidential team",
    told="the person, on their devices and at their address",
    recorded="invitation_made",
)
def invite_again(*, actor_id: int, person_id: UUID, at: datetime, mail_id: UUID | None = None) -> Invited:
    """Make a new invitation for a person whose account the actor keeps, in one durable transaction.

    `mail_id`: of the mail that carries its code.
    The old password stays until the new one is set. Locks the account's row. Raises: PersonNotFound, NotYours,
    AccountOff, SecondPersonNeeded.
    """
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        if not grant.person.is_active:
            raise AccountOff
        if grant.person.is_operator:
            raise NotYours(_("The operator's account is kept at the server's console."))
        _check_may_speak(grant, SpeakingAct.INVITE_AGAIN, actor_id, at, what="invited_again")
        code = write_invitation(user_id=grant.person.pk, made_by=actor_id, at=at, mail_id=mail_id)
        # Who holds the code is not who proved the address; accepted from a mail, it proves it again.
        User.objects.filter(pk=grant.person.pk).exclude(pk=actor_id).update(email_proved_at=None)
        record_account_act(grant, AdministrativeActKind.INVITATION_MADE, actor_id=actor_id, at=at)
    member_id = grant.members[0].pk if grant.members else None
    return Invited(grant.person.public_id, member_id, grant.person.username, code)


@administrative_act(
    who="who keeps the account: administrators of its home agency",
    second_person="for another address or name of an administrator or someone of a confidential team",
    told="of another address or name: the person, on their devices and at their address",
    recorded="account_changed",
)
def change_account(*, actor_id: int, person_id: UUID, given: PersonGiven, at: datetime) -> None:
    """Change name, user name, address, phone and language, in one durable transaction. Locks the account's row.

    Raises: PersonNotFound, NotYours, BadAccount, AccountTaken, SecondPersonNeeded: with another address they could be
    another person, and with another name look like one.
    """
    given = given.clean_fields()
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        for act, detail in identity_changes(grant.person, given):
            _check_may_speak(grant, act, actor_id, at, what=TOLD_OF[act], detail=detail)
        if changes := write_account(grant.person, given):
            record_account_act(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)


def identity_changes(person: User, given: PersonGiven) -> list[tuple[SpeakingAct, str]]:
    """Return what of a change makes a person reached elsewhere, or read as another, and what it would be."""
    pairs = (
        (SpeakingAct.CHANGE_ADDRESS, person.email, given.email),
        (SpeakingAct.CHANGE_NAME, person.display_name, given.name),
        (SpeakingAct.CHANGE_USERNAME, person.username, given.username or person.username),
    )
    return [(act, after) for act, before, after in pairs if before != after]


def _check_may_speak(
    grant: PersonGrant, act: SpeakingAct, actor_id: int, at: datetime, *, what: str, detail: str = ""
) -> None:
    """Let an act be done by which one could act as a person, and tell them where they are reached until now."""
    home = grant.person.home_agency
    if home is None:
        return
    speaking = Speaking(act, home, grant.person, detail)
    check_may_speak(speaking, actor_id=actor_id, at=at)
    if has_signed_in(grant.person):
        tell_whom_it_is_about(speaking, what=what, actor_id=actor_id)


def write_account(person: User, given: PersonGiven) -> dict[str, tuple[str, str]]:
    """Write what is given, in the caller's transaction; return what differs, before and after. Raises: AccountTaken."""
    after = {
        "display_name": given.name,
        "username": given.username or person.username,
        "email": given.email,
        "phone": given.phone,
        "language": given.language,
    }
    changes = {
        name: (str(getattr(person, name)), value) for name, value in after.items() if getattr(person, name) != value
    }
    if not changes:
        return {}
    others = User.objects.exclude(pk=person.pk)
    is_taken = others.filter(username__iexact=after["username"]).exists()
    # Of other agencies' accounts nothing is told: an address that its holder did not prove is free text.
    ours = others.filter(home_agency_id=person.home_agency_id)
    if is_taken or (given.email and ours.filter(email__iexact=given.email).exists()):
        raise AccountTaken
    # An address that another person writes down is not proved by its holder.
    proved = {"email_proved_at": None} if "email" in changes else {}
    User.objects.filter(pk=person.pk).update(**after, **proved)
    return changes


def tell_of_offer(person: User) -> None:
    """Tell a person by mail, soon, that an agency offers them a place; they see which where they sign in."""
    if person.email:
        language = person.language or "en"
        send_beside("account/email/notice", person.email, language, {"what": notice_words("place_offered", language)})


def record_account_act(
    grant: PersonGrant,
    kind: AdministrativeActKind,
    *,
    actor_id: int,
    at: datetime,
    reason: str = "",
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    """Write an act about an account into the record of its agency, in the caller's transaction."""
    home = grant.person.home_agency
    member = next((one for one in grant.members if one.agency_id == grant.person.home_agency_id), None)
    member = member or (grant.members[0] if grant.members else _any_membership(grant.person))
    agency = home or (member.agency if member is not None else None)
    if agency is not None:
        record_act(kind, actor_id=actor_id, agency=agency, member=member, reason=reason, changes=changes, at=at)


def username_of(given: PersonGiven) -> str:
    """Return the user name to begin with: the given one, the address, or the name in small letters with dots."""
    if given.username or given.email:
        return given.username or given.email
    plain = unicodedata.normalize("NFKD", given.name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", ".", plain).strip(".")[:100] or "person"


def free_username(wanted: str, taken: set[str]) -> str:
    """Return the wanted user name, with a number behind it if it is taken."""
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def _any_membership(person: User) -> AgencyMember | None:
    return person.memberships.filter(ended_at__isnull=True).select_related("agency").order_by("id").first()


def _new_person(given: PersonGiven, agency: Agency) -> User:
    wanted = username_of(given)
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    return User.objects.create(
        username=free_username(wanted, {name.casefold() for name in taken}),
        display_name=given.name,
        email=given.email,
        phone=given.phone,
        language=given.language,
        home_agency=agency,
        password=make_password(None),
    )


def _is_valid(check: object, text: str) -> bool:
    assert callable(check)
    try:
        check(text)
    except ValidationError:
        return False
    return True
