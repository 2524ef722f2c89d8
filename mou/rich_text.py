"""Which HTML a clause may hold: paragraphs, lists and emphasis, nothing that runs, loads or links. Pure: no Django."""

import html
import re
import unicodedata

import nh3

from mou.errors import BadClause
from mou.foundation.shown_text import first_hidden, hidden_sentence

TAGS = {"p", "br", "strong", "em", "u", "ul", "ol", "li", "blockquote"}
# What editors and word processors write for the same thing.
SAME = (("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>"))
DROPPED_WITH_CONTENT = {"script", "style", "title", "head", "template"}
BODY_MAX_CHARS = 20_000
BLOCK_END = re.compile(r"</(?:p|li|blockquote)>|<br>", re.IGNORECASE)


def clean_html(source: str) -> str:
    """Return the allowed part of a clause's HTML, always the same for the same input.

    Raises: BadClause: it is too long, or holds characters that do not show.
    """
    if len(source) > 4 * BODY_MAX_CHARS:
        raise BadClause(f"A clause is longer than {BODY_MAX_CHARS} characters.")
    for old, new in SAME:
        source = source.replace(old, new)
    source = unicodedata.normalize("NFC", source.replace("\r\n", "\n"))
    cleaned = nh3.clean(
        source, tags=TAGS, attributes={}, clean_content_tags=DROPPED_WITH_CONTENT, strip_comments=True, link_rel=None
    ).strip()
    # After cleaning: what was written as &#8238; is a character now, and what was dropped counts no more.
    if hidden := first_hidden(plain_text(cleaned)):
        raise BadClause(hidden_sentence("clause", hidden))
    if len(cleaned) > BODY_MAX_CHARS:
        raise BadClause(f"A clause is longer than {BODY_MAX_CHARS} characters.")
    return cleaned if not cleaned or cleaned.startswith("<") else f"<p>{cleaned}</p>"


def plain_text(source: str) -> str:
    """Return the words of a clause, one paragraph or point to a line."""
    lines = BLOCK_END.sub("\n", source)
    words = html.unescape(re.sub(r"<[^>]*>", "", lines))
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())
