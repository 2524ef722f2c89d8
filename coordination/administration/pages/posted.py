"""What the forms of administration sent, as the actions take it. A field is text, and may be missing or nonsense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from coordination.administration.accounts.people import PersonGiven
from coordination.administration.pages.words import problem_words
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.sign_in.sessions.duties import must_say_again
from coordination.web.posted import anew
from coordination.web.signed_in import asker_of
from mapping.errors import MappingError
from mou import errors as mou_errors
from mou.agencies.members import Post
from mou.vocabulary import AgencyKind, MemberRole

# Whoever may not even know of a thing gets the page that everybody gets who asks for nothing.
MISSING = (mou_errors.NotFound,)
# What may take somebody's access away or widen it: in agencies whose sessions lock, who it is is asked once more.
PRIVILEGED = frozenset(
    (
        "security",
        "provider",
        "remove_provider",
        "group_roles",
        "reset_factors",
        "release",
        "end",
        "suspend",
        "ask",
        "confirm",
        "deactivate",
    )
)
type Step = Callable[[HttpRequest, Asker], HttpResponse | str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form came to: a page to show, an address to go to, or a problem."""

    response: HttpResponse | None = None
    problem: str = ""


def carried_out(request: HttpRequest, steps: Mapping[str, Step]) -> Outcome:
    """Carry out the step that a form names. Raises: Http404: no such step, or nothing that the asker may know of."""
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    if request.POST.get("step") in PRIVILEGED and must_say_again(request):
        return Outcome(suspend_request(request, reverse("account_reauthenticate")))
    try:
        done = step(request, asker_of(request))
    except MISSING as missing:
        raise Http404 from missing
    except (CoordinationError, MappingError, mou_errors.MouError) as error:
        if error.status == 404:
            raise Http404 from error
        return Outcome(problem=problem_words(error.code, str(error)))
    return Outcome(anew(done) if isinstance(done, str) else done)


def person_in(posted: QueryDict) -> PersonGiven:
    return PersonGiven(
        name=posted.get("name", ""),
        username=posted.get("username", ""),
        email=posted.get("email", ""),
        phone=posted.get("phone", ""),
        language=posted.get("language", ""),
    )


def post_in(posted: QueryDict) -> Post:
    """Return what somebody is to be in an agency. Raises: Http404: a role that no form offers."""
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
