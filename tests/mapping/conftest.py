"""What tests of plans may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.elsewhere import Elsewhere, elsewhere_in


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A file and an address that must stay untouched."""
    with elsewhere_in(Path(tmp_path_factory.mktemp("elsewhere"))) as found:
        yield found
