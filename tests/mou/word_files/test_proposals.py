"""What a person took of a proposal becomes words of the draft, all of it or nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from mou.agreements.clauses import change_clause
from mou.agreements.reading.version_queries import edit_views
from mou.errors import BadTerms, ChangedMeanwhile, ClauseNotFound, MemorandumNotFound, NotAllowed, WrongState
from mou.models import AgencyMember
from mou.vocabulary import EditKind, MemberRole, VersionState
from mou.word_files.proposals import Taken, TakenFrame, take_proposal
from tests.factories.mou import make_member
from tests.stage.agreements.desk import ROOM, YEAR, Desk, clause, make_desk

pytestmark = pytest.mark.django_db
TWO = (clause("<p>Rooms.</p><script>x</script>", ROOM, heading="Rooms"), clause("<p>Rest.</p>", heading="Rest"))


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def headings(desk: Desk) -> list[str]:
    return [one.heading for one in desk.see().clauses]


def test_what_was_taken_stands_after_the_words_of_the_draft(desk: Desk) -> None:
    taken = Taken(TWO, (), None)

    assert take_proposal(place=desk.place(), taken=taken) == 2
    assert headings(desk) == ["Clause 1", "Clause 2", "Rooms", "Rest"]
    rooms = desk.see().clauses[2]
    assert (rooms.body_html, [one.kind for one in rooms.terms]) == ("<p>Rooms.</p>", [ROOM.kind])


def test_what_it_replaces_goes_with_its_history_kept(desk: Desk) -> None:
    first, second = desk.see().clauses
    taken = Taken(TWO, ((first.key, 1), (second.key, 1)), None)

    take_proposal(place=desk.place(), taken=taken)

    assert headings(desk) == ["Rooms", "Rest"]
    history = edit_views(desk.held(desk.planner.user_id), first.key)
    assert [one.kind for one in history] == [EditKind.REMOVED, EditKind.ADDED]


def test_title_and_dates_are_taken_with_it_and_the_sites_stay(desk: Desk) -> None:
    before = desk.see()
    frame = TakenFrame(before.edit_number, "Officers in schools", date(2026, 8, 1), date(2029, 7, 31))

    take_proposal(place=desk.place(), taken=Taken(TWO, (), frame))

    seen = desk.see()
    assert (seen.title, seen.line.effective_on, seen.line.expires_on) == (frame.title, *YEAR_OF_PAPER)
    assert seen.site_ids == before.site_ids


YEAR_OF_PAPER = (date(2026, 8, 1), date(2029, 7, 31))


def test_nothing_is_written_when_any_of_it_cannot_be(desk: Desk) -> None:
    first, _ = desk.see().clauses
    change_clause(place=desk.place(), key=first.key, edit_number=1, given=clause("<p>Saved meanwhile.</p>"))
    twice = (clause("<p>A.</p>", ROOM, heading="A"), clause("<p>B.</p>", ROOM, heading="B"))
    stale = TakenFrame(desk.see().edit_number - 1, "Other", *YEAR)

    for refused, error in (
        (Taken(TWO, ((first.key, 1),), None), ChangedMeanwhile),
        (Taken(TWO, ((uuid4(), 1),), None), ClauseNotFound),
        (Taken(twice, (), None), BadTerms),
        (Taken(TWO, (), stale), ChangedMeanwhile),
    ):
        with pytest.raises(error):
            take_proposal(place=desk.place(), taken=refused)

    assert headings(desk) == ["Response", "Clause 2"]
    assert desk.see().title == "Police"


def test_a_file_taken_into_what_was_approved_makes_it_a_draft_again(desk: Desk) -> None:
    desk.out_for_signature()

    take_proposal(place=desk.place(), taken=Taken(TWO, (), None))

    assert desk.see().line.state is VersionState.DRAFT


def test_signed_words_take_no_file_and_nobody_elses_draft_does(desk: Desk) -> None:
    with pytest.raises(MemorandumNotFound):
        take_proposal(place=desk.place(desk.commander), taken=Taken(TWO, (), None))
    desk.both_sign()
    with pytest.raises(NotAllowed):
        take_proposal(place=desk.place(desk.commander), taken=Taken(TWO, (), None))
    with pytest.raises(WrongState):
        take_proposal(place=desk.place(), taken=Taken(TWO, (), None))


# --- the page ---------------------------------------------------------------------------------------------------------
def page_status(desk: Desk, who: AgencyMember) -> int:
    client = Client()
    client.force_login(who.user)
    return client.get(f"/agreements/{desk.memorandum_id}/versions/1/word-file").status_code


def test_the_page_is_there_for_who_may_write_the_draft_and_only_while_they_may(desk: Desk) -> None:
    staff = make_member(desk.district, role=MemberRole.STAFF)

    assert [page_status(desk, one) for one in (desk.planner, desk.commander, staff)] == [200, 404, 404]
    desk.both_sign()
    assert [page_status(desk, one) for one in (desk.planner, desk.commander)] == [404, 404]
