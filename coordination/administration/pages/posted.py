"""The forms of administration: who it is is asked first, and two people decide where one could act as another."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import BaseModel

from coordination.administration.models import SpeakingAct
from coordination.administration.pages.words import refusal_words, speaking_words
from coordination.administration.people_wire import SpeakingIn
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.administration.second_person.speaking import Speaking, needs_second_person
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out
from mou.foundation.forms.fields import Choices
from mou.models import Agency


def administrative_form[Given: BaseModel, Done](
    request: HttpRequest,
    act: str,
    model: type[Given],
    do: Callable[[Given], Done],
    *,
    choices: Mapping[str, Choices] | None = None,
    initial: Mapping[str, object] | None = None,
    fixed: Mapping[str, str] | None = None,
    first: Sequence[str] = (),
) -> ActForm[Given, Done]:
    """Return the form of an administrative act: who it is is asked before anything else has to be right."""
    return ActForm(
        request, act, model, do, choices=choices, initial=initial, fixed=fixed, first=first, before=ask_recent_sign_in
    )


def answer_forms(
    request: HttpRequest,
    of_page: Sequence[AnyForm],
    refusal_sentence: Callable[[Refusal], str] = refusal_words,
    *,
    shown: Sequence[type[Exception]] = (),
) -> HttpResponse | None:
    """Carry out what a form of the page asks for, and return what it leads to; None: there is a page to show.

    An act returns a page, an address to go to, or nothing: then the page itself is read anew. Raises: as `carry_out`.
    """
    if not carry_out(request, of_page, refusal_sentence, shown=shown):
        return None
    done = next(one.done for one in of_page if one.is_bound)
    if isinstance(done, HttpResponse):
        return done
    return redirect_anew(done if isinstance(done, str) else request.path)


# --- a second person for what is about everybody of an agency ---------------------------------------------------------
def asked_in_form(agency: Agency, acts: tuple[SpeakingAct, ...], asker: Asker) -> dict[str, str]:
    """Return the acts that a form offers to ask for, in words; none where one person decides alone."""
    if not needs_second_person(Speaking(acts[0], agency), asker.user_id, asker.at):
        return {}
    return {one.value: speaking_words()[one.value] for one in acts}


def ask_all_form(request: HttpRequest, asker: Asker, agency: Agency, acts: Sequence[SpeakingAct]) -> AnyForm:
    """Return the form that asks a second person; it goes on to the agency, where the request waits."""

    def ask(given: SpeakingIn) -> str:
        ask_to_speak_for_all(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at, **given.request())
        return reverse("agency", args=[agency.pk])

    choices = {"speaking_act": [(one.value, speaking_words()[one.value]) for one in acts]}
    return administrative_form(request, "ask_all", SpeakingIn, ask, choices=choices)


def whole_to_ask(ask_form: AnyForm, of_page: Sequence[AnyForm]) -> str:
    """Return what a second person is to read: of the act that was refused, or of the question that came back."""
    typed = ask_form["detail"].value() if ask_form.is_refused else ""
    return str(typed or next((one.asks for one in of_page if one.asks), ""))
