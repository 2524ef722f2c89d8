"""Draw an agreement as a tagged PDF (PDF/UA) with its exact bytes attached. Pure: no Django, no network, no files."""

import html
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import nh3

from mou.document import AnnexText, Document, SignatoryName, TermText, all_terms
from mou.papers.canonical import canonical_bytes, sha256
from mou.papers.sealing.term_lines import condition_words, term_title, value_words
from mou.papers.sealing.words import WORDS, Language, day_words
from mou.party_roles import PartyRole
from mou.vocabulary import DataCategory, SharingDirection

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document as WrittenDocument

ATTACHMENT = "agreement.json"
TAGS = {"p", "br", "strong", "em", "u", "ul", "ol", "li", "blockquote"}
STYLE = """
@page { size: Letter; margin: 22mm 20mm 24mm; @bottom-left { content: string(foot); font-size: 7.5pt; color: #444 }
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #444 } }
html { font-family: "DejaVu Sans", sans-serif; font-size: 9.5pt; line-height: 1.45; color: #111 }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm } h2 { font-size: 12.5pt; margin: 7mm 0 2mm }
h3 { font-size: 10.5pt; margin: 4mm 0 1mm } h1, h2, h3 { break-after: avoid }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 }
th, td { border: 0.4pt solid #777; padding: 1.2mm 2mm; text-align: left; vertical-align: top; font-size: 8.5pt }
th { background: #eee } tr { break-inside: avoid } td, li, p { overflow-wrap: anywhere }
.foot { string-set: foot content(); position: absolute; width: 0; height: 0; overflow: hidden; font-size: 1pt }
.sum { font-family: "DejaVu Sans Mono", monospace; font-size: 9pt; overflow-wrap: anywhere }
.by-hand td { height: 12mm }
.draft { border: 1.2pt solid #000; padding: 2mm 3mm; font-weight: bold; text-align: center }
"""
# Behind the text of every page of a draft; "DRAFT" is also said in words, for readers who do not see it.
WATERMARK = """
@page { background-image: url("data:image/svg+xml,\
%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 600 780'%3E\
%3Ctext x='300' y='430' font-family='DejaVu Sans' font-size='120' fill='%23e2e2e2' \
text-anchor='middle' \
transform='rotate(-52 300 390)'%3EDRAFT_WORD%3C/text%3E%3C/svg%3E");
  background-size: 100% 100%; background-repeat: no-repeat }
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as it is printed."""

    party: str
    name: str
    title: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A scan by which a version was signed: whose signatures it bears, and the two people who saw that it does."""

    signatures: tuple[tuple[str, str, str, date], ...]  # party, name, title, day
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str
    confirmed_at: datetime
    scan_sha256: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes inside the paper."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn: a page of HTML that holds all it shows, and what is attached to it."""

    html: str
    attached: Attached | None = None


def signed_page(
    document: Document,
    *,
    canonical: bytes,
    signatures: tuple[Signed, ...],
    language: Language,
    on_paper: OnPaper | None = None,
) -> Page:
    """Return a version that was signed, to be drawn and sealed. `canonical` are the bytes that were signed."""
    html = html_of(
        document, canonical=canonical, signatures=signatures, is_draft=False, language=language, on_paper=on_paper
    )
    return Page(html, Attached(ATTACHMENT, canonical, WORDS[language]["sum"]))


def draft_page(document: Document, *, language: Language) -> Page:
    """Return a version that is not signed yet, to be drawn with DRAFT across every page and no seal."""
    canonical = canonical_bytes(document)
    return Page(html_of(document, canonical=canonical, signatures=(), is_draft=True, language=language))


def page_to_sign(document: Document, *, canonical: bytes, language: Language) -> Page:
    """Return a version that is out for signature, for hands to sign: with its sum, lines to write on, and no seal."""
    return Page(html_of(document, canonical=canonical, signatures=None, is_draft=False, language=language))


def draw_page(page: Page, *, finish: "Callable[[WrittenDocument, pydyf.PDF], None] | None" = None) -> bytes:
    """Draw a page as a tagged PDF. Takes a second and more, and the interpreter with it: see bounded_drawing.

    What no font of this server has a picture of is drawn as its number, [U+1E903]: an empty box would say nothing, and
    could say anything. `finish` may add to the file before it is written.
    """
    pdf, missing = _write_pdf(page, page.html, finish)
    if not missing:
        return pdf
    shown = page.html.translate({code: f"[U+{code:04X}]" for code in missing})
    return _write_pdf(page, shown, finish)[0]


