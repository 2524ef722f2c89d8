"""Every hostile file at the doors: looked at over HTTP and read as an import is; a code, no fault of ours, no harm.

Slow because each file has two processes of its own, as in use.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mapping.errors import BadFile
from mapping.imports.bounded_reading import read_bounded
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.readers.reading_process import READING
from tests.factories.cast import make_cast
from tests.mapping.imports.hostile_uploads import DOCUMENTS, DRAWINGS, PICTURES, POINTS, TEXTS
from tests.support.elsewhere import Elsewhere

MAKERS = [(make, codes) for makers in (PICTURES, DOCUMENTS, DRAWINGS, TEXTS) for make, codes in makers.items()]
READ = "-"


def code_read(path: Path, elsewhere: Elsewhere) -> str:
    try:
        reading = read_bounded(path, ReadingOrder(level="0", control_points=POINTS), heard=lambda _done, _total: True)
    except BadFile as refusal:
        return refusal.code
    elsewhere.check_untouched(READING.dump_json(reading))
    return reading.code or READ


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "codes"), MAKERS, ids=[make.__name__ for make, _ in MAKERS])
def test_a_hostile_file_comes_to_a_code_and_to_nothing_else(
    make: Callable[[Elsewhere], bytes], codes: str, elsewhere: Elsewhere, client: Client, tmp_path: Path
) -> None:
    cast = make_cast()
    client.force_login(cast.insider)
    raw = make(elsewhere)
    path = tmp_path / "upload"
    path.write_bytes(raw)

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/plan-looks", {"file": SimpleUploadedFile("plan", raw)})
    read = code_read(path, elsewhere)

    elsewhere.check_untouched(answer.content)
    assert answer.status_code in {200, 422}
    assert answer.json()["code"] in {*codes.split(), "", "file_too_complex", "file_too_slow"}
    assert read in codes.split()
