"""Invitations of many people by mail: planned at once, written and sent beside the request, and what became of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from coordination.administration.access import account_for, has_signed_in, people_waiting
from coordination.administration.accounts.invitations import code_of_mail, is_newest_code, note_mailed
from coordination.administration.accounts.letters import letter_with_code
from coordination.administration.accounts.people import invite_again
from coordination.administration.models import Invitation
from coordination.administration.second_person.speaking import is_guarded
from coordination.errors import CoordinationError
from coordination.mailing.letters import CannotWrite, LetterAsked, Written
from coordination.mailing.models import OutgoingMail
from coordination.mailing.outbox import plan_mail, send_again
from coordination.mailing.vocabulary import MailFault, MailKind, MailState
from coordination.models import User
from mou.administrative_acts import NOBODY_ELSE, administrative_act
from mou.errors import MouError
from mou.models import Agency

# A code that someone was given just now is not made worthless by inviting everyone.
JUST_INVITED = timedelta(minutes=30)
# A mail server may be away for a day; after that it is said.
LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MailProgress:
    """How far the newest round of an agency's invitations has come. `failed` lists the letters that did not go out."""

    batch: UUID | None
    made_at: datetime | None
    total: int
    sent: int
    waiting: int
    not_needed: int
    failed: Sequence[OutgoingMail]
    # What a letter met that is tried again: the newest.
    held_up: OutgoingMail | None

    @property
    def is_over(self) -> bool:
        return self.waiting == 0


def recently_invited(at: datetime) -> Q:
    """Return, of memberships, who was invited just now or whose invitation is on its way."""
    on_its_way = OutgoingMail.objects.filter(kind=MailKind.INVITATION.value, state=MailState.WAITING.value)
    fresh = Invitation.objects.filter(made_at__gt=at - JUST_INVITED)
    return Q(user__in=fresh.values("user_id")) | Q(user__in=on_its_way.values("user_id"))


def people_to_invite(agency: Agency, *, actor_id: int, also_recent: bool, at: datetime) -> tuple[list[User], int]:
    """Return who has no password yet, and how many keep the code of just now or have one on its way.

    Whose invitation is the oldest comes first: where more letters are printed than fit, the next click goes on. Who is
    guarded takes a second person, one by one.
    """
    invited_at = F("user__invitation__made_at").asc(nulls_first=True)
    everyone = people_waiting(agency, user_id=actor_id, at=at)
    fresh = everyone.none() if also_recent else everyone.filter(recently_invited(at))
    left_alone = fresh.count()
    waiting = everyone.exclude(pk__in=fresh.values("pk")).order_by(invited_at, "user__display_name")
    return [one.user for one in waiting if not is_guarded(one.user, at)], left_alone


def mail_everyone(agency: Agency, *, actor_id: int, also_recent: bool, origin: str, at: datetime) -> int:
    """Plan a mail to all who have an address and no password yet; return how many. As `plan_invitations`."""
    people, _left_alone = people_to_invite(agency, actor_id=actor_id, also_recent=also_recent, at=at)
    return plan_invitations(agency, people, actor_id=actor_id, origin=origin, at=at)


@administrative_act(
    who="administrators of the agency, of a district also for its schools",
    second_person="who is an administrator or of a confidential team is left out",
    told=NOBODY_ELSE,
    recorded="invitation_made, for each when it goes out",
)
def plan_invitations(agency: Agency, invited: Sequence[User], *, actor_id: int, origin: str, at: datetime) -> int:
    """Plan a mail to those of these people who have an address, in one durable transaction; return how many.

    Who has one on its way gets no second: of two presses at once the second plans nothing. Locks the agency.
    """
    user_ids = [one.pk for one in invited if one.email]
    batch = uuid_utils.uuid7()
    with transaction.atomic(durable=True):
        Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
        kind = MailKind.INVITATION
        open_rows = OutgoingMail.objects.filter(kind=kind.value, user_id__in=user_ids, state=MailState.WAITING.value)
        on_their_way = set(open_rows.values_list("user_id", flat=True))
        people = [one for one in user_ids if one not in on_their_way]
        plan_mail(
            kind=kind,
            people=[(f"invitation:{batch.hex}:{one}", one) for one in people],
            at=at,
            lasts=LASTS,
            origin=origin,
            agency_id=agency.pk,
            asked_by_id=actor_id,
            batch=batch,
        )
    return len(people)


