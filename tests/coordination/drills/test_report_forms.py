"""The forms of the pages of reports and plans: what is refused, where it says so, and what of it stays."""

import pytest

from coordination.drills.improvement.models import Report
from tests.coordination.drills.test_reports import Play, cast, client_of, drafted, play
from tests.factories.cast import Cast

__all__ = ["cast", "play"]
pytestmark = pytest.mark.django_db


def test_what_is_refused_of_a_report_stands_at_its_field_and_what_was_typed_stays(play: Play) -> None:
    address = f"/drills/exercises/{play.exercise.pk}/report"
    report = drafted(play)
    version = str(report.version)
    director, player = client_of(play.director), client_of(play.player)

    early = {"act": "meeting", "version": version, "meeting_at": "2020-01-01T10:00"}
    refused = director.post(address, early).content.decode()
    assert 'id="meeting-meeting_at_error"' in refused
    assert 'value="2020-01-01T10:00"' in refused
    added = {"act": "add_finding", "objective_id": "", "kind": "area", "capability": "planning", "version": version}
    refused = director.post(address, {**added, "analysis": "No one had seen it."}).content.decode()
    assert 'id="add_finding--words_error"' in refused
    assert "No one had seen it.</textarea>" in refused
    late = {"act": "text", "section": "summary", "text": "We met.", "version": "0"}
    refused = director.post(address, late).content.decode()
    assert "Someone else has changed this" in refused
    assert "We met.</textarea>" in refused
    # What is sent next has the version that is read now.
    assert f'name="version" value="{version}"' in refused
    assert player.post(address, {**late, "version": version}).status_code == 404
    assert director.post(address, {**late, "section": "appendix", "version": version}).status_code == 404
    assert Report.objects.get().version == report.version


def test_the_page_of_the_plan_asks_for_an_owner_of_the_organization(play: Play, cast: Cast) -> None:
    address = f"/drills/exercises/{play.exercise.pk}/improvement-plan"
    action = {"act": "add", "area": "No cards.", "words": "Print cards.", "element": "equipment"}
    action |= {"capability": "planning", "agency_id": str(cast.police.pk), "owner_id": str(cast.teacher.public_id)}
    action |= {"starts_on": "2026-11-01", "due_on": "2026-12-01"}
    director = client_of(play.director)

    refused = director.post(address, action)

    assert (refused.status_code, 'id="add-owner_id_error"' in refused.content.decode()) == (422, True)
    assert "Print cards.</textarea>" in refused.content.decode()
    stranger = director.post(address, {**action, "agency_id": str(cast.dispatch.pk), "owner_id": ""})
    assert (stranger.status_code, 'id="add-agency_id_error"' in stranger.content.decode()) == (422, True)
    assert not play.exercise.corrective_actions.exists()
    assert director.post(address, {**action, "owner_id": str(cast.officer.public_id)}).status_code == 303
    assert play.exercise.corrective_actions.get().owner == cast.officer
    assert client_of(play.guest).post(address, action).status_code == 404
