"""No test reads in the language that a request of an earlier one has left behind."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

pytestmark = pytest.mark.django_db


# Whichever comes second, or is alone with another language left, would find Spanish.
@pytest.mark.parametrize("turn", ["first", "second"])
def test_the_language_of_a_request_ends_with_its_test(client: Client, turn: str) -> None:
    assert translation.get_language() == settings.LANGUAGE_CODE

    client.get("/account/login/", headers={"accept-language": "es"})

    # Else nothing would be left for the next one to find.
    assert translation.get_language() == "es"
