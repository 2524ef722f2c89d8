"""What cases declare to the engine: columns, how a case looks in lists and on its page, and what a sealed one keeps."""

import pytest
from django.test import Client

from coordination.casework.kinds.views import Door
from coordination.models import User
from coordination.prevention.cases.case_pages.faces import CASE_FACES
from coordination.prevention.cases.models import Case, CaseEntry, CaseTeam
from coordination.prevention.cases.vocabulary import CaseClassification, CaseEntryKind, CaseState
from coordination.prevention.cases.work.agenda import list_agenda
from coordination.prevention.cases.work.keeping import seal_and_expunge
from coordination.prevention.cases.work.kinds import CASE_KIND, SEALED
from coordination.room.access import Asker
from tests.coordination.prevention.cases.case_work import NOW, T, open_view, step
from tests.factories.cast import Cast
from tests.factories.prevention.cases import SECRETS, SUBJECT, make_case, make_flag

pytestmark = pytest.mark.django_db


def test_the_declaration_names_columns_and_fields_that_are_there() -> None:
    columns = {one.name for one in Case._meta.get_fields()}

    assert {
        "state",
        "number",
        CASE_KIND.records,
        CASE_KIND.team_kind().team,
        CASE_KIND.came,
        CASE_KIND.ended,
    } <= columns
    assert {"state", "steps", CASE_KIND.id_name, *CASE_KIND.line.model_fields} <= set(CASE_KIND.view.model_fields)
    assert set(SEALED) <= set(CASE_KIND.view.model_fields)


def test_a_list_says_no_more_than_the_state_the_day_and_the_flag(cast: Cast, team: CaseTeam) -> None:
    case = make_case(
        team,
        people=[cast.teacher],
        state=CaseState.RESPONDED,
        classification=CaseClassification.VERY_SERIOUS_SUBSTANTIVE,
        at=NOW,
    )
    make_flag(case, raised_by=cast.teacher)

    (shown,) = CASE_FACES.shown_lines(Asker(user_id=cast.teacher.pk, at=NOW))
    on_page = CASE_FACES.face(open_view(cast.teacher, case, Door.PAGE))

    assert (shown.face.alarms, shown.face.badges) == ([CaseEntryKind.FLAG], [CaseState.RESPONDED])
    # What the threat was found to be, the page alone says.
    assert on_page.alarms == [CaseEntryKind.FLAG, CaseClassification.VERY_SERIOUS_SUBSTANTIVE]
    assert (on_page.name, on_page.small, on_page.since) == (shown.face.name, shown.face.small, shown.face.since)


def test_a_sealed_page_keeps_its_words_also_where_it_refuses(
    cast: Cast, team: CaseTeam, counselor: User, client: Client
) -> None:
    case = make_case(team, people=[cast.teacher, counselor], state=CaseState.SEALED, at=NOW)
    address = f"/prevention/cases/{case.pk}"
    details = {"act": "entry", "kind": "details", "subject_name": "Else", "subject_role": "staff", "concern": "Else"}

    def page_of(user: User, **posted: str) -> str:
        client.force_login(user)
        answer = client.post(address, posted) if posted else client.get(address)
        assert answer.status_code == (422 if posted else 200)
        return answer.content.decode()

    pages = [page_of(cast.teacher), page_of(counselor), page_of(cast.teacher, **details)]

    assert [one for one in (*SECRETS, "Conflict of interest", "Raise a flag") for page in pages if one in page] == []
    # Who leads may unseal it, and no one else is offered that.
    assert [T.UNSEAL.label in page for page in pages] == [True, False, True]
    assert not CaseEntry.objects.exists()
    assert Case.objects.get().subject_name == SUBJECT


def test_the_page_says_by_which_door_a_case_was_read(cast: Cast, case: Case, client: Client) -> None:
    list_agenda(cast.teacher.pk, NOW)
    open_view(cast.teacher, case)
    client.force_login(cast.teacher)

    page = client.get(f"/prevention/cases/{case.pk}").content.decode()

    assert [door in page for door in ("· agenda</li>", "· interface</li>", "· page</li>", "· paper</li>")] == [
        *(True, True, True, False)
    ]


def test_a_step_and_a_rule_leave_the_state_before_and_after(cast: Cast, case: Case, team: CaseTeam) -> None:
    step(cast.teacher, case, T.EVALUATE, " Two friends heard it. ")
    closed = make_case(team, people=[cast.teacher], state=CaseState.CLOSED, at=NOW)

    seal_and_expunge(NOW.replace(year=2027, month=7))

    by_person, by_rule = CaseEntry.objects.order_by("id")
    assert (by_person.by, by_person.content) == (
        cast.teacher,
        {"step": "evaluate", "before": "opened", "after": "evaluated", "words": "Two friends heard it."},
    )
    assert (by_rule.case, by_rule.by, by_rule.content) == (
        closed,
        None,
        {"step": "seal", "before": "closed", "after": "sealed", "words": ""},
    )
