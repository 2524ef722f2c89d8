"""The agenda of a meeting: the open cases of a reader, what is due of each, and what its file still lacks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from coordination.casework.kinds.views import fill_view
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.models import Case
from coordination.prevention.cases.vocabulary import CaseDoor, CaseEntryKind, CaseLack, SubjectRole, WeaponsAccess
from coordination.prevention.cases.wire import AgendaItem, CaseEntryView
from coordination.prevention.cases.work.file import entries_of
from coordination.prevention.cases.work.kinds import CASE_KIND
from mou.foundation.tables.newest import Newest, read_newest

MOST_LISTED = 500
K = CaseEntryKind
# By which entry a file has what it is asked for.
LACKS: Mapping[CaseLack, tuple[CaseEntryKind, str, str]] = {
    CaseLack.SUBJECT_INTERVIEW: (K.INTERVIEW, "asked_as", "subject"),
    CaseLack.SUBJECT_PARENTS_NOTICE: (K.NOTICE, "to", "subject_parents"),
}


def list_agenda(user_id: int, at: datetime) -> Newest[AgendaItem]:
    """Return a person's open cases for a meeting, what is overdue first. That they read them is written down.

    At most five hundred of how many: the newest.
    """
    rows = CASE_KIND.things_for(user_id, at).filter(closed_at__isnull=True)
    newest = read_newest(rows.order_by("-opened_at", "pk"), MOST_LISTED)
    files = entries_of(reversed(newest), at)
    CASE_READS.note_reads([one.pk for one in files], user_id=user_id, at=at, door=CaseDoor.AGENDA)
    items = [_agenda_item(case, entries) for case, entries in files.items()]
    items.sort(key=lambda one: one.due[0].due_on or date.max if one.due else date.max)
    return Newest(items, newest.total)


def _agenda_item(case: Case, entries: Sequence[CaseEntryView]) -> AgendaItem:
    waiting = [one for one in entries if one.due_on is not None and one.done_at is None]
    known = {
        "case_id": case.pk,
        "agency": case.team.agency.name,
        "due": sorted(waiting, key=lambda one: one.due_on or date.max),
        "lacks": list(_lacks_of(case, entries)),
    }
    return fill_view(AgendaItem, case, known)


def _lacks_of(case: Case, entries: Sequence[CaseEntryView]) -> list[CaseLack]:
    has_parents = case.subject_role == SubjectRole.STUDENT
    lacks = [
        lack
        for lack, (kind, key, value) in LACKS.items()
        if (has_parents or kind is K.INTERVIEW)
        and not any(one.kind is kind and one.content.get(key) == value for one in entries)
    ]
    return [*lacks, CaseLack.WEAPONS_ACCESS] if case.weapons == WeaponsAccess.UNKNOWN else lacks
