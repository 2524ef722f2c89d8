"""Take out of a paper what its reader would not see, and say where it stood. Pure."""

from dataclasses import replace

from mou.foundation.shown_text import all_hidden, without_hidden
from mou.word_files.reading.blocks import Block, Paragraph
from mou.word_files.reading.proposal import Remark

SHOWN_MOST = 10
QUOTE_CHARS = 60


def shown_blocks(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Return the blocks without characters that do not show, and a remark if there were any."""
    found = [where for one in blocks for text in _texts_of(one) for where in _places_of(text)]
    if not found:
        return blocks, ()
    told = "; ".join(found[:SHOWN_MOST])
    more = f"; and {len(found) - SHOWN_MOST} more" if len(found) > SHOWN_MOST else ""
    return tuple(map(_shown_block, blocks)), (Remark("hidden_characters", f"Taken out: {told}{more}"),)


def _texts_of(block: Block) -> list[str]:
    return [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]


def _places_of(text: str) -> list[str]:
    return [f"{one.name} in “{_quote_around(text, one.position)}”" for one in all_hidden(text)]


def _quote_around(text: str, position: int) -> str:
    begin = max(0, position - QUOTE_CHARS // 2)
    return without_hidden(text[begin : begin + QUOTE_CHARS]).replace("\n", " ").strip()


def _shown_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=without_hidden(block.text), bold_lead=without_hidden(block.bold_lead))
    return replace(block, rows=tuple(tuple(map(without_hidden, row)) for row in block.rows))
