"""A dispatcher with an address, and the administrator of an agency that no one has an agreement with."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from coordination.models import User
from coordination.sign_in.addresses import prove_address
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.stage.sign_in.kept_elsewhere import ADDRESS


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    cast = make_cast()
    User.objects.filter(pk=cast.dispatcher.pk).update(email=ADDRESS)
    cast.dispatcher.refresh_from_db()
    return cast


@pytest.fixture
def proved(cast: Cast) -> User:
    """The dispatcher, who has shown that they read mail at their address."""
    assert prove_address(cast.dispatcher, timezone.now())
    return cast.dispatcher


@pytest.fixture
def hostile(cast: Cast) -> User:
    """The administrator of an agency that no one has an agreement with, and that asks nothing at sign-in."""
    Agency.objects.filter(pk=cast.strangers.pk).update(kind=AgencyKind.FIRE.value)
    return make_member(cast.strangers, role=MemberRole.ADMINISTRATOR).user