def write_invitation_mail(asked: LetterAsked, at: datetime) -> Written | None:
    """Make the invitation that a mail carries, and write it; each try carries the same code.

    None: the person has an account by now, or a newer invitation. It is made by who asked for it, if they still may.
    Raises: CannotWrite.
    """
    person = User.objects.get(pk=asked.user_id)
    if has_signed_in(person):
        return None
    if not person.email:
        raise CannotWrite(MailFault.NO_ADDRESS)
    code = code_of_mail(asked.id)
    if not is_newest_code(person.pk, code):
        if Invitation.objects.filter(user=person, made_at__gt=asked.made_at).exists():
            return None
        _invite_anew(person, asked, at)
    else:
        _check_still_may(person, asked, at)
    letter = letter_with_code(person, code, welcome_url=f"{asked.origin}{reverse('welcome')}")
    with override(letter.language):
        subject = render_to_string("administration/people/invitation_subject.txt", {"letter": letter}).strip()
        body = render_to_string("administration/people/invitation.txt", {"letter": letter})
    address = person.email
    return Written(to=address, subject=subject, body=body, note_sent=lambda: note_mailed(code, address))


def _invite_anew(person: User, asked: LetterAsked, at: datetime) -> None:
    if asked.asked_by_id is None:
        raise CannotWrite(MailFault.NOT_ALLOWED)
    try:
        invite_again(actor_id=asked.asked_by_id, person_id=person.public_id, at=at, mail_id=asked.id)
    except (CoordinationError, MouError) as refused:
        raise CannotWrite(MailFault.NOT_ALLOWED) from refused


def _check_still_may(person: User, asked: LetterAsked, at: datetime) -> None:
    """Let a letter be tried again only as long as who asked for it keeps the account, and the account is on."""
    try:
        with transaction.atomic():
            account_for(user_id=asked.asked_by_id or 0, person_id=person.public_id, at=at)
    except (CoordinationError, MouError) as refused:
        raise CannotWrite(MailFault.NOT_ALLOWED) from refused
    if not person.is_active:
        raise CannotWrite(MailFault.NOT_ALLOWED)


def progress_of(agency: Agency) -> MailProgress:
    """Return how far the newest round of an agency's invitations has come."""
    newest = mails_of(agency).order_by("-made_at", "-id").first()
    if newest is None:
        return MailProgress(None, None, 0, 0, 0, 0, (), None)
    rows = mails_of(agency).filter(batch=newest.batch).select_related("user").order_by("user__display_name", "id")
    by_state = Counter(row.state for row in rows)
    return MailProgress(
        batch=newest.batch,
        made_at=newest.made_at,
        total=len(rows),
        sent=by_state[MailState.SENT.value],
        waiting=by_state[MailState.WAITING.value],
        not_needed=by_state[MailState.DROPPED.value],
        failed=[row for row in rows if row.state == MailState.FAILED.value],
        held_up=next((row for row in rows if row.state == MailState.WAITING.value and row.fault), None),
    )


def mails_of(agency: Agency) -> QuerySet[OutgoingMail]:
    """Return the invitations that were mailed for an agency."""
    return OutgoingMail.objects.filter(agency=agency, kind=MailKind.INVITATION.value)


@administrative_act(
    who="administrators of the agency, of a district also for its schools",
    told=NOBODY_ELSE,
    recorded="invitation_made, for each when it goes out",
)
def send_failed_again(agency: Agency, *, batch: UUID | None, at: datetime) -> int:
    """Plan the failed invitations of a round anew, in one durable transaction; return how many."""
    with transaction.atomic(durable=True):
        return send_again(mails_of(agency).filter(batch=batch), at=at, lasts=LASTS)
