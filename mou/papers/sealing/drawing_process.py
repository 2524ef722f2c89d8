"""The program that draws and seals one paper in a bounded process: see mou.foundation.bounded_process.

The key that seals comes with the order, which no other process can read. It waits for nothing and keeps nothing.
"""

import importlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from mou.papers.sealing.drawing import Page, draw_page
from mou.papers.sealing.keys import SealKey


@dataclass(frozen=True, slots=True)
class SealOrder:
    """What seals a paper, and for which purpose."""

    key: SealKey
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """A page to draw; with a seal, if one is ordered."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    page: Page
    seal: SealOrder | None


ORDER: TypeAdapter[Order] = TypeAdapter(Order)


def draw_order(order: Order) -> bytes:
    """Return the PDF that was ordered."""
    pdf = draw_page(order.page)
    if order.seal is None:
        return pdf
    from mou.papers.sealing.seal import seal_pdf  # noqa: PLC0415 - a draft needs no seal

    return seal_pdf(pdf, key=order.seal.key, reason=order.seal.reason)


def get_ready() -> None:
    """Load what drawing and sealing need, once for many papers."""
    for library in ("weasyprint", "mou.papers.sealing.seal"):
        importlib.import_module(library)


def main(_folder: Path, order: bytes) -> bytes:
    """Draw what was ordered."""
    # The system's lists of file types are none of its business: it knows its own.
    mimetypes.knownfiles.clear()
    return draw_order(ORDER.validate_json(order))
