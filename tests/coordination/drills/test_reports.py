"""After-action reports: what is drafted, edited, approved and signed, and who reads it when."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pypdfium2 import PdfDocument
from pytest_django import Settings

from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseRole
from coordination.drills.improvement import errors
from coordination.drills.improvement.access import report_grant
from coordination.drills.improvement.models import Report, SealedReport
from coordination.drills.improvement.rules.document import sum_of
from coordination.drills.improvement.rules.given import FindingGiven
from coordination.drills.improvement.vocabulary import ReportFindingKind, ReportSection, ReportState
from coordination.drills.improvement.work.documents import document_of, report_of
from coordination.drills.improvement.work.reports import (
    draft_report,
    edit_text,
    leave_out_finding,
    set_meeting,
    write_finding,
)
from coordination.drills.improvement.work.signing import approve_report, sign_report, take_back
from coordination.models import User
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification, Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.practice.improvement import PRIVATE_NOTE, make_action, make_ended_exercise, make_objective, put_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


class Asking(TypedDict):
    exercise_id: UUID
    at: datetime


class Acting(Asking):
    actor_id: int


@dataclass
class Play:
    """An ended exercise with its people."""

    exercise: Exercise
    director: User
    evaluator: User
    player: User
    planner: User  # of the sponsor, without a role: signs
    guest: User  # plans for an agency that was asked and has not answered
    refuser: User  # plans for an agency that declined


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def play(cast: Cast) -> Play:
    return make_play(cast)


def make_play(cast: Cast) -> Play:
    planner = make_member(cast.district, user=make_user(username="signer"), role=MemberRole.PLANNER).user
    exercise = make_ended_exercise(cast.site, cast.district, by=planner)
    director = make_member(cast.district, user=make_user(username="director"), role=MemberRole.STAFF).user
    put_in(exercise, director, cast.district, ExerciseRole.DIRECTOR)
    evaluator = make_member(cast.police, user=make_user(username="evaluator")).user
    put_in(exercise, evaluator, cast.police, ExerciseRole.EVALUATOR)
    put_in(exercise, cast.teacher, cast.school, ExerciseRole.PLAYER)
    make_objective(
        exercise,
        "Account for every room",
        {"Every teacher reports the room": "M", "The office reads reports back": "P", "Buses wait": None},
        by=evaluator,
    )
    others = {}
    for state in ("invited", "declined"):
        agency = make_agency(AgencyKind.FIRE, name=f"Fire that {state}")
        exercise.organizations.create(agency=agency, state=state)
        others[state] = make_member(agency, user=make_user(username=state), role=MemberRole.PLANNER).user
    return Play(exercise, director, evaluator, cast.teacher, planner, others["invited"], others["declined"])


def drafted(play: Play, language: str = "en") -> Report:
    return draft_report(actor_id=play.evaluator.pk, exercise_id=play.exercise.pk, language=language, at=NOW)


def with_causes(play: Play, report: Report) -> Report:
    for one in report.findings.filter(kind="area", is_left_out=False):
        report = write_finding(
            actor_id=play.director.pk,
            exercise_id=play.exercise.pk,
            finding_id=one.pk,
            given=FindingGiven(
                kind=ReportFindingKind.AREA,
                capability=CoreCapability(one.capability),
                words=one.words,
                root_cause="No card says the number.",
            ),
            version=report.version,
            at=NOW,
        )
    return report


def signed(play: Play) -> Report:
    report = with_causes(play, drafted(play))
    report = approve_report(actor_id=play.director.pk, exercise_id=play.exercise.pk, version=report.version, at=NOW)
    return sign_report(actor_id=play.planner.pk, exercise_id=play.exercise.pk, version=report.version, at=NOW)


def test_a_draft_says_strengths_and_areas_of_what_was_rated_in_the_language_that_was_asked_for(play: Play) -> None:
    report = drafted(play)

    document = document_of(report)
    (objective,) = document.objectives
    assert [one.words for one in objective.strengths] == [
        "The office reads reports back. It was rated as performed without challenges."
    ]
    assert [(one.words, one.reference, one.analysis) for one in objective.areas] == [
        (
            "Every teacher reports the room. It was rated as performed with major challenges.",
            "Target: within 3 minutes",
            "With the final rating: Seen by two.",
        )
    ]
    assert objective.rating == "M"
    assert (
        "Se calificó como realizada con dificultades graves"
        in document_of(drafted(play, "es")).objectives[0].areas[0].words
    )


def test_what_a_person_wrote_or_left_out_is_never_drafted_over(play: Play) -> None:
    report = drafted(play)
    ids: Acting = {"actor_id": play.director.pk, "exercise_id": play.exercise.pk, "at": NOW}
    report = edit_text(section=ReportSection.SUMMARY, text="We were slow.", version=report.version, **ids)
    strength, area = report.findings.get(kind="strength"), report.findings.get(kind="area")
    report = leave_out_finding(finding_id=strength.pk, is_left_out=True, version=report.version, **ids)
    given = FindingGiven(
        kind=ReportFindingKind.AREA,
        capability=CoreCapability.PLANNING,
        words="Cards were missing.",
        root_cause="No one buys them.",
    )
    report = write_finding(finding_id=area.pk, given=given, version=report.version, **ids)
    play.exercise.name = "Renamed"
    play.exercise.save()

    again = document_of(drafted(play))

    assert again.text_of(ReportSection.SUMMARY).text == "We were slow."
    assert again.text_of(ReportSection.OVERVIEW).text.startswith("Renamed was an exercise")
    assert [one.words for one in again.objectives[0].areas] == ["Cards were missing."]
    assert again.objectives[0].strengths == []
    report = edit_text(
        section=ReportSection.SUMMARY, text=None, version=Report.objects.get(pk=report.pk).version, **ids
    )
    assert document_of(report).text_of(ReportSection.SUMMARY).text.startswith("Renamed was an exercise")


def test_who_writes_on_what_is_old_is_refused(play: Play) -> None:
    report = drafted(play)
    ids: Acting = {"actor_id": play.director.pk, "exercise_id": play.exercise.pk, "at": NOW}
    set_meeting(meeting_at=NOW, version=report.version, **ids)

    with pytest.raises(errors.ReportChanged):
        edit_text(section=ReportSection.SUMMARY, text="Late.", version=report.version, **ids)


def test_a_report_is_not_approved_without_root_causes_or_with_the_name_of_a_player(play: Play) -> None:
    play.player.display_name = "Rosa Fictional"
    play.player.save()
    report = drafted(play)
    ids: Acting = {"actor_id": play.director.pk, "exercise_id": play.exercise.pk, "at": NOW}
    with pytest.raises(errors.ReportLacks) as lack:
        approve_report(version=report.version, **ids)
    assert str(lack.value.pointer).endswith("/root_cause")
    report = with_causes(play, report)
    report = edit_text(
        section=ReportSection.CONCLUSION, text="ROSA  fictional was late.", version=report.version, **ids
    )

    with pytest.raises(errors.ReportNamesPlayer) as named:
        approve_report(version=report.version, **ids)

    assert named.value.pointer == "/sections/conclusion"
    report = edit_text(section=ReportSection.CONCLUSION, text="A room was late.", version=report.version, **ids)
    report = approve_report(version=report.version, **ids)
    with pytest.raises(errors.ReportIsFixed):
        edit_text(section=ReportSection.CONCLUSION, text="Once more.", version=report.version, **ids)
    assert take_back(version=report.version, **ids).state == ReportState.DRAFT.value


def test_only_the_staff_reads_a_draft_and_only_who_took_part_reads_it_signed(play: Play, cast: Cast) -> None:
    drafted(play)
    for user in (play.director, play.evaluator, play.planner):
        assert reads(play, user)
    for user in (play.player, cast.insider, play.guest, play.refuser, cast.stranger):
        assert not reads(play, user)

    signed(play)

    for user in (play.player, cast.insider, play.director):
        assert reads(play, user)
    for user in (play.guest, play.refuser, cast.stranger, cast.officer):
        assert not reads(play, user)


def reads(play: Play, user: User) -> bool:
    try:
        grant = report_grant(user_id=user.pk, exercise_id=play.exercise.pk, at=NOW)
        report_of(grant)
    except (errors.ReportNotFound, ExerciseNotFound):
        return False
    return True


def test_who_evaluates_does_not_approve_and_who_approves_does_not_sign(play: Play) -> None:
    report = with_causes(play, drafted(play))
    ids: Asking = {"exercise_id": play.exercise.pk, "at": NOW}
    with pytest.raises(errors.ReportNotYours):
        approve_report(actor_id=play.evaluator.pk, version=report.version, **ids)
    with pytest.raises(errors.ReportNotApproved):
        sign_report(actor_id=play.planner.pk, version=report.version, **ids)
    with pytest.raises(errors.ReportNotFound):
        approve_report(actor_id=play.player.pk, version=report.version, **ids)
    report = approve_report(actor_id=play.director.pk, version=report.version, **ids)

    with pytest.raises(errors.ReportNotYours):
        sign_report(actor_id=play.director.pk, exercise_id=play.exercise.pk, version=report.version, at=NOW)


def test_a_signed_report_is_sealed_says_nothing_private_and_is_superseded_by_the_next(play: Play) -> None:
    make_action(play.exercise, play.exercise.sponsor, by=play.director, owner=play.planner)
    report = signed(play)

    sealed = SealedReport.objects.get(report=report)
    document = json.loads(bytes(sealed.document))
    assert bytes(sealed.pdf).startswith(b"%PDF")
    assert (sealed.document_sha256, sealed.pdf_sha256) == (sum_of(bytes(sealed.document)), sum_of(bytes(sealed.pdf)))
    assert document["is_exercise"] is True
    assert document["signed"]["organization"] == play.exercise.sponsor.name
    assert PRIVATE_NOTE not in bytes(sealed.document).decode()
    assert play.player.shown_name() not in bytes(sealed.document).decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedReport.objects.filter(report=report).update(pdf=b"%PDF other")
    ids: Asking = {"exercise_id": play.exercise.pk, "at": NOW + timedelta(days=1)}
    second = draft_report(actor_id=play.director.pk, language="en", **ids)
    assert (second.number, second.findings.count()) == (2, report.findings.count())
    assert document_of(Report.objects.get(pk=report.pk)).number == 1
    second = approve_report(actor_id=play.director.pk, version=second.version, **ids)
    sign_report(actor_id=play.planner.pk, version=second.version, **ids)
    assert list(play.exercise.reports.order_by("number").values_list("state", flat=True)) == ["superseded", "signed"]


def test_nobody_drafts_a_report_of_an_exercise_that_runs(play: Play) -> None:
    Exercise.objects.filter(pk=play.exercise.pk).update(state="running", ended_at=None)

    with pytest.raises(errors.ReportTooEarly):
        drafted(play)


# --- at the doors -----------------------------------------------------------------------------------------------------
def test_the_page_takes_a_report_from_the_draft_to_the_seal_and_hands_out_what_was_sealed(play: Play) -> None:
    base = f"/drills/exercises/{play.exercise.pk}"
    director, signer, player, stranger = (
        client_of(one) for one in (play.director, play.planner, play.player, play.guest)
    )
    assert director.get(f"{base}/report").status_code == 200
    assert player.get(f"{base}/report").status_code == 404
    director.post(f"{base}/report", {"act": "draft", "language": "en"})
    text = director.get(f"{base}/report").content.decode()
    assert "Every teacher reports the room" in text
    assert "Root cause is missing" in text
    assert PRIVATE_NOTE not in text
    assert director.get(f"{base}/report.pdf").content.startswith(b"%PDF")
    report = play.exercise.reports.get()
    area = report.findings.get(kind="area")
    refused = director.post(f"{base}/report", {"act": "approve", "version": report.version})
    assert refused.status_code == 422
    finding = {
        "act": "finding",
        "finding_id": area.pk,
        "kind": "area",
        "capability": area.capability,
        "words": area.words,
        "root_cause": "No card says the number.",
        "version": report.version,
    }
    assert director.post(f"{base}/report", finding).status_code == 303
    assert director.post(f"{base}/report", finding).status_code == 422
    for client, act in ((director, "approve"), (signer, "sign")):
        version = play.exercise.reports.get().version
        assert client.post(f"{base}/report", {"act": act, "version": version}).status_code == 303

    sealed = SealedReport.objects.get()
    for client in (player, signer):
        assert client.get(f"{base}/report.json").content == bytes(sealed.document)
        assert client.get(f"{base}/report.pdf").content == bytes(sealed.pdf)
        assert client.get(f"{base}/report").status_code == 200
        assert client.get(f"{base}/improvement-plan").status_code == 200
    for path in ("report", "report.pdf", "report.json", "improvement-plan"):
        assert stranger.get(f"{base}/{path}").status_code == 404
    assert "After-action report" in player.get(base).content.decode()


def test_a_report_whose_seal_cannot_be_made_waits_for_the_key(play: Play, settings: Settings, tmp_path: Path) -> None:
    """A spoiled key was a fault of the server, at the page and for programs."""
    settings.MOU_SIGNING_KEY_FILE, settings.MOU_SIGNING_CERT_FILE = tmp_path / "key.pem", tmp_path / "cert.pem"
    settings.MOU_SIGNING_KEY_FILE.write_text("no key")
    ids: Asking = {"exercise_id": play.exercise.pk, "at": NOW}
    report = with_causes(play, drafted(play))
    version = approve_report(actor_id=play.director.pk, version=report.version, **ids).version
    signer = client_of(play.planner)
    api = f"/api/v1/drills/exercises/{play.exercise.pk}/report/signature"

    page = signer.post(f"/drills/exercises/{play.exercise.pk}/report", {"act": "sign", "version": version})
    program = signer.post(api, {"version": version}, content_type="application/json")

    assert (page.status_code, "cannot seal papers now" in page.content.decode()) == (422, True)
    assert (program.status_code, program.json()["code"]) == (503, "seal_key_unreadable")
    assert play.exercise.reports.get().state == ReportState.APPROVED
    settings.MOU_SIGNING_KEY_FILE.unlink()
    assert sign_report(actor_id=play.planner.pk, version=version, **ids).state == ReportState.SIGNED


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_programs_write_a_report_as_people_do_and_hear_where_something_lacks(play: Play) -> None:
    director = client_of(play.director)
    address = f"/api/v1/drills/exercises/{play.exercise.pk}/report"

    view = director.post(address, {"language": "es"}, content_type="application/json").json()

    assert view["document"]["language"] == "es"
    assert view["lacks"][0]["code"] == "report_lacks"
    said = director.post(f"{address}/approval", {"version": view["version"]}, content_type="application/json")
    assert (said.status_code, said.json()["code"]) == (422, "report_lacks")
    late = director.put(
        f"{address}/text", {"version": 0, "section": "summary", "text": "x"}, content_type="application/json"
    )
    assert (late.status_code, late.json()["code"]) == (409, "report_changed")
    assert client_of(play.player).get(address).json()["code"] == "report_not_found"
    assert client_of(play.refuser).get(address).json()["code"] == "exercise_not_found"


def test_everybody_who_took_part_is_told_that_something_waits_and_nobody_else(play: Play) -> None:
    report = signed(play)

    told = Recipient.objects.filter(source_key=f"report:{report.pk.hex}:signed").values_list("user_id", flat=True)
    assert set(told) == {play.director.pk, play.evaluator.pk, play.player.pk}
    assert Notification.objects.filter(source_key=f"report:{report.pk.hex}:signed", is_exercise=False).count() == 0


def test_hostile_words_stay_words_in_the_paper_and_on_the_page(play: Play) -> None:
    hostile = "</h1><script>alert(1)</script>{{ 7 }}{name} <img src='http://elsewhere.example/x'>"
    Exercise.objects.filter(pk=play.exercise.pk).update(name=hostile, scenario=hostile * 20)
    director = client_of(play.director)
    drafted(play)

    page = director.get(f"/drills/exercises/{play.exercise.pk}/report").content.decode()
    paper = director.get(f"/drills/exercises/{play.exercise.pk}/report.pdf").content

    assert "<script>alert(1)" not in page
    assert "&lt;img src=&#x27;http://elsewhere" in page
    text = "".join(one.get_textpage().get_text_range() for one in PdfDocument(paper))
    assert "<script>alert(1)</script>{{ 7 }}{name}" in " ".join(text.split())
    assert b"elsewhere.example" not in b"".join(re.findall(rb"/URI \(([^)]*)\)", paper))