class _Missing(logging.Handler):
    """The characters without a picture, as the library that draws tells its log of them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codes: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(".notdef") and isinstance(record.args, tuple):
            self.codes.update(one for one in record.args if isinstance(one, int))


def _write_pdf(
    page: Page, source: str, finish: "Callable[[WrittenDocument, pydyf.PDF], None] | None"
) -> tuple[bytes, set[int]]:
    """Return the file, and the characters that it has no picture of."""
    import weasyprint  # noqa: PLC0415 - heavy, and only the process that draws needs it
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above

    files = [
        weasyprint.Attachment(string=one.content, name=one.name, description=one.description, relationship="Source")
        for one in (page.attached,)
        if one is not None
    ]
    # Nothing is loaded but what stands in the page itself.
    paper = weasyprint.HTML(string=source, url_fetcher=URLFetcher(allowed_protocols=["data"], fail_on_errors=True))
    told, missing = logging.getLogger("weasyprint"), _Missing()
    told.addHandler(missing)
    try:
        pdf: bytes = paper.write_pdf(pdf_variant="pdf/ua-1", attachments=files or None, finisher=finish)
    finally:
        told.removeHandler(missing)
    return pdf, missing.codes


def html_of(
    document: Document,
    *,
    canonical: bytes,
    signatures: tuple[Signed, ...] | None,
    is_draft: bool,
    language: Language,
    on_paper: OnPaper | None = None,
) -> str:
    """Return a version as a page. Everything in it is escaped or sanitised here, whatever was done before.

    Without `signatures`, not even an empty list of them, it is the paper that is signed by hand.
    """
    words = WORDS[language]
    digest = sha256(canonical)
    shown = words["draft"].split(":")[0] if is_draft else digest[:16]
    foot = f"{document.title} · {words['version']} {document.number} · {shown}"
    style = STYLE + (WATERMARK.replace("DRAFT_WORD", words["draft"].split(":")[0]) if is_draft else "")
    parts = [
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>{_as_html(document.title)}</title>",
        f"<style>{style}</style></head><body><div class='foot'>{_as_html(foot)}</div>",
        f"<p class='draft'>{_as_html(words['draft'])}</p>" if is_draft else "",
        f"<p>{_as_html(words['to_sign'])}</p>" if signatures is None else "",
        f"<h1>{_as_html(document.title)}</h1><p>{_as_html(words['version'])} {document.number}</p>",
        _facts_html(document, language),
        f"<h2>{_as_html(words['clauses'])}</h2>",
        *(_clause_html(number, document, language) for number in range(1, len(document.clauses) + 1)),
        _matrix_html(document, language),
        _terms_html(words["terms"], [term for term in document.terms if term.kind != "data_sharing"], language),
        *(_annex_html(one, language) for one in document.annexes),
        _lines_html(document, language)
        if signatures is None
        else _signatures_html(document, signatures, language, on_paper),
        "" if is_draft else _digest_html(digest, words),
        "</body></html>",
    ]
    return "".join(parts)


def _facts_html(document: Document, language: Language) -> str:
    words = WORDS[language]
    holds = " / ".join(day_words(day, language) for day in (document.effective_on, document.expires_on))
    return (
        f"<h2>{_as_html(words['parties'])}</h2>{_parties_html(document, language)}"
        f"<h2>{_as_html(words['holds'])}</h2><p>{holds}</p>"
        f"<h2>{_as_html(words['covers'])}</h2>{_sites_html(document, language)}"
    )


def _parties_html(document: Document, language: Language) -> str:
    """Name the parties: two by what they are, more of them with the part that each takes."""
    words = WORDS[language]
    if not document.annexes:
        pair = ((words["district"], document.district), (words["agency"], document.agency))
        return f"<p>{'<br>'.join(f'{_as_html(what)}: {_as_html(name)}' for what, name in pair)}</p>"
    roles = {document.agency: document.role} | {one.agency: one.role for one in document.annexes}
    rows = [
        (
            one.name,
            words["district"] if one.name == document.district else _role_words(roles.get(one.name, ""), language),
        )
        for one in document.parties
    ]
    return _table_html((words["party"], words["part"]), rows)


def _role_words(role: str, language: Language) -> str:
    return PartyRole(role).label_in(language) if role in PartyRole else WORDS[language]["not_stated"]


def _sites_html(paper: Document | AnnexText, language: Language) -> str:
    if paper.covers_all_sites:
        return f"<p>{_as_html(WORDS[language]['all_sites'])}</p>"
    return "<ul>" + "".join(f"<li>{_as_html(one.name or str(one.site_id))}</li>" for one in paper.sites) + "</ul>"


def _annex_html(annex: AnnexText, language: Language) -> str:
    """Write what one district opens to one further party, with words, terms and data of its own."""
    words = WORDS[language]
    title = words["annex"].format(district=annex.district, agency=annex.agency)
    return "".join(
        (
            f"<h2>{_as_html(title)}</h2><p>{_as_html(words['covers'])}</p>{_sites_html(annex, language)}",
            *(_clause_html(number, annex, language) for number in range(1, len(annex.clauses) + 1)),
            _matrix_html(annex, language),
            _terms_html("", [term for term in annex.terms if term.kind != "data_sharing"], language),
        )
    )


def _clause_html(number: int, document: Document | AnnexText, language: Language) -> str:
    clause = document.clauses[number - 1]
    body = nh3.clean(clause.body_html, tags=TAGS, attributes={}, link_rel=None)
    terms = [term for term in clause.terms if term.kind != "data_sharing"]
    return f"<h3>{number}. {_as_html(clause.heading)}</h3>{body}{_terms_html('', terms, language)}"


def _terms_html(title: str, terms: list[TermText], language: Language) -> str:
    if not terms:
        return ""
    words = WORDS[language]
    rows = [(term_title(one, language), value_words(one, language), condition_words(one, language)) for one in terms]
    heading = f"<h2>{_as_html(title)}</h2>" if title else ""
    return heading + _table_html((words["term"], words["says"], words["when"]), rows)


def _matrix_html(document: Document | AnnexText, language: Language) -> str:
    """Write the data matrix: every category that is spoken of, in both directions."""
    words = WORDS[language]
    cells = {term.scope: value_words(term, language) for term in all_terms(document) if term.kind == "data_sharing"}
    spoken = [one for one in DataCategory if any(f"{one}:{direction}" in cells for direction in SharingDirection)]
    if not spoken:
        return ""
    rows = [
        (
            one.label_in(language),
            *(cells.get(f"{one}:{direction}", words["not_stated"]) for direction in SharingDirection),
        )
        for one in spoken
    ]
    heads = (words["category"], *(direction.label_in(language) for direction in SharingDirection))
    level = "h2" if isinstance(document, Document) else "h3"
    return f"<{level}>{_as_html(words['data'])}</{level}>" + _table_html(heads, rows)


def _lines_html(document: Document, language: Language) -> str:
    """Write a line to sign on for each who is named, and one more for each party: hands may be others'."""
    words = WORDS[language]
    heads = (words["party"], words["name"], words["office"], words["signature"], words["day"])
    rows = [
        (party.name, one.name, one.title, "", "")
        for party in document.parties
        for one in (*party.signatories, SignatoryName("", ""))
    ]
    return f"<h2>{_as_html(words['signatures'])}</h2><div class='by-hand'>{_table_html(heads, rows)}</div>"


