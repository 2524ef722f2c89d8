"""The forms of administration: who it is is asked first, and two people decide where one could act as another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import BaseModel

from coordination.administration.models import SpeakingAct
from coordination.administration.pages.words import refusal_words, speaking_words
from coordination.administration.people_wire import SpeakingIn
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.administration.second_person.speaking import Speaking, needs_second_person
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.errors import MappingError
from mou import errors as mou_errors
from mou.administrative_acts import ask_recent_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out
from mou.foundation.forms.fields import Choices
from mou.models import Agency

# A person who may not know of a thing gets the same page as for a thing that does not exist.
MISSING = (mou_errors.NotFound,)
type Step = Callable[[HttpRequest, Asker], HttpResponse | str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form came to: a page to show, an address to go to, or a problem, and the field where it is."""

    response: HttpResponse | None = None
    problem: str = ""
    field: str = ""


def carried_out(request: HttpRequest, steps: Mapping[str, Step]) -> Outcome:
    """Carry out the step that a form names.

    Raises: Http404: no such step, or nothing that the asker may know of. SignInTooOld.
    """
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        done = step(request, asker_of(request))
    except MISSING as missing:
        raise Http404 from missing
    except mou_errors.SignInTooOld:
        # Answered where every page is: who it is is asked, and what was posted goes on.
        raise
    except (CoordinationError, MappingError, mou_errors.MouError) as error:
        if error.status == 404:
            raise Http404 from error
        field = str(getattr(error, "pointer", "")).removeprefix("/")
        return Outcome(problem=refusal_words(error), field=field)
    return Outcome(redirect_anew(done) if isinstance(done, str) else done)


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
