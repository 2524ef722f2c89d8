"""The signed copy is made after the last signature, whoever looks for it; what cannot be sealed stays waiting."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from mou.models import SealedCopy, Version
from mou.papers.sealed_copies import COPY_IS_DUE, seal_waiting
from mou.papers.sealing.verify import verify_paper
from tests.factories.mou import NOW, make_agency, make_memorandum
from tests.stage.agreements.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.MOU_SIGNING_KEY_FILE, settings.MOU_SIGNING_CERT_FILE = tmp_path / "key.pem", tmp_path / "cert.pem"
    COPY_IS_DUE.clear()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_the_last_signature_rings_and_orders_the_copy_and_no_other_does(desk: Desk) -> None:
    first, second = desk.out_for_signature()

    desk.sign(desk.planner, first)
    assert (COPY_IS_DUE.is_set(), seal_waiting(at=NOW)) == (False, 0)
    desk.sign(desk.commander, second)

    assert (COPY_IS_DUE.is_set(), desk.see().signed_copy) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_made_once_and_says_what_was_signed(desk: Desk) -> None:
    """Nothing but the signed version itself is looked at: a process that crashed before leaves it to this one."""
    desk.both_sign()

    assert [seal_waiting(at=NOW), seal_waiting(at=NOW)] == [1, 0]

    seen, kept = desk.see(desk.commander), SealedCopy.objects.get()
    assert seen.signed_copy is not None
    assert (seen.signed_copy.sha256, seen.signed_copy.sealed_at) == (kept.sha256, NOW)
    assert verify_paper(bytes(kept.pdf), certificate=None).canonical_sha256 == seen.line.canonical_sha256


def test_what_was_carried_over_without_a_sum_is_not_sealed() -> None:
    make_memorandum(*(make_agency(), make_agency()))
    Version.objects.update(canonical_text="", canonical_sha256="")

    assert seal_waiting(at=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_key_that_cannot_be_read_leaves_the_copy_waiting(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk.both_sign()
    (tmp_path / "key.pem").write_text("no key")

    assert (seal_waiting(at=NOW), SealedCopy.objects.count()) == (0, 0)
    assert "was not made (key.pem and cert.pem are no key with its certificate.)" in caplog.text
    (tmp_path / "key.pem").unlink()
    assert seal_waiting(at=NOW) == 1