def _signatures_html(
    document: Document, signatures: tuple[Signed, ...], language: Language, on_paper: OnPaper | None = None
) -> str:
    words = WORDS[language]

    def moment(at: datetime) -> str:
        return f"{day_words(at.astimezone(UTC).date(), language)}, {at.astimezone(UTC):%H:%M:%S}"

    rows = [(one.party, one.name, one.title, moment(one.signed_at)) for one in signatures]
    done = {(one.party, one.name) for one in signatures}
    if on_paper is None:
        rows += [
            (party.name, one.name, one.title, words["unsigned"])
            for party in document.parties
            for one in party.signatories
            if (party.name, one.name) not in done
        ]
    else:
        rows += [
            (party, name, title, f"{day_words(day, language)}, {words['on_paper']}")
            for party, name, title, day in on_paper.signatures
        ]
    heads = (words["party"], words["name"], words["office"], words["signed"])
    table = _table_html(heads, rows) if rows else f"<p>{_as_html(words['unsigned'])}</p>"
    return f"<h2>{_as_html(words['signatures'])}</h2>{table}" + (
        _scan_html(on_paper, moment, words) if on_paper else ""
    )


def _scan_html(paper: OnPaper, moment: Callable[[datetime], str], words: Mapping[str, str]) -> str:
    """Say who saw the paper, and which scan of it is kept."""
    said = words["paper_note"].format(
        recorded_by=paper.recorded_by,
        recorded_at=moment(paper.recorded_at),
        confirmed_by=paper.confirmed_by,
        confirmed_at=moment(paper.confirmed_at),
    )
    return f"<p>{_as_html(said)}</p><p>{_as_html(words['scan'])}</p><p class='sum'>{_as_html(paper.scan_sha256)}</p>"


def _digest_html(digest: str, words: Mapping[str, str]) -> str:
    return f"<h2>{_as_html(words['sum'])}</h2><p class='sum'>{digest}</p><p>{_as_html(words['sum_note'])}</p>"


def _table_html(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f"<th scope='col'>{_as_html(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{_as_html(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _as_html(text: str) -> str:
    return html.escape(text)
