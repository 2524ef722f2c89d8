"""The form by which a roster's pages ask a second person, and what stood in the way of the first."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field

from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.room.access import Asker
from mou.errors import SecondPersonNeeded
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class SecondPersonAsked(BaseModel):
    """What a second person is to confirm, in all that will be set, and why."""

    model_config = ConfigDict(extra="forbid")

    detail: Annotated[str, Asked(is_hidden=True)]
    reason: Annotated[str, Field(max_length=300), Asked(_("Why?"))]


def ask_form[Asking: SecondPersonAsked](
    request: HttpRequest, asker: Asker, agency_id: UUID, act: SpeakingAct, model: type[Asking]
) -> ActForm[Asking, str]:
    """Return the form that asks, in one durable transaction. What is done is where the request waits."""

    def ask(given: Asking) -> str:
        ask_to_speak_for_all(
            actor_id=asker.user_id,
            agency_id=agency_id,
            act=act,
            detail=given.detail,
            reason=given.reason,
            at=asker.at,
        )
        return reverse("agency", args=[agency_id])

    return ActForm(request, "ask", model, ask)


def detail_to_ask(form: AnyForm, tried: Iterable[AnyForm]) -> str:
    """Return what the form that asks is about: what was refused for want of a second person, or what it says itself."""
    refused = (one.refusal for one in tried)
    asks = next((one.asks for one in refused if isinstance(one, SecondPersonNeeded)), "")
    if asks:
        form.initial["detail"] = asks
    return str(form["detail"].value() or "")
