"""What changed from one version of a plan to another, and from one save of a section to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordination.emergency_plans.access import PlanGrant
from coordination.emergency_plans.errors import EmergencyPlanNotFound
from coordination.emergency_plans.models import PlanSectionEdit
from coordination.emergency_plans.rules.document import PlanDocument, PlanSectionText
from coordination.emergency_plans.wire import PlanPieceView, PlanRedline, PlanSectionChange
from coordination.emergency_plans.work.documents import document_for
from coordination.emergency_plans.work.versions import version_numbered
from mou.agreements.reading.redline import Piece, words_changed
from mou.foundation.tables.newest import Newest, read_newest

EDITS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SectionEditView:
    """One save of a section: what came and went, by whom and when. `heading`: as it was called then."""

    heading: str
    is_removed: bool
    pieces: Sequence[Piece]
    by: str
    at: datetime


def compare_versions(grant: PlanGrant, before: int, after: int) -> PlanRedline:
    """Return what changed between two versions that a reader reads. Raises: EmergencyPlanNotFound."""
    old = document_for(grant, version_numbered(grant, before))
    new = document_for(grant, version_numbered(grant, after))
    was = {one.key: one for one in old.sections}
    gone = [one for one in old.sections if one.key not in {two.key for two in new.sections}]
    changes = [_change_of(was.get(one.key), one) for one in new.sections] + [_change_of(one, None) for one in gone]
    facts = words_changed(fact_lines(old), fact_lines(new))
    return PlanRedline(
        before=before,
        after=after,
        sections=[one for one in changes if one is not None],
        facts=_views_of(facts if any(one.mark != "same" for one in facts) else ()),
    )


def section_edits(grant: PlanGrant, key: str) -> Newest[SectionEditView]:
    """Return the newest saves of a section over all versions, each against the one before. For who reads drafts.

    Raises: EmergencyPlanNotFound.
    """
    if not grant.reads_written:
        raise EmergencyPlanNotFound
    rows = PlanSectionEdit.objects.filter(version__plan=grant.plan, section_key=key).select_related("by")
    found: Newest[PlanSectionEdit] = read_newest(rows.order_by("-version__number", "-edit_number"), EDITS_SHOWN)
    # The oldest that is shown stands by itself.
    bodies = [one.body for one in found[1:]] + [""] * bool(found)
    edits = [
        SectionEditView(one.heading, one.is_removed, words_changed(body, one.body), one.by.shown_name(), one.at)
        for one, body in zip(found, bodies, strict=True)
    ]
    return Newest(edits, found.total)


def fact_lines(document: PlanDocument) -> str:
    """Return the roles, places, numbers and needs of a plan, a line each."""
    lines = [
        *(f"{one.title}: {', '.join((one.person or '?', *one.deputies))}" for one in document.roles),
        *(f"{one.kind.label}: {one.where}{f' ({one.how})' if one.how else ''}" for one in document.places),
        *(f"{one.label}: {one.number}" for one in document.phones),
        *(f"{one.need.label}: {one.count}, {one.helper}" for one in document.helps),
    ]
    return "".join(f"{one}\n" for one in lines)


def _change_of(before: PlanSectionText | None, after: PlanSectionText | None) -> PlanSectionChange | None:
    either = after or before
    old, new = _section_words(before), _section_words(after)
    if either is None or (before and after and before.heading == after.heading and old == new):
        return None
    fate = "added" if before is None else "removed" if after is None else "changed"
    heading = words_changed(before.heading if before else "", after.heading if after else "")
    body = words_changed(old, new)
    return PlanSectionChange(key=either.key, fate=fate, heading=_views_of(heading), body=_views_of(body))


def _section_words(section: PlanSectionText | None) -> str:
    if section is None:
        return ""
    roles = f"\n{' · '.join(section.roles)}" if section.roles else ""
    return f"{section.body}{roles}"


def _views_of(pieces: Iterable[Piece]) -> list[PlanPieceView]:
    return [PlanPieceView(mark=one.mark, text=one.text) for one in pieces]
