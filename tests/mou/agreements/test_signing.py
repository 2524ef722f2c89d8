"""Signatures bind to exact bytes; the last one brings a version into force, a change voids them all."""

from collections.abc import Callable
from datetime import date

import pytest

from mou.agreements.clauses import change_clause
from mou.agreements.memoranda import terminate_memorandum
from mou.agreements.versions import (
    Beginning,
    Frame,
    amend_memorandum,
    begin_memorandum,
    frame_version,
    name_signatory,
)
from mou.errors import (
    AlreadySigned,
    BadDates,
    BadName,
    ChangedMeanwhile,
    MemorandumNotFound,
    NotAllowed,
    SignatoryMissing,
    VersionNotFound,
    WrongState,
    WrongSum,
)
from mou.models import AgencyMember, Signature, Version
from mou.vocabulary import TemplateKind, TermKind
from tests.factories.mou import NOW
from tests.stage.agreements.desk import YEAR, Desk, S, clause, make_desk, remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


# --- signatures -------------------------------------------------------------------------------------------------------
def test_the_last_signature_brings_a_version_into_force_and_not_before(desk: Desk) -> None:
    first, second = desk.out_for_signature()
    stood = [desk.officer_stands()]

    held = [desk.sign(desk.planner, first)]
    stood.append(desk.officer_stands())
    held.append(desk.sign(desk.commander, second))
    stood.append(desk.officer_stands())

    assert (held, stood) == ([False, True], [False, False, True])
    assert desk.see().line.is_in_force


def test_a_change_voids_what_was_signed_and_makes_a_draft_again(desk: Desk) -> None:
    first, _ = desk.out_for_signature()
    desk.sign(desk.planner, first)

    change_clause(place=desk.place(), key=desk.see().clauses[0].key, edit_number=1, given=clause("<p>Other.</p>"))

    seen = desk.see()
    assert (seen.line.state, seen.line.canonical_sha256) == (S.DRAFT, "")
    assert [one.signed_at for one in seen.signatories] == [None, None]
    assert Signature.objects.get().voided_at == NOW
    with pytest.raises(MemorandumNotFound):
        desk.see(desk.commander)


def test_nobody_signs_in_anothers_place_twice_or_under_another_sum(desk: Desk) -> None:
    first, second = desk.out_for_signature()

    with pytest.raises(NotAllowed):
        desk.sign(desk.planner, second)
    with pytest.raises(WrongSum):
        desk.sign(desk.planner, first, "0" * 64)
    desk.sign(desk.planner, first)
    with pytest.raises(AlreadySigned):
        desk.sign(desk.planner, first)
    AgencyMember.objects.filter(id=desk.commander.id).update(ended_at=NOW)
    with pytest.raises(MemorandumNotFound):
        desk.sign(desk.commander, second, "0" * 64)


def test_rows_that_were_changed_behind_the_sum_are_not_signed(desk: Desk) -> None:
    first, _ = desk.out_for_signature()
    desk.held(desk.planner.user_id).clauses.update(body_html="<p>Something else.</p>")

    with pytest.raises(WrongSum):
        desk.sign(desk.planner, first)


def test_a_version_goes_out_only_with_somebody_of_each_party_to_sign(desk: Desk) -> None:
    desk.move(S.IN_REVIEW)
    desk.name(desk.planner)
    with pytest.raises(NotAllowed):
        name_signatory(
            place=desk.place(), agency_id=desk.police.id, member_id=desk.commander.id, title="Chosen by others"
        )
    desk.move(S.APPROVED)

    with pytest.raises(SignatoryMissing):
        desk.move(S.OUT_FOR_SIGNATURE)


def test_signed_words_are_amended_and_never_changed(desk: Desk) -> None:
    desk.both_sign()
    key = desk.see().clauses[0].key

    refused: list[Callable[[], object]] = [
        lambda: change_clause(place=desk.place(), key=key, edit_number=1, given=clause("<p>Sly.</p>")),
        lambda: frame_version(place=desk.place(), edit_number=3, title="Police", frame=Frame(True, [], *YEAR)),
        lambda: desk.move(S.DRAFT),
        lambda: remark(desk, desk.planner, text="Late."),
    ]
    for attempt in refused:
        with pytest.raises((WrongState, ChangedMeanwhile)):
            attempt()
    assert desk.see().line.is_in_force


def test_an_amendment_supersedes_on_its_first_day_and_not_before(desk: Desk) -> None:
    desk.both_sign()
    later = (date(2026, 12, 1), date(2027, 11, 30))

    desk.number = amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=later, at=NOW)
    with pytest.raises(WrongState):
        amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=None, at=NOW)
    desk.both_sign()

    old, new = Version.objects.filter(memorandum_id=desk.memorandum_id).order_by("number")
    assert (old.state, old.ended_why, new.state) == ("in_force", "superseded", "in_force")
    assert [one.key for one in old.clauses.order_by("position")] == [
        one.key for one in new.clauses.order_by("position")
    ]
    assert desk.officer_stands()


def test_an_amendment_that_holds_at_once_ends_the_old_one_at_that_instant(desk: Desk) -> None:
    desk.both_sign()
    desk.number = amend_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, dates=YEAR, at=NOW)
    desk.both_sign()

    old, new = Version.objects.filter(memorandum_id=desk.memorandum_id).order_by("number")
    assert (old.state, old.ended_at, new.in_force_from) == ("superseded", NOW, NOW)


def test_a_termination_needs_a_reason_and_ends_everything(desk: Desk) -> None:
    desk.both_sign()

    with pytest.raises(BadName):
        terminate_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, reason=" ", at=NOW)
    terminate_memorandum(actor_id=desk.planner.user_id, memorandum_id=desk.memorandum_id, reason="Moved away.", at=NOW)

    assert (desk.see().line.state, desk.see().line.ended_reason) == (S.TERMINATED, "Moved away.")
    assert not desk.officer_stands()


def test_a_template_begins_with_its_clauses_and_the_parties_names(desk: Desk) -> None:
    desk.memorandum_id = begin_memorandum(
        actor_id=desk.planner.user_id,
        beginning=Beginning("SRO", desk.district.id, desk.police.id, TemplateKind.SRO, is_from_template=True),
        frame=Frame(True, [], *YEAR),
        at=NOW,
    )

    seen = desk.see()
    assert len(seen.clauses) > 10
    assert desk.police.name in seen.clauses[0].body_html
    assert any(term.kind is TermKind.COMMAND_TRANSFER_TO for one in seen.clauses for term in one.terms)


def test_dates_that_end_before_they_begin_and_versions_that_are_not_there_are_refused(desk: Desk) -> None:
    with pytest.raises(BadDates):
        frame_version(place=desk.place(), edit_number=3, title="Police", frame=Frame(True, [], YEAR[1], YEAR[0]))
    desk.number = 9
    with pytest.raises(VersionNotFound):
        desk.see()
