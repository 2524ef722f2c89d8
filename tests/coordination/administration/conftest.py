"""An agency with its own sign-in."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.known_documents import known_documents
from mou.models import Agency
from mou.vocabulary import AgencyKind
from tests.factories.mou import make_agency
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import MAYA, make_provider


@pytest.fixture
def fake() -> Iterator[FakeOpenId]:
    cache.clear()
    known_documents.forget()
    with FakeOpenId() as started:
        started.person = dict(MAYA)
        yield started


@pytest.fixture
def fire() -> Agency:
    return make_agency(AgencyKind.FIRE, name="Fairview Fire")


@pytest.fixture
def provider(fake: FakeOpenId, fire: Agency) -> AgencyProvider:
    return make_provider(fake, fire)
