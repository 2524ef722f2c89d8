"""The forms of the page of a report. Each of them knows the version that was read."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from pydantic import BaseModel

from coordination.drills.improvement import acts, wire
from coordination.drills.improvement.access import ReportGrant
from coordination.drills.improvement.rules.document import FindingText, ReportDocument, SectionText
from coordination.drills.improvement.vocabulary import ReportSection
from coordination.drills.improvement.work.queries import ReportView
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm

LANGUAGES = [("en", "English"), ("es", "Español")]
DECISIONS = {"approve": acts.approve_report, "take_back": acts.take_back, "sign": acts.sign_report}
# What a form of a finding has of it.
OF_FINDING = ("kind", "capability", "words", "reference", "analysis", "root_cause")


class ReportForms:
    """All that the page asks for. A reader who may not write, approve or sign is told so by the act.

    Attributes:
        decisions: by act.
        sections, given_back: by section.
        findings, left_out: by the id of the finding.
        more: by the id of the objective to which a finding is added, "" for the exercise as a whole.
    """

    def __init__(
        self, request: HttpRequest, asker: Asker, grant: ReportGrant, view: ReportView | None, language: str
    ) -> None:
        """Make them. Without a report there is only the one that has it drafted, in a language."""
        self._request, self._asker, self._exercise_id = request, asker, grant.exercise.pk
        self._version = 0 if view is None else view.version
        self.draft = self._make_form("draft", wire.DraftIn, acts.draft_report, {"language": language})
        self.meeting: AnyForm | None = None
        self.decisions: dict[str, AnyForm] = {}
        self.sections: dict[str, AnyForm] = {}
        self.given_back: dict[str, AnyForm] = {}
        self.findings: dict[str, AnyForm] = {}
        self.left_out: dict[str, AnyForm] = {}
        self.more: dict[str, AnyForm] = {}
        if view is None:
            return
        self._add_forms_of(view.document, ZoneInfo(grant.exercise.site.time_zone))
        # A report may have hundreds of findings: their forms are made where they are drawn, or sent.
        if view.may_write or (grant.may_write and request.method == "POST"):
            self._add_finding_forms(view)

    def list_forms(self) -> list[AnyForm]:
        """Return them all."""
        by_name = (self.decisions, self.sections, self.given_back, self.findings, self.left_out, self.more)
        alone = [one for one in (self.draft, self.meeting) if one is not None]
        return [*alone, *(form for forms in by_name for form in forms.values())]

    def section_sent(self) -> str:
        """Return the section of whose text a form was sent; "" of none."""
        texts = (self.sections, self.given_back)
        return next((section for forms in texts for section, form in forms.items() if form.is_bound), "")

    def _add_forms_of(self, document: ReportDocument, zone: ZoneInfo) -> None:
        self.decisions = {name: self._make_form(name, wire.VersionIn, act) for name, act in DECISIONS.items()}
        held = {"meeting_at": document.meeting_at}
        self.meeting = self._make_form("meeting", wire.MeetingSaid, acts.set_meeting, held, zone=zone)
        for one in document.sections:
            self.sections[one.section] = self._form_of_section(one, document.language)
            give_back = partial(acts.give_back_text, section=one.section)
            fixed = {"section": one.section.value}
            self.given_back[one.section] = self._make_form("give_back", wire.VersionIn, give_back, fixed=fixed)

    def _form_of_section(self, one: SectionText, language: str) -> AnyForm:
        fixed = {"section": one.section.value}
        form = self._make_form("text", wire.ReportTextSaid, acts.edit_text, {"text": one.text}, fixed=fixed)
        form.fields["text"].label = ReportSection(one.section).label
        form.fields["text"].widget.attrs["lang"] = language
        return form

    def _add_finding_forms(self, view: ReportView) -> None:
        for objective in view.document.objectives:
            for one in (*objective.strengths, *objective.areas):
                self.findings[one.finding_id] = self._form_of_finding(one, objective.objective_id)
                self.left_out[one.finding_id] = self._form_that_leaves_out(one.finding_id, is_left_out=True)
        for gone in view.left_out:
            self.left_out[str(gone.finding_id)] = self._form_that_leaves_out(str(gone.finding_id), is_left_out=False)
        add = partial(acts.write_finding, finding_id=None)
        for objective_id in ("", *(one.objective_id for one in view.document.objectives if one.objective_id)):
            fixed = {"objective_id": objective_id}
            self.more[objective_id] = self._make_form("add_finding", wire.FindingIn, add, fixed=fixed)

    def _form_of_finding(self, one: FindingText, objective_id: str | None) -> AnyForm:
        write = partial(acts.write_finding, finding_id=UUID(one.finding_id))
        now = {"objective_id": objective_id, **{name: getattr(one, name) for name in OF_FINDING}}
        return self._make_form("finding", wire.FindingIn, write, now, fixed={"finding_id": one.finding_id})

    def _form_that_leaves_out(self, finding_id: str, *, is_left_out: bool) -> AnyForm:
        act = partial(acts.leave_out_finding, finding_id=UUID(finding_id))
        fixed = {"finding_id": finding_id, "is_left_out": str(is_left_out).lower()}
        return self._make_form("leave_out", wire.LeaveOutIn, act, fixed=fixed)

    def _make_form(
        self,
        name: str,
        model: type[BaseModel],
        act: Callable[..., object],
        now: Mapping[str, object] | None = None,
        *,
        fixed: dict[str, str] | None = None,
        zone: ZoneInfo | None = None,
    ) -> AnyForm:
        return ActForm(
            self._request,
            name,
            model,
            lambda given: act(self._asker, self._exercise_id, given=given),
            choices={"language": LANGUAGES},
            initial={"version": self._version, **(now or {})},
            fixed=fixed,
            zone=zone,
        )
