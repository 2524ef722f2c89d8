"""An act as capabilities declare one, with a field of each kind; and posts to a form of it."""

from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

ZONE = ZoneInfo("America/New_York")
PEOPLE = ((UUID(int=1), "Ann <b>Archer</b>"), (UUID(int=2), "Bob"))
WHOLE: dict[str, object] = {
    "act": "write",
    "name": "Fire doors",
    "kind": "photo",
    "held_on": "2026-08-24",
    "begins_at": "2026-08-24T09:30",
    "person_id": str(UUID(int=1)),
    "hours": "1,5",
    "people": "12",
    "note": "One\r\nTwo",
    "days": ["mon", "tue", "mon"],
    "is_done": "on",
}


type Line = Annotated[str, Field(max_length=20)]


class Kind(Labelled):
    PHOTO = "photo", _("Photos")
    MAP = "map", _("Maps")


class Day(Labelled):
    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")


class Written(BaseModel):
    """A field of each kind that a page asks for."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Asked(_("Name"), autocomplete="organization", hint=_("Reason"))]
    kind: Annotated[Kind, Asked(_("Kind"))]
    held_on: Annotated[date, Asked(_("Held on"))]
    begins_at: Annotated[AwareDatetime | None, Asked(_("Begins"))] = None
    person_id: Annotated[UUID | None, Asked(_("Person"))] = None
    hours: Annotated[Annotated[float, Field(gt=0, le=10)] | None, Asked(_("Hours"), step=0.5)] = None
    people: Annotated[int, Field(ge=1, le=50), Asked(_("People"))] = 1
    note: Annotated[str, Field(max_length=7), Asked(_("Note"), lines=3)] = ""
    days: Annotated[list[Day], Field(max_length=2), Asked(_("Days"))] = []
    is_done: Annotated[bool, Asked(_("Recorded"))] = False
    file: Annotated[bytes, Asked(_("File"), accept="text/csv", size_max=4)] = b""
    way: Annotated[Kind, Asked(_("Kind"), begins_empty=True)] = Kind.MAP
    plan: Annotated[Kind, Asked(_("Kind"))] = Kind.MAP
    seen: Annotated[tuple[Day, ...], Field(max_length=2), Asked(_("Days"))] = ()
    place: Annotated[str, Asked(_("Name"), example=_("Reason"), suggested="places")] = ""

    @model_validator(mode="after")
    def check_together(self) -> "Written":
        """Refuse what no field by itself can be refused for."""
        if self.kind is Kind.MAP and self.people > 40:
            raise ValueError("a sentence that no one reads")
        return self


def posted(fields: dict[str, object], *, file: bytes | None = None) -> HttpRequest:
    """Return a request that posts a form."""
    sent = {**fields} if file is None else {**fields, "file": SimpleUploadedFile("a.csv", file)}
    return RequestFactory().post("/", sent)


def form_of(request: HttpRequest, act: str = "write", **more: object) -> ActForm[Written, Written]:
    """Return a form of the act, which gives back what it was given."""
    fixed = {name: str(value) for name, value in more.items()}
    return ActForm(request, act, Written, lambda given: given, choices={"person_id": PEOPLE}, fixed=fixed, zone=ZONE)


def form_with(**changed: object) -> ActForm[Written, Written]:
    """Return a form to which all was posted, but for what is changed; None leaves a field out."""
    fields = {name: value for name, value in {**WHOLE, **changed}.items() if value is not None}
    return form_of(posted(fields))


def drawn(form: AnyForm, template: str = '{% act_form form "Save" %}', **more: str) -> str:
    """Return a form as a page draws it, below the summary of what is wrong."""
    whole = '{% load forms %}{% include "forms/refused.html" %}' + template
    refused = form if form.is_refused else None
    return Template(whole).render(Context({"form": form, "refused": refused, "csrf_token": "a-token", **more}))
