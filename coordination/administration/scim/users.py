"""An agency's people as its directory keeps them: made, changed, switched off and taken out, by the agency's token.

A directory sees the accounts that its own agency keeps and that belong to the agency now, and no others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation.trans_real import parse_accept_lang_header

from coordination.administration.access import has_signed_in
from coordination.administration.accounts.people import TOLD_OF, PersonGiven, identity_changes, write_account
from coordination.administration.accounts.sign_ins import end_everything
from coordination.administration.errors import AccountTaken, BadAccount, SwitchedOffByPerson
from coordination.administration.models import DirectoryPerson, DirectoryToken, EndedByProvider
from coordination.administration.scim.wire import Page, Said, ScimError
from coordination.administration.second_person.speaking import Speaking, is_guarded, tell_whom_it_is_about
from coordination.administration.single_sign_on.claims import ROLES_BY_GROUP, roles_by_group_of
from coordination.administration.single_sign_on.group_roles import roles_by_groups
from coordination.models import User
from mou.agencies.acts import record_act
from mou.agencies.administrators import check_directory_may_take
from mou.agencies.memberships.members import Post, write_end, write_post
from mou.agencies.memberships.taking_in import take_in
from mou.agencies.roles_of_kinds import roles_of_agency
from mou.errors import LastAdministrator, SecondPersonNeeded
from mou.foundation.phone_numbers import BadPhone, phone_in_e164
from mou.models import Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind, MemberRole

REASON = "By the agency's directory (SCIM)."
TAKEN = ScimError(409, "Someone has this userName or address.", "uniqueness")
KNOWN_ALREADY = ScimError(409, "Someone has this externalId.", "uniqueness")
FILTERS = ("userName", "externalId")
FILTERED = {"username": "user__username__iexact", "externalid": "user__directory_person__external_id"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A person with the membership that the directory keeps."""

    person: User
    member: AgencyMember


def person_kept(token: DirectoryToken, person_id: UUID, *, lock: bool = False) -> Kept:
    """Return one of the agency's people. Raises: ScimError: there is none, or not of this agency."""
    rows = people_of(token.agency)
    member = (rows.select_for_update(of=("self",)) if lock else rows).filter(user__public_id=person_id).first()
    if member is None:
        raise ScimError(404, "There is no such person.")
    return Kept(member.user, member)


def people_kept(token: DirectoryToken, page: Page) -> tuple[int, list[Kept]]:
    """Return how many people there are, and the page of them. Two queries."""
    rows = people_of(token.agency).order_by("user_id")
    if page.filter is not None:
        name, value = page.filter
        rows = rows.filter(**{FILTERED[name]: value}) if "\0" not in value and value else rows.none()
    found = rows[page.start - 1 : page.start - 1 + page.count]
    return rows.count(), [Kept(one.user, one) for one in found]


def make_person(token: DirectoryToken, said: Said, at: datetime) -> Kept:
    """Take a person in, with an account that signs in by the agency or by an invitation; in one durable transaction.

    Who was taken out before comes back with the account that they had. Locks the agency's row. Raises: ScimError.
    """
    given, role = _account_given(said, None), _role_named(said, token.agency) or _first_role(token.agency)
    with written_for_agency(token) as agency:
        person = _former_person(agency, given, said.external_id or "") or _new_person(agency, given)
        if not person.is_active:
            _switch_account(token, person, agency, is_active=True, at=at)
        post = Post(role=role)
        take_in(
            actor_id=token.made_by_id,
            agency=agency,
            user_id=person.pk,
            post=post,
            is_on_duty=False,
            at=at,
            may_offer=False,
        )
        member = AgencyMember.objects.get(agency=agency, user=person, ended_at__isnull=True)
        _write_account(token, Kept(person, member), said, at)
        if said.active is False:
            _switch_account(token, person, agency, is_active=False, at=at)
    return person_kept(token, person.public_id)


def change_person(token: DirectoryToken, person_id: UUID, said: Said, at: datetime) -> Kept:
    """Change what the directory says, and switch the account off or on, in one durable transaction.

    Switched off, the person is signed out everywhere and hears nothing more. Locks the rows. Raises: ScimError.
    """
    with written_for_agency(token) as agency:
        kept = person_kept(token, person_id, lock=True)
        if said.active is False:
            _write_what_goes(token, kept, said, at)
        else:
            _write_account(token, kept, said, at)
        role = (
            None
            if kept.person.pk in roles_by_groups(agency, [kept.person.pk])
            else _role_named(said, agency, kept.member)
        )
        if role is not None and kept.member.role != MemberRole.ADMINISTRATOR:
            member = kept.member
            post = Post(role=role, title=member.title, callsign=member.callsign, unit=member.unit)
            write_post(token.made_by_id, member, post, reason=REASON, at=at)
        if said.active is not None and said.active != kept.person.is_active:
            if not said.active:
                check_directory_may_take(kept.member, at)
            _switch_account(token, kept.person, agency, is_active=said.active, at=at)
    return person_kept(token, person_id)


