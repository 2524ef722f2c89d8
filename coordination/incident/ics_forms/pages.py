"""The pages of an incident's forms: their list, each form as a page and on paper, and a block to write in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from pydantic import ValidationError

from coordination.incident.ics_forms.access import SHARED, may_write_now
from coordination.incident.ics_forms.capability import EditFormBlock, TakeFormSeed
from coordination.incident.ics_forms.errors import FormBlockTooLong
from coordination.incident.ics_forms.filled import FilledBlock, FormReader
from coordination.incident.ics_forms.official.chart import chart_of
from coordination.incident.ics_forms.official.declared import Subject
from coordination.incident.ics_forms.official.forms import FORMS
from coordination.incident.ics_forms.printing import pdf_answer
from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.incident.ics_forms.wire import BlockTextIn, TakeSeedIn, lines_of_text, text_of_lines
from coordination.incident.ics_forms.words import refusal_sentence
from coordination.room.access import Asker, RoomGrant, incident_for
from coordination.room.dispatch import Accepted, execute
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.errors import PaperNotDrawn
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page

# The newest messages; a 213 of an older one is reached from its entry's number in the address.
MAX_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which form of which room is asked for, as of which entry, about what."""

    grant: RoomGrant
    form: IcsForm
    seq: int | None
    subject: str

    def query(self) -> str:
        """Return what an address says beside the form: nothing of what is as it is without."""
        return _query_of({"at": self.seq, "about": self.subject})

    def query_now(self) -> str:
        """Return the same as of now."""
        return _query_of({"about": self.subject})


@page()
def forms_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """List the forms, as of now or as of an entry."""
    grant, seq = _find_grant(asker_of(request), incident_id), _read_seq(request)
    reader = FormReader(grant, seq)
    context = {
        **_shown_on_all(reader, seq),
        "forms": [(one, one.value, one.label, _needs_words(one)) for one in IcsForm],
        "tail": f"?at={seq}" if seq is not None else "",
        "heading": _("Forms (ICS)"),
    }
    return show_page(request, "ics_forms/list.html", context)


