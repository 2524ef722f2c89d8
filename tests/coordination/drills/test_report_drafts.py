"""The draft of a report says what the log, the plan and the ratings hold, and that no one has written the rest."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from coordination.drills.improvement.rules.drafting import draft_findings, draft_texts
from coordination.drills.improvement.rules.facts import ObjectiveFacts, TaskFacts, TimeFacts
from coordination.drills.improvement.vocabulary import ReportSection
from coordination.drills.improvement.work.facts import facts_of
from coordination.drills.improvement.work.reports import edit_text
from tests.coordination.drills.test_reports import NOW, Play, drafted, make_play
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Play:
    return make_play(make_cast())


@pytest.mark.parametrize(
    ("rating", "remarks", "disputed", "says", "says_not"),
    [
        (None, (), 0, "No one has rated a task", "had challenges"),
        (None, (), 1, "of which evaluators differ, and none is final: 1.", "No task that was rated"),
        ("P", (), 0, "No task that was rated had challenges.", "No one has rated a task"),
        ("U", ("Jammed.",), 0, "Areas for improvement: Report.", "No task that was rated"),
    ],
)
def test_a_draft_claims_nothing_that_ratings_do_not_hold(
    play: Play, rating: str | None, remarks: tuple[str, ...], disputed: int, says: str, says_not: str
) -> None:
    facts, _times = facts_of(play.exercise, "en")
    task = TaskFacts("1", "Report", "", "planning", rating, remarks)
    told = ObjectiveFacts("1", "An objective", rating, [], [task])
    bare = replace(facts, objectives=[told], disputed=disputed, purpose="", scope=" ", scenario="Smoke.", times=[])

    texts = draft_texts(bare, "en")
    findings = draft_findings(bare, "en")

    summary = texts[ReportSection.SUMMARY]
    assert says in summary
    assert says_not not in summary
    assert ("Tasks without a rating that stands: 1." in summary) is (rating is None)
    assert "No one has written: a purpose, a scope." in texts[ReportSection.OVERVIEW]
    assert [one.analysis for one in findings] == (
        []
        if rating is None
        else [f"With the final rating: {remarks[0]}"]
        if remarks
        else ["No one has given a final rating. All who rated it said the same."]
    )


def test_a_time_that_is_not_in_the_log_is_called_that_and_an_empty_part_says_that_no_one_wrote_it(
    play: Play, client: Client
) -> None:
    facts, _times = facts_of(play.exercise, "en")
    times = [TimeFacts("released", "All are released", None), TimeFacts("commanded", "Someone is in command", 48)]
    assert (
        "All are released: the log does not show it."
        in draft_texts(replace(facts, times=times), "en")[ReportSection.TIMES]
    )

    report = drafted(play)
    edit_text(
        actor_id=play.director.pk,
        exercise_id=play.exercise.pk,
        section=ReportSection.CONCLUSION,
        text=" ",
        version=report.version,
        at=NOW,
    )
    client.force_login(play.director)
    page = client.get(reverse("drill_report", args=[play.exercise.pk])).content.decode()
    assert "No one has written this part." in page
