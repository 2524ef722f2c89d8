"""Word files that name other files and addresses, or hold files for other folders: they are read as text or refused."""

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mou.errors import BadPaper
from mou.word_files.bounded_reading import read_docx
from mou.word_files.reading.proposal import Proposal
from mou.word_files.reading.reading_process import ANSWER, Answer
from tests.support.elsewhere import Elsewhere, elsewhere_in

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "<w:p><w:r><w:t>Purpose of this agreement</w:t></w:r></w:p>"
MAIN = f"<w:document xmlns:w='urn:w'><w:body>{WORDS}{{}}</w:body></w:document>"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    with elsewhere_in(tmp_path) as found:
        yield found


def word_file(
    *, main: str = MAIN.format(""), target: str = "word/document.xml", beside: Mapping[str, str] | None = None
) -> bytes:
    relation = (
        f"<Relationships><Relationship Id='r' Type='{RELATION}/officeDocument' Target='{target}'/></Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"_rels/.rels": relation, "word/document.xml": main, **(beside or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def told(proposal: Proposal) -> bytes:
    return ANSWER.dump_json(Answer(proposal, ""))


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame", "hyperlink", "subDocument"])
def test_what_lies_outside_is_not_fetched(elsewhere: Elsewhere, kind: str) -> None:
    targets = [f"{elsewhere.url}/x", elsewhere.secret.as_uri(), str(elsewhere.secret)]
    links = "".join(
        f"<Relationship Id='r{number}' Type='{RELATION}/{kind}' Target='{target}' TargetMode='External'/>"
        for number, target in enumerate(targets)
    )
    included = f"<w:fldSimple w:instr='INCLUDETEXT {elsewhere.secret}'/>"
    field = f"<w:p>{included}<w:altChunk r:id='r0' xmlns:r='{RELATION}'/></w:p>"
    rels = f"<Relationships>{links}</Relationships>"
    raw = word_file(main=MAIN.format(field), beside={"word/_rels/document.xml.rels": rels})

    proposal = read_docx(raw)

    elsewhere.check_untouched(told(proposal))
    assert len(proposal.clauses) == 1


@pytest.mark.parametrize("where", ["address", "file", "up", "absolute"])
def test_a_text_that_is_said_to_lie_elsewhere_is_refused(elsewhere: Elsewhere, where: str) -> None:
    targets = {
        "address": f"{elsewhere.url}/document.xml",
        "file": elsewhere.secret.as_uri(),
        "up": "../../../../../../etc/passwd",
        "absolute": str(elsewhere.secret),
    }

    with pytest.raises(BadPaper) as refusal:
        read_docx(word_file(target=targets[where]))

    elsewhere.check_untouched(str(refusal.value).encode())


def test_files_for_other_folders_and_links_are_left_where_they_are(elsewhere: Elsewhere, tmp_path: Path) -> None:
    out = io.BytesIO(word_file(beside={"../../escaped": "x", "/tmp/escaped-from-word": "x"}))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/styles.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(elsewhere.secret))

    try:
        answer = told(read_docx(out.getvalue()))
    except BadPaper as refusal:
        answer = str(refusal).encode()

    elsewhere.check_untouched(answer)
    assert not Path("/tmp/escaped-from-word").exists()
