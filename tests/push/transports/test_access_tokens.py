"""What Google's token address answers with 200, and is no access token. The real SDK asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from push.transport import TransportError
from push.transports.fcm.transport import FcmTransport, start_app
from push.vocabulary import DeviceKind
from tests.factories.push import NOW, make_message
from tests.fakes.fcm import FakeFcm


@pytest.fixture
def fcm() -> Iterator[FakeFcm]:
    with FakeFcm() as fake:
        yield fake


@pytest.fixture
def phones(fcm: FakeFcm, tmp_path: Path) -> FcmTransport:
    return FcmTransport(start_app(fcm.credentials(tmp_path), base_url=fcm.url), kind=DeviceKind.FID, clock=lambda: NOW)


@pytest.mark.parametrize(
    "answer", [b"half a pa", b'"text"', b"[]", b"7", b'{"access_token": "a", "expires_in": "soon"}']
)
def test_an_answer_that_holds_no_access_token_is_no_token(phones: FcmTransport, fcm: FakeFcm, answer: bytes) -> None:
    fcm.token_answer = answer

    with pytest.raises(TransportError) as caught:
        phones.send(make_message(address="ok-1"))

    assert (caught.value.code, caught.value.permanent) == ("fcm_no_access_token", False)
    assert fcm.messages == []
