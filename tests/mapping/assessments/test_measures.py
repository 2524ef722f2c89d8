"""Protective measures by layer and tier, gaps before a chosen tier, and the printed plan of upgrades with its maps."""

import io
import re
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.test import Client
from django.utils import translation

from mapping.assessments import errors
from mapping.assessments.models import Assessment, AssessmentRead
from mapping.assessments.plan_print.floors import APART_MM, _find_free_place
from mapping.assessments.plan_print.made import upgrade_plan_pdf
from mapping.assessments.rules.measures import THERE, TIERS, list_measures, measure_gaps, standing_of
from mapping.assessments.vocabulary import AssessmentState, MeasureState, PassComponent, PassLayer
from mapping.assessments.work.measures import MeasureGiven, choose_tier, inventory_of, say_measures
from mapping.exports.sheets.paper import Paper, frame_for
from mapping.models import Level, Space
from tests.factories.assessments import make_assessment, make_finding, make_upgrade, share_assessments
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
M = MeasureState


# --- the rules --------------------------------------------------------------------------------------------------------
def test_every_layer_has_measures_of_every_tier_and_every_component_some() -> None:
    found = list_measures()

    assert {(one.layer, one.tier) for one in found} == {(layer, tier) for layer in PassLayer for tier in TIERS}
    assert {one.component for one in found} == set(PassComponent)
    assert len({one.key for one in found}) == len(found)


def test_a_tier_is_reached_when_all_below_it_is_there_too() -> None:
    layer = PassLayer.BUILDING_PERIMETER
    here = [one for one in list_measures() if one.layer is layer]
    states = {one.key: M.IN_PLACE for one in here if one.tier != 2}

    def reached() -> int:
        return next(one.reached for one in standing_of(states) if one.layer is layer)

    assert reached() == 1
    states |= {one.key: M.NOT_APPLICABLE for one in here if one.tier == 2}
    assert reached() == 4
    states[here[0].key] = M.PARTLY
    assert reached() == 0
    assert {one.reached for one in standing_of({})} == {0}


def test_gaps_are_what_lacks_up_to_a_tier_the_lowest_first() -> None:
    states = dict.fromkeys((one.key for one in list_measures()), M.MISSING)

    for tier in TIERS:
        found = measure_gaps(states, tier)
        assert {one.tier for one in found} == set(range(1, tier + 1))
        assert [one.tier for one in found] == sorted(one.tier for one in found)
    assert not measure_gaps(dict.fromkeys(states, THERE[0]), 4)
    # What no one has looked at is no gap; it is said beside them.
    assert not measure_gaps({}, 4)


def test_marks_of_findings_do_not_hide_each_other() -> None:
    frame = frame_for((-98.51, 39.79, -98.50, 39.80), Paper.LETTER)
    taken: list[tuple[float, float]] = []
    for _ in range(8):
        taken.append(_find_free_place(frame, (-98.505, 39.795), taken))

    apart = [((x - u) ** 2 + (y - v) ** 2) ** 0.5 for i, (x, y) in enumerate(taken) for u, v in taken[:i]]
    assert min(apart) >= APART_MM - 0.001


# --- the work ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def walked(cast: Cast) -> Assessment:
    """An assessment that is walked, led by the principal."""
    return make_assessment(cast.site, leader=cast.insider, agency=cast.school)


def test_the_team_says_what_is_there_and_the_lead_how_far_it_goes(cast: Cast, walked: Assessment) -> None:
    def say(*given: MeasureGiven) -> None:
        say_measures(actor_id=cast.insider.pk, assessment_id=walked.pk, given=given, at=NOW)

    say(MeasureGiven("doors_numbered", M.IN_PLACE), MeasureGiven("lock_inside", M.PARTLY, "Two labs."))
    choose_tier(actor_id=cast.insider.pk, assessment_id=walked.pk, tier=1, at=NOW)

    walked.refresh_from_db()
    view = inventory_of(walked, may_write=True)
    assert (view.target_tier, view.gaps) == (1, ["lock_inside"])
    assert view.unknown == sum(one.tier == 1 for one in list_measures()) - 2
    with pytest.raises(errors.BadAssessment) as bad:
        say(MeasureGiven("lock_inside", M.MISSING))
    assert bad.value.pointer == "/measures/0/note"
    with pytest.raises(errors.BadAssessment):
        say(MeasureGiven("moat", M.IN_PLACE))
    with pytest.raises(errors.BadAssessment):
        choose_tier(actor_id=cast.insider.pk, assessment_id=walked.pk, tier=5, at=NOW)
    # The next word counts, and what is adopted stays.
    say(MeasureGiven("lock_inside", M.IN_PLACE))
    assert inventory_of(walked, may_write=True).gaps == []
    Assessment.objects.update(state=AssessmentState.ADOPTED.value, adopted_at=NOW)
    with pytest.raises(errors.AssessmentStepRefused):
        say(MeasureGiven("lock_inside", M.IN_PLACE))


