"""A school with a plan, an agreement that shares assessments with its police, and an assessment under way."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mapping.assessments.models import Assessment
from mapping.models import Level
from tests.factories.assessments import make_assessment, share_assessments
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def level(cast: Cast) -> Level:
    return Level.objects.get(site=cast.site)


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """The same, with the term in the agreement of the police."""
    share_assessments(cast.agreement)
    return cast


@pytest.fixture
def assessment(shared: Cast) -> Assessment:
    """On its walk: the teacher leads, the officer is on the team."""
    return make_assessment(
        shared.site, leader=shared.teacher, agency=shared.school, team=[(shared.officer, shared.police)]
    )
