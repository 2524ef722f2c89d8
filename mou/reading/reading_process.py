"""The program that reads one Word file in a process of its own: `python -m mou.reading.reading_process BYTES`.

The file comes on standard input, the answer goes to standard output. Whatever the file
does to it, only it ends. BYTES is the memory it may take.
"""

import sys
from dataclasses import dataclass

from pydantic import TypeAdapter

from mou.errors import BadPaper
from mou.process_bounds import bound_process
from mou.reading.proposal import Proposal

MEMORY_BYTES = 1024**3
CPU_S = 20
WRITTEN_BYTES = 32 * 1024**2


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file: a proposal, or why it was refused."""

    proposal: Proposal | None
    refusal: str


ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def answer_to(content: bytes) -> Answer:
    """Read a Word file; a refusal is an answer too."""
    from mou.reading.paper import clauses_from_docx  # noqa: PLC0415 - bounds first: the reader is part of what is bound

    try:
        return Answer(clauses_from_docx(content), "")
    except BadPaper as error:
        return Answer(None, str(error))


if __name__ == "__main__":
    bound_process(memory_bytes=int(sys.argv[1]), cpu_s=CPU_S, written_bytes=WRITTEN_BYTES)
    sys.stdout.buffer.write(ANSWER.dump_json(answer_to(sys.stdin.buffer.read())))
