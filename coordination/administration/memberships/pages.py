"""The page of who has me: memberships and offers, to accept, decline and leave. Plain forms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.administration.memberships.wire import SessionLockIn
from coordination.administration.own_places import OfferedPlace, OwnPlace, accept_offer, own_places
from coordination.administration.pages.words import refusal_words
from coordination.room.access import Asker
from coordination.sign_in.sessions.held import choose_session_lock
from coordination.sign_in.sessions.waiting import note_waiting
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.agencies.memberships.offers import decline_offer, leave_agency
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page
from mou.vocabulary import AgencyKind, MemberRole


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that the reader is offered, and what they may do about it."""

    place: OfferedPlace
    accept: AnyForm
    decline: AnyForm


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership of the reader, and the form that ends it."""

    place: OwnPlace
    leave: AnyForm


@page(posts=True)
def memberships_page(request: HttpRequest) -> HttpResponse:
    """Show which agencies have the reader, and which would like to; carry out what they decide."""
    asker = asker_of(request)
    own = own_places(asker.user_id, asker.at)
    offers = [_forms_of_offer(request, asker, one) for one in own.offers]
    members = [Membership(one, _leave_form(request, asker, one.member_id)) for one in own.memberships]

    def choose_lock(given: SessionLockIn) -> None:
        choose_session_lock(user_id=asker.user_id, locks=given.locks, at=asker.at)

    lock = ActForm(request, "lock", SessionLockIn, choose_lock)
    of_page = [lock, *(form for one in offers for form in (one.accept, one.decline)), *(one.leave for one in members)]
    is_done = carry_out(request, of_page, refusal_words)
    # What waits may have come, or been decided, since the session began.
    note_waiting(request, asker.user_id, asker.at)
    if is_done:
        return redirect_anew(request.path)
    context = {
        "own": own,
        "offers": offers,
        "memberships": members,
        "lock_form": lock,
        "asks_lock": any(one.lacks_session_lock for one in own.memberships),
        "roles": MemberRole.labels(),
        "kinds": AgencyKind.labels(),
    }
    return show_page(request, "administration/people/memberships.html", context, of_page)


class DecidingOffer(Protocol):
    """What one does about a place that is offered."""

    def __call__(self, *, user_id: int, offer_id: UUID, at: datetime) -> object:
        """Carry it out."""


def _forms_of_offer(request: HttpRequest, asker: Asker, place: OfferedPlace) -> Offer:
    def form_of(act: str, decide: DecidingOffer) -> AnyForm:
        def carry(_given: NothingGiven) -> object:
            return decide(user_id=asker.user_id, offer_id=place.offer_id, at=asker.at)

        return ActForm(request, act, NothingGiven, carry, fixed={"offer_id": str(place.offer_id)})

    return Offer(place, form_of("accept", accept_offer), form_of("decline", decline_offer))


def _leave_form(request: HttpRequest, asker: Asker, member_id: UUID) -> AnyForm:
    def leave(_given: NothingGiven) -> None:
        leave_agency(user_id=asker.user_id, member_id=member_id, at=asker.at)

    return ActForm(request, "leave", NothingGiven, leave, fixed={"member_id": str(member_id)})
