"""What the tests of pages share: one Chromium for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.stage.devices.windows import chromium


@pytest.fixture(scope="package")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One Chromium: each test has windows of its own, which share nothing. No test here runs a loop of its own."""
    with chromium(chromium_path) as opened:
        yield opened
