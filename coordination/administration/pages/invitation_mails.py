"""The page on which an administrator follows invitations that are mailed beside the request."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema

from coordination.administration.accounts.invitation_mail import progress_of, send_failed_again
from coordination.administration.pages.agencies import managed_or_operated
from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.mailing.models import OutgoingMail
from coordination.mailing.vocabulary import MailFault
from coordination.web.signed_in import asker_of
from mou.access import fetch
from mou.foundation.forms.act_form import show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page


class RoundNamed(Schema):
    batch: Annotated[UUID, Asked(is_hidden=True)]


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A letter that did not go out, with its words."""

    person_id: UUID
    name: str
    email: str
    why: str
    said: str


@page(posts=True)
def invitation_mails_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show how far the newest round of invitations has come, and send again what failed."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    if not fetch.may_manage(asker.user_id, agency, asker.at):
        raise Http404
    found = progress_of(agency)

    def send_again(given: RoundNamed) -> None:
        send_failed_again(agency, batch=given.batch, at=asker.at)

    again = administrative_form(request, "again", RoundNamed, send_again, fixed={"batch": str(found.batch)})
    answer = answer_forms(request, [again])
    if answer is not None:
        return answer
    held_up = found.held_up
    context = {
        "agency": agency,
        "found": found,
        "done": found.total - found.waiting,
        "failed": [_line_of(row) for row in found.failed],
        "held_up_words": MailFault(held_up.fault).label if held_up is not None else "",
        "again": again,
    }
    return show_page(request, "administration/people/invitation_mails.html", context, [again])


def _line_of(row: OutgoingMail) -> FailedLine:
    person = row.user
    return FailedLine(person.public_id, person.shown_name(), person.email, MailFault(row.fault).label, row.said)
