"""What stands in the way of a version's signatures: blanks, and terms that open nothing."""

import pytest

from mou.agreements.blanks import FilledBlank, fill_blanks
from mou.agreements.clauses import TermGiven, add_clause, change_clause
from mou.agreements.errors import BlankLeft, OpensNothing
from mou.agreements.going_out import blanks_of, opens_something
from mou.agreements.versions import Beginning, Frame, begin_memorandum
from mou.errors import BadName, ChangedMeanwhile, ClauseNotFound, MemorandumNotFound
from mou.models import ClauseEdit
from mou.vocabulary import TemplateKind, TermKind
from tests.factories.mou import NOW
from tests.stage.agreements.desk import YEAR, Desk, S, clause, make_desk

pytestmark = pytest.mark.django_db
BLANKS = "<p>Within [number] <em>minutes</em> of a call, [number] people, on [the &amp; channel].</p>"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def shared(scope: str, when: str) -> TermGiven:
    return TermGiven(TermKind.DATA_SHARING, scope, {"when": when}, {"when": "always"})


def write_body(desk: Desk, body: str, *terms: TermGiven, at: int = 1) -> None:
    seen = desk.see().clauses[at]
    change_clause(place=desk.place(), key=seen.key, edit_number=seen.edit_number, given=clause(body, *terms))


def filled(desk: Desk, *values: tuple[int, str, str]) -> list[FilledBlank]:
    return [FilledBlank(desk.see().clauses[1].key, *one) for one in values]


def test_a_version_with_a_blank_does_not_go_out_and_says_which(desk: Desk) -> None:
    write_body(desk, BLANKS)

    with pytest.raises(BlankLeft, match=r"\[number\] \(Response\).*\[the & channel\]"):
        desk.out_for_signature()
    assert desk.see().line.state is S.APPROVED


def test_blanks_are_filled_together_each_where_it_stands(desk: Desk) -> None:
    write_body(desk, BLANKS)
    found = blanks_of(desk.held(desk.planner.user_id))
    assert [(one.occurrence, one.words) for one in found] == [(0, "[number]"), (1, "[number]"), (2, "[the & channel]")]
    assert found[1].before.endswith("minutes of a call, ")

    fill_blanks(
        place=desk.place(),
        filled=filled(desk, (2, "[the & channel]", "<b>T & G</b>"), (0, "[number]", "5"), (1, "[number]", "200")),
    )

    body = "<p>Within 5 <em>minutes</em> of a call, 200 people, on &lt;b&gt;T &amp; G&lt;/b&gt;.</p>"
    assert desk.see().clauses[1].body_html == body
    assert ClauseEdit.objects.filter(clause_key=desk.see().clauses[1].key).count() == 3
    desk.both_sign()
    assert desk.see().line.is_in_force


def test_a_blank_that_moved_meanwhile_takes_nothing(desk: Desk) -> None:
    write_body(desk, BLANKS)
    read = filled(desk, (0, "[number]", "5"), (2, "[the & channel]", "T1"))
    write_body(desk, "<p>On [the &amp; channel], within [number] minutes.</p>")
    before = desk.see().clauses[1].body_html

    for wanted in (read, filled(desk, (7, "[number]", "5"))):
        with pytest.raises(ChangedMeanwhile):
            fill_blanks(place=desk.place(), filled=wanted)
    with pytest.raises(BadName):
        fill_blanks(place=desk.place(), filled=filled(desk, (1, "[number]", "\x00")))
    with pytest.raises(ClauseNotFound):
        fill_blanks(place=desk.place(), filled=[FilledBlank(desk.memorandum_id, 0, "[number]", "5")])
    assert desk.see().clauses[1].body_html == before


def test_only_who_writes_a_version_fills_it_in(desk: Desk) -> None:
    write_body(desk, BLANKS)

    with pytest.raises(MemorandumNotFound):
        fill_blanks(place=desk.place(desk.commander), filled=filled(desk, (0, "[number]", "5")))


@pytest.mark.parametrize(
    ("term", "goes"),
    [
        (None, False),
        (TermGiven(TermKind.ROOM_ACCESS, "", {"granted": False}, {"when": "always"}), False),
        (shared("photo:district_to_agency", "never"), False),
        (TermGiven(TermKind.DRILLS_PER_YEAR, "", {"number": 2}, {"when": "always"}), False),
        (TermGiven(TermKind.ROOM_ACCESS, "", {"granted": True}, {"when": "incident_open"}), True),
        (TermGiven(TermKind.CAMERA_ACCESS, "", {"when": "emergency"}, {"when": "always"}), True),
        (shared("floor_plan:agency_to_district", "continuous"), True),
    ],
)  # fmt: skip
def test_a_version_that_opens_nothing_does_not_go_out(desk: Desk, term: TermGiven | None, goes: bool) -> None:
    write_body(desk, "<p>Words.</p>", at=0)
    if term is not None:
        add_clause(place=desk.place(), given=clause("<p>Words.</p>", term, heading="Terms"))

    assert opens_something(desk.held(desk.planner.user_id)) is goes
    if goes:
        desk.both_sign()
        assert desk.see().line.is_in_force
    else:
        with pytest.raises(OpensNothing):
            desk.out_for_signature()


@pytest.mark.parametrize("kind", [kind for kind in TemplateKind if kind is not TemplateKind.OTHER])
def test_each_text_opens_something_and_goes_out_when_its_blanks_are_filled(desk: Desk, kind: TemplateKind) -> None:
    memorandum_id = begin_memorandum(
        actor_id=desk.planner.user_id,
        beginning=Beginning("Another", desk.district.id, desk.police.id, kind, is_from_template=True),
        frame=Frame(True, [], *YEAR),
        at=NOW,
    )
    begun = Desk(desk.district, desk.police, desk.planner, desk.commander, memorandum_id)
    left = blanks_of(begun.held(desk.planner.user_id))
    keyed = [(one.clause_key, one.occurrence) for one in left]
    fill_blanks(
        place=begun.place(),
        filled=[
            FilledBlank(key, at, one.words, "as agreed")
            for one, (key, at) in zip(left, keyed, strict=True)
            if key is not None and at is not None
        ],
    )

    begun.both_sign()

    assert begun.see().line.is_in_force
