"""The page of a district's connection to its school's system: set it, try it, read now, forget it. Plain forms."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from coordination.administration.models import SpeakingAct
from coordination.room.access import Asker
from coordination.rosters import words
from coordination.rosters.access import district_kept_for
from coordination.rosters.asking import SecondPersonAsked, ask_form, detail_to_ask
from coordination.rosters.connection import keeping
from coordination.rosters.connection.keeping import RosterConnectionTest, connection_of
from coordination.rosters.connection.queries import connection_view
from coordination.rosters.connection.wire import RosterConnectionIn, RosterReadIn
from coordination.rosters.errors import BadRosterConnection
from coordination.rosters.models import RosterConnection
from coordination.rosters.vocabulary import RosterReadFailure, RosterTable
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page

# What a connection is set to; the secret is sealed, and drawn nowhere.
SHOWN = ("base_url", "token_url", "client_id", "scopes", "hour", "is_nightly")


@dataclass(frozen=True, slots=True)
class ConnectionForms:
    """The forms of the page."""

    set: AnyForm
    test: ActForm[NothingGiven, RosterConnectionTest]
    read: AnyForm
    forget: AnyForm
    ask: ActForm[SecondPersonAsked, str]

    def of_page(self) -> list[AnyForm]:
        """Return all of them."""
        return [self.set, self.test, self.read, self.forget, self.ask]


@page(posts=True)
@sensitive_post_parameters("secret")
def roster_connection_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how the connection stands, and carry out what a form asks for. The secret is never shown again."""
    asker = asker_of(request)
    district = district_kept_for(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    row = connection_of(district)
    forms = _forms_of_connection(request, asker, district_id, row)
    if request.method == "POST" and not forms.test.is_bound:
        # Before anything else has to be right.
        ask_recent_sign_in()
    is_carried_out = carry_out(request, forms.of_page(), _refusal_sentence)
    if is_carried_out and not forms.test.is_bound:
        # Read with GET, so that nothing is asked for twice.
        return redirect_anew(forms.ask.done if forms.ask.is_bound else request.path)
    context = {
        "agency": district,
        "view": connection_view(row, asker.at) if row is not None else None,
        "tried": forms.test.done if is_carried_out else None,
        "asks": detail_to_ask(forms.ask, [forms.set]),
        "forms": forms,
        "ask_form": forms.ask,
        "failures": RosterReadFailure.labels(),
        "tables": RosterTable.labels(),
    }
    return show_page(request, "rosters/connection.html", context, forms.of_page())


def _forms_of_connection(
    request: HttpRequest, asker: Asker, district_id: UUID, row: RosterConnection | None
) -> ConnectionForms:
    about: dict[str, Any] = {"actor_id": asker.user_id, "agency_id": district_id, "at": asker.at}

    def set_connection(given: RosterConnectionIn) -> None:
        keeping.set_connection(**about, given=given.make_input())

    def read_now(given: RosterReadIn) -> None:
        keeping.ask_to_read(**about, is_whole=given.is_whole, may_shrink=given.may_shrink)

    settings = ActForm(
        request,
        "set",
        RosterConnectionIn,
        set_connection,
        choices={"hour": [(hour, f"{hour:02}:00") for hour in range(24)]},
        initial={} if row is None else {name: getattr(row, name) for name in SHOWN},
    )
    # Of a connection that is there the old one stays.
    settings.fields["secret"].required = row is None
    return ConnectionForms(
        settings,
        ActForm(request, "test", NothingGiven, lambda _given: keeping.try_connection(**about)),
        ActForm(request, "read", RosterReadIn, read_now),
        ActForm(request, "forget", NothingGiven, lambda _given: keeping.forget_connection(**about)),
        ask_form(request, asker, district_id, SpeakingAct.ROSTER_SOURCE, SecondPersonAsked),
    )


def _refusal_sentence(refusal: Refusal) -> str:
    if isinstance(refusal, BadRosterConnection):
        return words.connection_fields().get(refusal.pointer.removeprefix("/"), refusal.detail)
    return words.refusal_words(refusal)
