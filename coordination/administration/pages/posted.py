"""What the forms of administration sent, as the actions take it. A field is text, and may be missing or nonsense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from coordination.administration.accounts.people import PersonGiven
from coordination.administration.models import SpeakingAct
from coordination.administration.pages.words import refusal_words, speaking_words
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.administration.second_person.speaking import Speaking, needs_second_person
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.errors import MappingError
from mou import errors as mou_errors
from mou.agencies.members import Post
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole

# A person who may not know of a thing gets the same page as for a thing that does not exist.
MISSING = (mou_errors.NotFound,)
type Step = Callable[[HttpRequest, Asker], HttpResponse | str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form came to: a page to show, an address to go to, or a problem, and the field where it is.

    `asks`: two people decide on it, and this is what the second one is to read.
    """

    response: HttpResponse | None = None
    problem: str = ""
    field: str = ""
    asks: str = ""


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
        return Outcome(problem=refusal_words(error), field=field, asks=getattr(error, "asks", ""))
    return Outcome(redirect_anew(done) if isinstance(done, str) else done)


def person_in(posted: QueryDict) -> PersonGiven:
    return PersonGiven(
        name=posted.get("name", ""),
        username=posted.get("username", ""),
        email=posted.get("email", ""),
        phone=posted.get("phone", ""),
        language=posted.get("language", ""),
    )


def post_in(posted: QueryDict) -> Post:
    """Return what a person is to be in an agency. Raises: Http404: a role that no form offers."""
    return Post(
        role=role_in(posted),
        title=posted.get("title", ""),
        callsign=posted.get("callsign", ""),
        unit=posted.get("unit", ""),
    )


def role_in(posted: QueryDict) -> MemberRole:
    try:
        return MemberRole(posted.get("role", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense


def kind_in(posted: QueryDict) -> AgencyKind:
    try:
        return AgencyKind(posted.get("kind", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense


# --- a second person for what is about everybody of an agency ---------------------------------------------------------
def asked_in_form(agency: Agency, acts: tuple[SpeakingAct, ...], asker: Asker) -> dict[str, str]:
    """Return the acts that a form offers to ask for, in words; none where one person decides alone."""
    if not needs_second_person(Speaking(acts[0], agency), asker.user_id, asker.at):
        return {}
    return {one.value: speaking_words()[one.value] for one in acts}


def ask_all(agency: Agency) -> Step:
    """Return the step that asks; it goes on to the agency, where the request waits."""

    def step(request: HttpRequest, asker: Asker) -> str:
        try:
            act = SpeakingAct(request.POST.get("act", ""))
        except ValueError as nonsense:
            raise Http404 from nonsense
        ask_to_speak_for_all(
            actor_id=asker.user_id,
            agency_id=agency.pk,
            act=act,
            detail=request.POST.get("detail", ""),
            reason=request.POST.get("reason", ""),
            at=asker.at,
        )
        return reverse("agency", args=[agency.pk])

    return step