@page()
def form_page(request: HttpRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Show a form; of one that is about a person, unit or message, what it can be about, until one is chosen."""
    asker = asker_of(request)
    asked = _read_asked(request, asker, incident_id, form)
    reader = FormReader(asked.grant, asked.seq)
    declared = FORMS[asked.form]
    api_query = _query_of({"seq": asked.seq, "subject": asked.subject})
    chosen = asked.subject != "" or not declared.subject.must_be_chosen
    context = {
        **_shown_on_all(reader, asked.seq),
        "form": asked.form,
        "filled": reader.fill(asked.form, asked.subject) if chosen else None,
        "choices": reader.choices(declared)[:MAX_CHOICES] if declared.subject is not Subject.INCIDENT else [],
        "chart": chart_of(reader.history) if asked.form is IcsForm.F207 else None,
        "subject": asked.subject,
        "must_be_chosen": declared.subject.must_be_chosen,
        "tail": asked.query(),
        "json": f"/api/v1/rooms/{asked.grant.room.pk}/forms/{asked.form.value}{api_query}",
        "may_write": asked.seq is None and may_write_now(asked.grant, declared),
        "heading": f"ICS {asked.form.value} · {asked.form.label}",
    }
    return show_page(request, "ics_forms/form.html", context)


@page()
def form_pdf(request: HttpRequest, incident_id: UUID, form: str) -> HttpResponse:
    """Give a form on paper. Starts a process and waits for it."""
    asker = asker_of(request)
    asked = _read_asked(request, asker, incident_id, form)
    try:
        filled = FormReader(asked.grant, asked.seq).fill(asked.form, asked.subject)
        return pdf_answer(filled, reader_id=asker.user_id)
    except PaperNotDrawn:
        sorry = _("The form could not be printed just now. Try again in a minute.")
        return HttpResponse(sorry, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


@page(posts=True)
def block_page(request: HttpRequest, incident_id: UUID, form: str, block: str) -> HttpResponse:
    """Write in a block, beside what the log says of it; or let it say that again."""
    asker = asker_of(request)
    asked = _read_asked(request, asker, incident_id, form)
    if not may_write_now(asked.grant, FORMS[asked.form]):
        raise Http404
    # What is written is read by all responders: nothing is filled in that they may not read.
    reader = FormReader(replace(asked.grant, audiences=asked.grant.audiences & SHARED), None)
    filled = reader.fill(asked.form, asked.subject)
    found = filled.block(block)
    write, take = _write_form(request, asker, asked, found), _take_form(request, asker, asked, found)
    forms: list[AnyForm] = [write, take]
    if carry_out(request, forms, refusal_sentence):
        address = reverse("ics_form", args=[incident_id, asked.form.value])
        return redirect_anew(f"{address}{asked.query_now()}#block-{block}")
    context = {
        **_shown_on_all(reader, None),
        "form": asked.form,
        "block": found,
        "filled": filled,
        "write": write,
        "take": take if found.written is not None else None,
        "tail": asked.query_now(),
        "heading": _("Block {number}: {title}").format(number=block, title=found.title),
    }
    return show_page(request, "ics_forms/block.html", context, forms)


def _write_form(request: HttpRequest, asker: Asker, asked: Asked, block: FilledBlock) -> ActForm[BlockTextIn, Accepted]:
    def write_block(given: BlockTextIn) -> Accepted:
        lines = lines_of_text(given.text, len(block.block.columns))
        try:
            command = EditFormBlock(
                id=uuid4(),
                type="edit_form_block",
                form=asked.form,
                block=block.block.number,
                subject=asked.subject,
                lines=lines,
                seen_seq=given.seen_seq,
            )
        except ValidationError as wrong:
            raise FormBlockTooLong(pointer="/text") from wrong
        return execute(asker=asker, room_id=asked.grant.room.pk, command=command)

    initial = {"text": text_of_lines(tuple(one.cells for one in block.lines)), "seen_seq": _seen_seq(block)}
    return ActForm(request, "write", BlockTextIn, write_block, initial=initial)


def _take_form(request: HttpRequest, asker: Asker, asked: Asked, block: FilledBlock) -> ActForm[TakeSeedIn, Accepted]:
    def take_seed(given: TakeSeedIn) -> Accepted:
        command = TakeFormSeed(
            id=uuid4(),
            type="take_form_seed",
            form=asked.form,
            block=block.block.number,
            subject=asked.subject,
            seen_seq=given.seen_seq,
        )
        return execute(asker=asker, room_id=asked.grant.room.pk, command=command)

    return ActForm(request, "take", TakeSeedIn, take_seed, initial={"seen_seq": _seen_seq(block)})


def _seen_seq(block: FilledBlock) -> int:
    return block.written.seq if block.written is not None else 0


def _find_grant(asker: Asker, incident_id: UUID) -> RoomGrant:
    """Return a room that the asker is in. Raises: RoomNotFound, Http404: they have not joined."""
    grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    if grant.participant is None:
        raise Http404
    return grant


def _read_asked(request: HttpRequest, asker: Asker, incident_id: UUID, form: str) -> Asked:
    if form not in set(IcsForm):
        raise Http404
    return Asked(_find_grant(asker, incident_id), IcsForm(form), _read_seq(request), request.GET.get("about", ""))


def _read_seq(request: HttpRequest) -> int | None:
    """Return the entry that an address names. Raises: Http404: it is no number."""
    said = request.GET.get("at", "").strip().removeprefix("#")
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or len(said) > 12:
        raise Http404
    return int(said)


def _needs_words(form: IcsForm) -> str:
    """Return what has to be chosen before a form is filled in."""
    words = {Subject.PERSON_OR_UNIT: _("of a person or unit"), Subject.MESSAGE: _("of a message")}
    return words.get(FORMS[form].subject, "")


def _query_of(given: Mapping[str, str | int | None]) -> str:
    said = urlencode({name: value for name, value in given.items() if value is not None and value != ""})
    return f"?{said}" if said else ""


def _shown_on_all(reader: FormReader, seq: int | None) -> dict[str, object]:
    """Return what every page says: which incident, as of when."""
    return {
        "incident": reader.grant.incident,
        "zone": reader.zone,
        "seq": seq,
        "head": reader.grant.room.head_seq,
        "at": reader.history.at,
    }
