"""A form of a page that asks for one act: made from the class that the interface reads, and carried out here.

Django's form reads what was posted, keeps what was typed, words what is wrong and draws it; the class of the act has
the last word. A refusal of the act itself stands at its field too, if it names one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from mou.foundation.forms.fields import Choices, field_of, only_value
from mou.foundation.forms.rows import Rows
from mou.foundation.labelled import WordedError

REFUSED = 422
EMPTY: tuple[object, ...] = (None, "", [])
type Refusal = WordedError


class NothingGiven(BaseModel):
    """An act that is asked for by its button alone."""

    model_config = ConfigDict(extra="forbid")


class ActForm[Given: BaseModel, Done](forms.Form):
    """A form for one act of a page. A post belongs to it by its field "act", and by all that is `fixed`.

    What is fixed and a field of the class is not asked for: the class is given it as it stands.
    """

    # Fields of the class that a form reads in its own way, or that no page asks for.
    not_asked: Sequence[str] = ()
    # Set by `carry_out`: what the act returned, or why it was refused.
    done: Done
    refusal: Refusal | None = None

    def __init__(
        self,
        request: HttpRequest,
        act: str,
        model: type[Given],
        do: Callable[[Given], Done],
        *,
        choices: Mapping[str, Choices] | None = None,
        initial: Mapping[str, object] | None = None,
        fixed: Mapping[str, str] | None = None,
        first: Sequence[str] = (),
        zone: ZoneInfo | None = None,
        own_fields: Mapping[str, forms.Field] | None = None,
        before: Callable[[], object] | None = None,
    ) -> None:
        """Make it, with what was posted if it was this one.

        Args:
            act: what the field "act" says.
            model: the class whose fields are asked for.
            do: the act; it takes an instance of the class.
            choices: by field, what may be chosen where only the page knows it.
            initial: by field, what stands there at first.
            fixed: values that tell this form from others of the same act on the page.
            first: fields that stand before the others, which stand as the class declares them.
            zone: by whose clock moments are typed and shown.
            own_fields: by field, what asks for it where the page draws it in a way of its own.
            before: what is asked before anything that was typed is judged, such as who it is; it raises.
        """
        self.act, self.fixed, self._model, self._do = act, dict(fixed or {}), model, do
        self._before = before
        posted = request.POST
        is_bound = request.method == "POST" and self.is_asked_by(posted)
        super().__init__(
            posted if is_bound else None,
            request.FILES if is_bound else None,
            initial=dict(initial or {}),
            # Several forms of a page may ask for a field of the same name.
            auto_id="-".join((act, *self.fixed.values(), "%s")),
        )
        listed, own = choices or {}, own_fields or {}
        # Fields of which nothing is asked: by one the class is known, by the others the thing that the form is for.
        self._known = {name: only_value(one) for name, one in model.model_fields.items() if only_value(one)}
        self._known |= {name: value for name, value in self.fixed.items() if name in model.model_fields}
        for name, declared in model.model_fields.items():
            if name not in self.not_asked and name not in self._known:
                self.fields[name] = own.get(name) or field_of(declared, listed.get(name), zone)
        self.order_fields(first)

    def is_asked_by(self, posted: QueryDict) -> bool:
        """Say whether a post of the page is for this form."""
        return posted.get("act") == self.act and all(posted.get(name) == value for name, value in self.fixed.items())

    @property
    def is_refused(self) -> bool:
        """Whether it was posted and not carried out."""
        return self.is_bound and bool(self.errors)

    @property
    def asks(self) -> str:
        """Where two people decide, and the act was refused until they do: what the second one is to read."""
        return str(getattr(self.refusal, "asks", ""))

    def wrong_fields(self) -> list[BoundField]:
        """Return the fields at which something is wrong, for the summary that links to them."""
        return [self[name] for name in self.fields if name in self.errors]

    def clean(self) -> None:
        """Let the class say what the fields by themselves could not."""
        if self.errors:
            return
        # What was left empty is as if it were not given: the class says what it is then.
        found = {name: value for name, value in self.cleaned_data.items() if value not in EMPTY}
        try:
            self._given = self._model.model_validate({**found, **self._known})
        except ValidationError as wrong:
            for one in wrong.errors(include_url=False, include_context=False, include_input=False):
                self.refuse(_("This cannot be taken as it is."), *map(str, one["loc"]))

    def ask_before(self) -> None:
        """Ask what comes before all that was typed. Raises: whatever it raises."""
        if self._before is not None:
            self._before()

    def carry_out(self) -> None:
        """Carry the act out with what was given. Raises: whatever it raises."""
        self.done = self._do(self._given)

    def begin_anew(self) -> None:
        """Be as if nothing had been posted: the page that shows what came of the act asks for the next one."""
        self.is_bound, self.data, self.files, self._errors = False, MultiValueDict(), MultiValueDict(), None

    def refuse(self, sentence: str, name: str = "", *inside: str) -> None:
        """Let a sentence stand at a field, or above the form if it has no such field.

        `inside` begins with the number of a row, where the field is a list of them.
        """
        if isinstance(rows := self.fields.get(name), Rows) and inside:
            sentence = rows.in_row(sentence, self[name].data, inside[0])
        self.add_error(name if name in self.fields else None, sentence)


type AnyForm = ActForm[Any, Any]


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Let what is refused inside stand at a field, where the error itself does not name one."""
    try:
        yield
    except WordedError as refusal:
        refusal.pointer = refusal.pointer or f"/{name}"
        raise


def carry_out(
    request: HttpRequest,
    forms_of_page: Sequence[AnyForm],
    refusal_sentence: Callable[[Refusal], str],
    *,
    shown: Sequence[type[Exception]] = (),
) -> bool:
    """Carry out what a form of the page asks for; say whether it was. What stood in the way stands in the form.

    Raises: Http404: no form of the page asks for it, or it is about nothing that the reader knows of, unless it is
        `shown`. WordedError: it comes first, as the question who is there.
    """
    if request.method != "POST":
        return False
    form = next((one for one in forms_of_page if one.is_bound), None)
    if form is None:
        raise Http404
    form.ask_before()
    if not form.is_valid():
        return False
    try:
        form.carry_out()
    except WordedError as refusal:
        if refusal.comes_first:
            raise
        if refusal.status == 404 and not isinstance(refusal, tuple(shown)):
            raise Http404 from refusal
        form.refusal = refusal
        form.refuse(refusal_sentence(refusal), *refusal.pointer.strip("/").split("/"))
        return False
    return True


def show_page(
    request: HttpRequest, template: str, context: Mapping[str, object], forms_of_page: Sequence[AnyForm] = ()
) -> HttpResponse:
    """Draw a page; with a form that was refused, the status says so, and `refused` is that form."""
    refused = next((one for one in forms_of_page if one.is_refused), None)
    return render(request, template, {**context, "refused": refused}, status=REFUSED if refused else 200)
