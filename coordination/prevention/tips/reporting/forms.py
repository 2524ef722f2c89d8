"""The forms of the reporters' pages. What a page sent before an update is read all the same: none has a field "act"."""

from collections.abc import Callable, Sequence
from typing import cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from coordination.prevention.tips.reporting.codes import new_form
from coordination.prevention.tips.reporting.photos import MOST_PHOTOS
from coordination.prevention.tips.rules.given import FromReporter, TipIn, TipMessageIn
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out
from mou.foundation.forms.fields import Choices
from mou.foundation.shown_text import without_hidden
from mou.models import Agency

REFUSED, DONE = 422, 200


class ReporterForm[Given: FromReporter, Done](ActForm[Given, Done]):
    """A form of a page that has no other. Characters that no one sees are no reason to refuse it."""

    def __init__(
        self,
        request: HttpRequest,
        act: str,
        model: type[Given],
        do: Callable[[Given], Done],
        *,
        choices: dict[str, Choices] | None = None,
    ) -> None:
        super().__init__(request, act, model, do, choices=choices)
        if self.is_bound:
            self.data = shown_words(request.POST)

    def is_asked_by(self, posted: QueryDict) -> bool:
        """Say yes: the page has this form alone."""
        return True


class TipForm(ReporterForm[TipIn, str]):
    """The form of a report; what it does returns the receipt code."""

    def __init__(self, request: HttpRequest, do: Callable[[TipIn], str], schools: Sequence[Agency]) -> None:
        """Make it; `schools`: those of a district, from which a reporter may choose."""
        listed = [("", _("I do not know, or none of these")), *((one.pk, one.name) for one in schools)]
        now = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(request, "report", TipIn, do, choices={"school_id": listed, "is_now": now})
        if not schools:
            del self.fields["school_id"]
        elif request.GET.get("school") in {str(one.pk) for one in schools}:
            # The code on a school's poster says which school it is.
            self.initial["school_id"] = request.GET["school"]
        self.initial["form"] = new_form()
        if self.is_bound and not self.data.get("form"):
            # Without a key of its own it could never be sent again.
            self.data = shown_words(request.POST, form=self.initial["form"])
        is_now = cast("forms.TypedChoiceField", self.fields["is_now"])
        # A browser asks for an answer; a report without one is taken all the same.
        is_now.coerce, is_now.required = (lambda chosen: chosen == "yes"), False
        is_now.widget.attrs["required"] = True
        sentence = _("A picture could not be taken.")
        self.fields["photos"].widget.attrs |= {"data-most": MOST_PHOTOS, "data-refused": sentence}


class MessageForm(ReporterForm[TipMessageIn, object]):
    """The form of a message in the dialogue. The code alone opens the page, and sends nothing."""

    def is_asked_by(self, posted: QueryDict) -> bool:
        return "message" in posted

    def empty_form(self) -> None:
        """Forget what was sent: the answer is the page itself."""
        self.is_bound = False


def shown_words(posted: QueryDict, **more: str) -> QueryDict:
    """Return what was posted without what does not show."""
    found = posted.copy()
    for name, texts in posted.lists():
        found.setlist(name, [without_hidden(text.replace("\r\n", "\n")) for text in texts])
    for name, text in more.items():
        found[name] = text
    return found


def carry_out_form(request: HttpRequest, form: AnyForm, *, shown: Sequence[type[Exception]] = ()) -> int:
    """Carry out what a reporter asks for; return the status of the answer, which is that of what stood in the way."""
    if carry_out(request, [form], lambda refusal: refusal.sentence_or(str(refusal)), shown=shown):
        return DONE
    return REFUSED if form.refusal is None else form.refusal.status
