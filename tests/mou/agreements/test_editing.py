"""Several people write one agreement: no one's save is lost, and both parties say what they think of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from mou.agreements.clauses import ClauseGiven, TermGiven, change_clause, move_clause, remove_clause
from mou.agreements.comments import accept_suggestion, close_comment
from mou.agreements.presence import be_present
from mou.agreements.reading.version_queries import edit_views, read_pulse
from mou.errors import (
    BadClause,
    BadName,
    BadTerms,
    ChangedMeanwhile,
    CommentClosed,
    MemorandumNotFound,
    MouError,
    NotAllowed,
)
from mou.models import ClauseEdit
from mou.vocabulary import CommentState, EditKind, MemberRole, TermKind
from tests.factories.mou import NOW, make_agency, make_member
from tests.stage.agreements.desk import ROOM, Desk, S, clause, make_desk, remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


# --- saving -----------------------------------------------------------------------------------------------------------
def test_a_clause_that_somebody_saved_meanwhile_is_refused_and_another_clause_is_no_conflict(desk: Desk) -> None:
    first, second = desk.see().clauses
    colleague = make_member(desk.district, role=MemberRole.PLANNER)

    saved = change_clause(place=desk.place(), key=first.key, edit_number=1, given=clause("<p>Mine.</p>"))
    change_clause(place=desk.place(colleague), key=second.key, edit_number=1, given=clause("<p>Theirs.</p>"))
    with pytest.raises(ChangedMeanwhile):
        change_clause(place=desk.place(colleague), key=first.key, edit_number=1, given=clause("<p>Late.</p>"))

    assert saved == 2
    assert [one.body_html for one in desk.see().clauses] == ["<p>Mine.</p>", "<p>Theirs.</p>"]


def test_every_save_stays_in_the_history_and_the_database_refuses_to_rewrite_it(desk: Desk) -> None:
    first, second = desk.see().clauses
    change_clause(place=desk.place(), key=first.key, edit_number=1, given=clause("<p>Two.</p>", ROOM))
    move_clause(place=desk.place(), key=first.key, edit_number=2, position=2)
    remove_clause(place=desk.place(), key=second.key, edit_number=1)

    version = desk.held(desk.planner.user_id)
    history = [(one.edit_number, one.kind) for one in edit_views(version, first.key)]

    assert history == [(3, EditKind.MOVED), (2, EditKind.CHANGED), (1, EditKind.ADDED)]
    assert [one.kind for one in edit_views(version, second.key)] == [EditKind.REMOVED, EditKind.ADDED]
    assert ClauseEdit.objects.get(clause_key=first.key, edit_number=2).terms[0]["kind"] == "room_access"
    with pytest.raises(DatabaseError), transaction.atomic():
        ClauseEdit.objects.update(heading="Never said")


def test_hostile_html_is_kept_as_words_only(desk: Desk) -> None:
    key = desk.see().clauses[0].key
    hostile = '<p onclick="x()">Hi <script>alert(1)</script><img src=x onerror=y><a href="javascript:z">link</a></p>'

    change_clause(place=desk.place(), key=key, edit_number=1, given=clause(hostile))

    assert desk.see().clauses[0].body_html == "<p>Hi link</p>"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (clause(heading=" "), BadName),
        (clause("x" * 20_001), BadClause),
        (clause("", ROOM, ROOM), BadTerms),
        (clause("", TermGiven(TermKind.ROOM_ACCESS, "", {"granted": "perhaps"}, {"when": "always"})), BadTerms),
    ],
)
def test_a_clause_that_makes_no_sense_is_refused_whole(desk: Desk, given: ClauseGiven, error: type[MouError]) -> None:
    before = desk.see()

    with pytest.raises(error):
        change_clause(place=desk.place(), key=before.clauses[0].key, edit_number=1, given=given)
    assert desk.see() == before


def test_two_clauses_cannot_say_one_term_twice(desk: Desk) -> None:
    first, second = desk.see().clauses
    change_clause(place=desk.place(), key=first.key, edit_number=1, given=clause("", ROOM))

    with pytest.raises(BadTerms):
        change_clause(place=desk.place(), key=second.key, edit_number=1, given=clause("", ROOM))


# --- review -----------------------------------------------------------------------------------------------------------
def test_the_other_party_reads_and_remarks_from_review_on_and_never_changes(desk: Desk) -> None:
    with pytest.raises(MemorandumNotFound):
        desk.see(desk.commander)
    desk.move(S.IN_REVIEW)

    remark(desk, desk.commander, text="Which doors?")
    with pytest.raises(NotAllowed):
        change_clause(
            place=desk.place(desk.commander), key=desk.see().clauses[0].key, edit_number=1, given=clause("<p>No.</p>")
        )
    with pytest.raises(NotAllowed):
        desk.move(S.APPROVED, desk.commander)
    with pytest.raises(MemorandumNotFound):
        desk.see(make_member(make_agency(), role=MemberRole.COMMANDER))

    seen = desk.see(desk.commander)
    assert (seen.may_review, seen.may_edit, seen.may_keep) == (True, False, False)
    assert [(one.text, one.agency_name) for one in seen.clauses[0].comments] == [("Which doors?", desk.police.name)]


def test_a_suggestion_becomes_the_words_when_a_planner_accepts_it_on_the_clause_as_it_is(desk: Desk) -> None:
    desk.move(S.IN_REVIEW)
    key = desk.see().clauses[0].key
    suggestion = remark(desk, desk.commander, suggestion="<p>All doors.</p>")

    with pytest.raises(NotAllowed):
        accept_suggestion(place=desk.place(desk.commander), comment_id=suggestion, edit_number=1)
    change_clause(place=desk.place(), key=key, edit_number=1, given=clause("<p>Some.</p>"))
    with pytest.raises(ChangedMeanwhile):
        accept_suggestion(place=desk.place(), comment_id=suggestion, edit_number=1)
    accept_suggestion(place=desk.place(), comment_id=suggestion, edit_number=2)
    with pytest.raises(CommentClosed):
        close_comment(place=desk.place(), comment_id=suggestion, state=CommentState.REJECTED)

    [first, _] = desk.see().clauses
    assert (first.body_html, first.edit_number, first.comments[0].state) == (
        "<p>All doors.</p>",
        3,
        CommentState.ACCEPTED,
    )


def test_a_remark_is_closed_by_its_author_or_a_planner(desk: Desk) -> None:
    desk.move(S.IN_REVIEW)
    mine, theirs = remark(desk, desk.commander, text="One"), remark(desk, desk.planner, text="Two")

    close_comment(place=desk.place(desk.commander), comment_id=mine, state=CommentState.RESOLVED)
    with pytest.raises(NotAllowed):
        close_comment(place=desk.place(desk.commander), comment_id=theirs, state=CommentState.RESOLVED)


def test_whoever_has_a_version_open_is_shown_until_they_go(desk: Desk) -> None:
    for member in (desk.planner, make_member(desk.district, role=MemberRole.PLANNER)):
        be_present(user_id=member.user_id, memorandum_id=desk.memorandum_id, number=1, clause_key=None, at=NOW)

    def here(seconds: int) -> list[bool]:
        at = NOW + timedelta(seconds=seconds)
        return [
            one.is_me for one in read_pulse(desk.held(desk.planner.user_id), user_id=desk.planner.user_id, at=at).people
        ]

    assert (here(1), here(13)) == ([True, False], [])
