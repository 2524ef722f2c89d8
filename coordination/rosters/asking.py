"""The forms of a roster's pages that ask a second person, and the words for what stands in the way."""

from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse

from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.rosters import words
from mou.errors import MouError, SignInTooOld

REFUSALS = (CoordinationError, MouError)


def ask_in(asker: Asker, agency_id: UUID, act: SpeakingAct, posted: QueryDict) -> str:
    """Ask as a form says, in one durable transaction, and return where the request waits."""
    ask_to_speak_for_all(
        actor_id=asker.user_id,
        agency_id=agency_id,
        act=act,
        detail=posted.get("detail", ""),
        reason=posted.get("reason", ""),
        at=asker.at,
    )
    return reverse("agency", args=[agency_id])


def refusal_words(error: CoordinationError | MouError) -> str:
    """Word a refusal. Raises: Http404: nothing that the asker knows of. SignInTooOld: answered elsewhere."""
    if isinstance(error, SignInTooOld):
        raise error
    if error.status == 404:
        raise Http404 from error
    return words.refusal_words(error)
