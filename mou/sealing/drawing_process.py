"""The program that draws and seals one paper in a process of its own.

`python -m mou.sealing.drawing_process BYTES PARENT`: BYTES is the memory it may take, PARENT the process that waits
for it; without that one nobody wants the paper. The order comes on standard input, the key that seals with it: nobody
else can read what goes through a pipe, while a command line is everybody's. The PDF goes to standard output.
"""

import os
import sys
from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter

from mou.process_bounds import bound_process, end_if_orphaned
from mou.sealing.drawing import Page, drawn
from mou.sealing.keys import SealKey

MEMORY_BYTES = 2 * 1024**3
# Two hundred clauses of twenty thousand characters take a minute and 600 MiB; of nothing but tiny paragraphs, more.
CPU_S = 500
WRITTEN_BYTES = 64 * 1024**2
# Whoever waits for a socket goes before whoever waits for a paper, also on a machine with one core.
NICER = 10


@dataclass(frozen=True, slots=True)
class SealOrder:
    """With what a paper is sealed, and what for."""

    key: SealKey
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """A page to draw; with a seal, if one is ordered."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    page: Page
    seal: SealOrder | None


ORDER: TypeAdapter[Order] = TypeAdapter(Order)


def made(order: Order) -> bytes:
    """Return the PDF that was ordered."""
    pdf = drawn(order.page)
    if order.seal is None:
        return pdf
    from mou.sealing.seal import sealed  # noqa: PLC0415 - a draft needs no seal

    return sealed(pdf, key=order.seal.key, reason=order.seal.reason)


if __name__ == "__main__":
    bound_process(memory_bytes=int(sys.argv[1]), cpu_s=CPU_S, written_bytes=WRITTEN_BYTES)
    end_if_orphaned(int(sys.argv[2]))
    os.nice(NICER)
    sys.stdout.buffer.write(made(ORDER.validate_json(sys.stdin.buffer.read())))