def test_who_may_not_says_and_prints_nothing(cast: Cast, walked: Assessment) -> None:
    share_assessments(cast.agreement)
    given = [MeasureGiven("doors_numbered", M.IN_PLACE)]
    # Shared is what is adopted: until then nothing is there for the officer.
    for user in (cast.officer, cast.teacher, cast.stranger):
        with pytest.raises(errors.AssessmentNotFound):
            say_measures(actor_id=user.pk, assessment_id=walked.pk, given=given, at=NOW)
        with pytest.raises(errors.AssessmentNotFound):
            upgrade_plan_pdf(user_id=user.pk, assessment_id=walked.pk, at=NOW)
    Assessment.objects.update(state=AssessmentState.ADOPTED.value, adopted_at=NOW)
    with pytest.raises(errors.AssessmentTeamWrites):
        say_measures(actor_id=cast.officer.pk, assessment_id=walked.pk, given=given, at=NOW)
    with pytest.raises(errors.AssessmentLeadDecides):
        choose_tier(actor_id=cast.officer.pk, assessment_id=walked.pk, tier=1, at=NOW)


# --- the print --------------------------------------------------------------------------------------------------------
def test_the_plan_is_printed_with_maps_of_its_findings_and_the_reading_written_down(
    cast: Cast, walked: Assessment
) -> None:
    level = Level.objects.get(site=cast.site)
    inside = Space.objects.filter(floorplan__level=level)[0].geometry.point_on_surface
    finding = make_finding(walked, by=cast.insider, level=level, location=inside, words="<b>The bolt</b> hangs.")
    values = {f"{part}_note": "x" for part in ("threat", "vulnerability", "consequence")}
    walked.scores.create(
        scenario="intruder", threat=4, vulnerability=4, consequence=5, by=cast.insider, at=NOW, **values
    )
    make_upgrade(finding, by=cast.insider, title="New bolts", cost_dollars=900)

    with translation.override("es"):
        spanish = _text(upgrade_plan_pdf(user_id=cast.insider.pk, assessment_id=walked.pk, at=NOW))
    pages = _pages(upgrade_plan_pdf(user_id=cast.insider.pk, assessment_id=walked.pk, at=NOW))

    text = "\n".join(pages)
    assert "New bolts" in text
    assert "$900" in text
    # What people write is text.
    assert "<b>The bolt</b> hangs." in text
    assert "Plan de mejoras" in spanish
    # The last page is the floor, with the number of the finding on it.
    assert "Findings 1" in pages[-1]
    assert {one.door for one in AssessmentRead.objects.all()} == {"print"}


def test_pages_show_gaps_and_save_a_layer_at_a_time(cast: Cast, walked: Assessment) -> None:
    client, nobody = Client(), Client()
    client.force_login(cast.insider)
    nobody.force_login(cast.stranger)
    path = f"/prevention/assessments/{walked.pk}/measures"
    form = {
        "act": "say",
        "layer": "classroom_interior",
        "measures-measure": ["lock_inside", "rooms_numbered"],
        "measures-state": ["missing", ""],
        "measures-note": ["Old.", ""],
    }

    assert client.post(path, form).status_code == 303
    said_at = walked.measures.get().at
    # What comes back as it was drawn is not said anew.
    assert client.post(path, form).status_code == 303
    assert walked.measures.get().at == said_at
    assert client.post(path, {"act": "tier", "tier": "1"}).status_code == 303
    page = client.get(path)

    assert (page.status_code, nobody.get(path).status_code) == (200, 404)
    assert walked.measures.get().measure == "lock_inside"
    assert "Old." in page.content.decode()
    refused = client.post(path, {**form, "measures-note": ["", ""]})
    assert refused.status_code == 422
    # Which of them it is.
    assert "without opening them · Access control: Something is missing" in refused.content.decode()
    emptied = client.post(path, {**form, "measures-state": ["", ""]})
    assert (emptied.status_code, walked.measures.get().state) == (422, "missing")
    assert nobody.get(f"/prevention/assessments/{walked.pk}/plan").status_code == 404


def test_a_page_that_is_old_overwrites_no_newer_word(cast: Cast, walked: Assessment) -> None:
    client = Client()
    client.force_login(cast.insider)
    path = f"/prevention/assessments/{walked.pk}/measures"
    page = client.get(path).content.decode()
    drawn_from = re.search(r'name="measures-drawn_from" value="(\w+)">\s*<input[^>]* value="lock_inside"', page)
    assert drawn_from is not None
    form = {"act": "say", "layer": "classroom_interior", "measures-measure": ["lock_inside"]}
    old = {**form, "measures-note": ["Mine."], "measures-drawn_from": [drawn_from[1]]}
    assert client.post(path, {**form, "measures-state": ["missing"], "measures-note": ["Newer."]}).status_code == 303

    refused = client.post(path, {**old, "measures-state": ["in_place"]})

    assert refused.status_code == 422
    assert "Someone changed this meanwhile." in refused.content.decode()
    assert "It now says: Missing; Newer." in refused.content.decode()
    assert walked.measures.get().note == "Newer."
    # A row that this page left alone is not written back.
    assert client.post(path, {**old, "measures-state": [""], "measures-note": [""]}).status_code == 303
    assert walked.measures.get().note == "Newer."


def _pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_range() for page in document]


def _text(pdf: bytes) -> str:
    return "\n".join(_pages(pdf))
