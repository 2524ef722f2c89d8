"""The page on which a survey is brought in: what is refused of it, where it says so, and what of it stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from coordination.prevention.climate.bounded_reading import FILE_MAX_BYTES
from coordination.prevention.climate.models import ClimateSurvey, ClimateTeam
from coordination.prevention.climate.vocabulary import ClimateRespondents
from tests.coordination.prevention.climate.test_climate import HEADINGS, climate, member
from tests.factories.prevention.climate import answers_file

__all__ = ["climate", "member"]
pytestmark = pytest.mark.django_db


def test_what_a_survey_lacks_is_said_in_the_readers_language(climate: ClimateTeam, member: User) -> None:
    client, path = Client(headers={"Accept-Language": "es"}), f"/prevention/climate/surveys/{climate.agency_id}"
    client.force_login(member)

    first = {"act": "look", "school_year": "2026"}
    unknown_group = client.post(path, {**first, "respondents": "ghosts"})
    no_file = client.post(path, {**first, "respondents": ClimateRespondents.STAFF.value})
    large = SimpleUploadedFile("answers.csv", b"x" * (FILE_MAX_BYTES + 1))
    too_large = client.post(path, {**first, "respondents": ClimateRespondents.STAFF.value, "file": large})
    unknown_act = client.post(path, {**first, "act": "keep", "respondents": ClimateRespondents.STAFF.value})

    assert [one.status_code for one in (unknown_group, no_file, too_large, unknown_act)] == [422, 422, 422, 404]
    assert "ghosts no es una de las opciones disponibles" in unknown_group.content.decode()
    assert '<p class="field-error" id="survey-file_error">Este campo es obligatorio.</p>' in no_file.content.decode()
    assert '<p class="field-error" id="survey-file_error">De 1 byte a 48 MB.</p>' in too_large.content.decode()
    # What was chosen stays.
    assert '<option value="staff" selected>' in no_file.content.decode()
    assert not ClimateSurvey.objects.exists()


def test_what_was_chosen_for_each_column_stays_where_it_is_refused(climate: ClimateTeam, member: User) -> None:
    client, path = Client(), f"/prevention/climate/surveys/{climate.agency_id}"
    client.force_login(member)
    sent = {
        "act": "store",
        "school_year": "2026",
        "respondents": "students",
        "numbers": "low_agrees",
        "highest": "5",
        "heading": list(HEADINGS),
        "topic": ["", "relationships", "discipline"],
        "indicator": ["", "", ""],
        "reversed": ["2"],
        "school_name": ["<b>Elsewhere</b>"],
        "school_id": [""],
        "file": SimpleUploadedFile("answers.csv", answers_file([("Elsewhere", "Agree", "Agree")], HEADINGS)),
    }

    # No column names the school.
    refused = client.post(path, sent)

    page = refused.content.decode()
    assert (refused.status_code, 'id="survey-columns_error"' in page) == (422, True)
    assert page.count('<option value="relationships" selected>') == page.count('value="discipline" selected>') == 1
    assert page.count(" checked>") == 1
    assert '<option value="low_agrees" selected>' in page
    assert 'name="highest" value="5"' in page
    assert "&lt;b&gt;Elsewhere" in page
    assert "<b>Elsewhere" not in page
    assert not ClimateSurvey.objects.exists()
