"""Word files are read in a process of their own, which ends whatever the file does to it."""

import io
import zipfile

import pytest

from mou.errors import BadPaper
from mou.word_files.bounded_reading import READER, read_docx
from mou.word_files.reading.paper import clauses_from_docx
from tests.factories.files.word_files import SRO_MEMORANDUM, Manner, paper


def test_the_process_reads_what_the_reader_reads() -> None:
    content = paper(SRO_MEMORANDUM.read_text(), Manner.TYPED_NUMBERS)

    assert read_docx(content) == clauses_from_docx(content)


def test_a_refusal_comes_back_with_its_words() -> None:
    with pytest.raises(BadPaper, match=r"not a Word document"):
        read_docx(b"%PDF-1.7")


def test_a_process_that_takes_too_long_is_ended_and_the_file_refused() -> None:
    content = paper(SRO_MEMORANDUM.read_text(), Manner.STYLES)

    with pytest.raises(BadPaper, match="longer than it may"):
        read_docx(content, reader=READER.within(wall_s=0.001))


def mostly_blanks() -> bytes:
    """Return a file of a few kilobytes that unpacks to fifteen megabytes."""
    body = b"<w:p><w:r><w:t>Purpose</w:t></w:r></w:p>" + b" " * 15_000_000
    main = b'<w:document xmlns:w="urn:w"><w:body>' + body + b"</w:body></w:document>"
    relations = b'<Relationships><Relationship Type="t/officeDocument" Target="word/document.xml"/></Relationships>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", main)
    return file.getvalue()


def test_a_process_that_takes_more_memory_than_it_may_ends_alone() -> None:
    content = mostly_blanks()

    assert len(read_docx(content).clauses) == 1
    with pytest.raises(BadPaper, match="more time or memory"):
        read_docx(content, reader=READER.within(memory_bytes=48 * 1024**2))