def take_out(token: DirectoryToken, person_id: UUID, at: datetime) -> None:
    """End a person's membership and switch their account off, in one durable transaction. Raises: ScimError."""
    with written_for_agency(token) as agency:
        kept = person_kept(token, person_id, lock=True)
        check_directory_may_take(kept.member, at)
        write_end(token.made_by_id, kept.member, reason=REASON, at=at)
        EndedByProvider.objects.create(member=kept.member)
        kept.person.directory_groups.clear()
        # Whom a person switched off before stays so when the directory brings them back.
        if kept.person.is_active:
            _switch_account(token, kept.person, agency, is_active=False, at=at)


@contextmanager
def written_for_agency(token: DirectoryToken) -> Iterator[Agency]:
    """Give out the agency, locked, for one durable transaction; say what is refused in SCIM's form."""
    try:
        with transaction.atomic(durable=True):
            yield Agency.objects.select_for_update().get(pk=token.agency_id)
    except (AccountTaken, IntegrityError) as error:
        # Also where another agency's directory was a moment earlier.
        raise TAKEN from error
    except SwitchedOffByPerson as error:
        raise ScimError(error.status, SwitchedOffByPerson.title, "mutability") from error
    except SecondPersonNeeded as error:
        raise ScimError(400, str(error), "mutability") from error
    except LastAdministrator as error:
        raise ScimError(400, "This is the agency's last administrator.", "mutability") from error


def people_of(agency: Agency) -> QuerySet[AgencyMember]:
    """Return the memberships that the directory keeps: of accounts that this agency made, and that have not ended."""
    rows = AgencyMember.objects.select_related("user__directory_person", "agency").filter(
        agency=agency, ended_at__isnull=True
    )
    return rows.filter(user__home_agency=agency, user__is_device=False, user__is_operator=False)


def _account_given(said: Said, person: User | None) -> PersonGiven:
    """Return the account as it is to be; what the directory does not say stays. Raises: ScimError."""
    username = said.username if said.username is not None else (person.username if person else "")
    given = PersonGiven(
        name=said.whole_name() or (person.display_name if person else username),
        username=username,
        email=said.email if said.email is not None else (person.email if person else _address_in(username)),
        phone=_number_said(said.phone, person.phone if person else ""),
        language=_language_named(said, person.language if person else ""),
    )
    try:
        # A number from before numbers were read stays until the directory says another.
        return given.clean_fields(kept_phone=person.phone if person else "")
    except BadAccount as error:
        raise ScimError(400, error.detail, "invalidValue") from error


def _number_said(said: str | None, kept: str) -> str:
    """Return the telephone number that is to be kept: in E.164, and none where what a directory says is no number.

    It may say it as RFC 3966 does. No person stays out, and no leaver in, because of a number (docs/capabilities/scim).
    """
    if said is None or said == kept:
        return kept
    text = said.strip().removeprefix("tel:").partition(";")[0]
    try:
        return phone_in_e164(text, settings.COUNTRY) if text else ""
    except BadPhone:
        return ""


def _write_what_goes(token: DirectoryToken, kept: Kept, said: Said, at: datetime) -> None:
    """Write what the directory says beside "this person has left", or nothing of it where something is refused."""
    try:
        with transaction.atomic():
            _write_account(token, kept, said, at)
    except (ScimError, SecondPersonNeeded, AccountTaken, IntegrityError):
        kept.person.refresh_from_db()


def _write_account(token: DirectoryToken, kept: Kept, said: Said, at: datetime) -> None:
    if said.external_id is not None:
        _note_external_id(token, kept.person, said.external_id)
    given = _account_given(said, kept.person)
    for act, detail in identity_changes(kept.person, given):
        _check_may_speak(Speaking(act, token.agency, kept.person, detail), at)
    changes = write_account(kept.person, given)
    if not changes:
        return
    kinds = AdministrativeActKind
    record_act(
        kinds.ACCOUNT_CHANGED,
        actor_id=token.made_by_id,
        agency=kept.member.agency,
        member=kept.member,
        reason=REASON,
        changes=changes,
        at=at,
    )


def _check_may_speak(speaking: Speaking, at: datetime) -> None:
    """Let a directory give a person another address or name, and tell them; of whom two people decide, these do.

    Raises: SecondPersonNeeded.
    """
    person = speaking.person
    assert person is not None, "a directory changes one person at a time"
    if is_guarded(person, at):
        raise SecondPersonNeeded(
            "Two people give an administrator, or one of a confidential team, another address or name."
        )
    if has_signed_in(person):
        tell_whom_it_is_about(speaking, what=TOLD_OF[speaking.act], actor_id=0)


