"""The program that reads one Word file in a bounded process: see mou.foundation.bounded_process."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from mou.errors import BadPaper
from mou.word_files.reading.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file: a proposal, or why it was refused."""

    proposal: Proposal | None
    refusal: str


ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def answer_to(content: bytes) -> Answer:
    """Read a Word file; a refusal is an answer too."""
    from mou.word_files.reading.paper import clauses_from_docx  # noqa: PLC0415 - libraries when they are needed

    try:
        return Answer(clauses_from_docx(content), "")
    except BadPaper as error:
        return Answer(None, str(error))


def main(_folder: Path, order: bytes) -> bytes:
    """Read the file, which is the order itself."""
    return ANSWER.dump_json(answer_to(order))