def _note_external_id(token: DirectoryToken, person: User, external_id: str) -> None:
    """Note what the directory calls a person. Raises: ScimError: it calls another one so."""
    rows = DirectoryPerson.objects.filter(agency=token.agency_id, external_id=external_id).exclude(user=person)
    if external_id and rows.exists():
        raise KNOWN_ALREADY
    called = {"agency_id": token.agency_id, "external_id": external_id}
    DirectoryPerson.objects.update_or_create(user=person, defaults=called)


def _switch_account(token: DirectoryToken, person: User, agency: Agency, *, is_active: bool, at: datetime) -> None:
    """Switch an account on or off, in the caller's transaction; off, all of its access ends.

    Raises: SwitchedOffByPerson: only whom the directory switched off does it switch on.
    """
    if is_active and not DirectoryPerson.objects.filter(user=person, agency=agency, is_off=True).exists():
        raise SwitchedOffByPerson
    User.objects.filter(pk=person.pk).update(is_active=is_active)
    DirectoryPerson.objects.update_or_create(user=person, defaults={"agency": agency, "is_off": not is_active})
    person.is_active = is_active
    kind = AdministrativeActKind.ACCOUNT_REACTIVATED if is_active else AdministrativeActKind.ACCOUNT_DEACTIVATED
    if not is_active:
        end_everything(person, at)
    member = person.memberships.filter(agency=agency).order_by("-id").first()
    record_act(kind, actor_id=token.made_by_id, agency=agency, member=member, reason=REASON, at=at)


def _former_person(agency: Agency, given: PersonGiven, external_id: str) -> User | None:
    """Return whom the directory took out before and now brings back: by what it calls them, else by their name.

    Raises: ScimError: the name is taken, or one of the agency's own accounts has the address; of those of
    others nothing is told.
    """
    called = DirectoryPerson.objects.filter(agency=agency, external_id=external_id).select_related("user").first()
    if external_id and called is not None:
        if not _was_taken_out(agency, called.user):
            raise KNOWN_ALREADY
        # Their name and address may be others now: the write says whether those are taken.
        return called.user
    named = User.objects.filter(username__iexact=given.username).first()
    ours = User.objects.filter(home_agency=agency)
    addressed = ours.filter(email__iexact=given.email).order_by("pk").first() if given.email else None
    found = named or addressed
    if found is None:
        return None
    if addressed not in (None, found) or not _was_taken_out(agency, found):
        raise TAKEN
    return found


def _was_taken_out(agency: Agency, person: User) -> bool:
    """Tell whether the directory alone has ended what a person of its own was."""
    newest = AgencyMember.objects.filter(agency=agency, user=person).order_by("-id").first()
    is_by_directory = newest is not None and EndedByProvider.objects.filter(member=newest).exists()
    is_anywhere = AgencyMember.objects.filter(user=person, ended_at__isnull=True).exists()
    return is_by_directory and person.home_agency_id == agency.pk and not is_anywhere


def _new_person(agency: Agency, given: PersonGiven) -> User:
    return User.objects.create(
        username=given.username,
        display_name=given.name,
        email=given.email,
        phone=given.phone,
        language=given.language,
        home_agency=agency,
        password=make_password(None),
    )


def _role_named(said: Said, agency: Agency, kept: AgencyMember | None = None) -> MemberRole | None:
    """Return the role that the directory names. Raises: ScimError: none that a directory may give here."""
    # Who has left needs none.
    if not said.role or said.active is False:
        return None
    given = roles_by_group_of(agency)
    # What was given before kinds had roles is no change, and stops none of the others.
    if kept is not None and said.role == kept.role and said.role in ROLES_BY_GROUP:
        return None
    if said.role not in {role.value for role in given}:
        these = ", ".join(role.value for role in given)
        raise ScimError(400, f"A role is one of {these}; administrators are appointed by people.", "invalidValue")
    return MemberRole(said.role)


def _first_role(agency: Agency) -> MemberRole:
    return MemberRole.OFFICER if MemberRole.OFFICER in roles_of_agency(agency) else MemberRole.STAFF


def _language_named(said: Said, kept: str) -> str:
    """Return the first language of ours that the directory names; where it names none, the one that is kept.

    No person is refused for it: what was kept stands in the answer (RFC 7644, 3.3), and what may be in the schema.
    """
    if not said.language:
        return kept if said.language is None else ""
    # RFC 7643, 4.1.1: as in Accept-Language, of which some directories write the tag with an underscore.
    wanted = (tag.partition("-")[0] for tag, _weight in parse_accept_lang_header(said.language.replace("_", "-")))
    return next((one for one in wanted if one in dict(settings.LANGUAGES)), kept)


def _address_in(username: str) -> str:
    return username if "@" in username else ""
