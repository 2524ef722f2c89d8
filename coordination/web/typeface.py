"""The typeface as pages use it: what no style asks for is taken out of it at set-up. It is the largest file of a page.

The font is under the SIL Open Font License, without a reserved name: a changed one may be served by its name.
"""

from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TYPEFACE = "vendor/inter/inter-latin-wght-normal.woff2"
# Weights from plain text to the numbers of an alarm; tests/coordination/web/test_typeface.py looks at the styles.
LIGHTEST, HEAVIEST = 400, 800
# Pairs of letters, accents, letters of a language, and numerals of one width.
FEATURES = ("kern", "ccmp", "locl", "tnum")


def shrink_typeface(path: Path, *, to: Path) -> None:
    """Write a typeface with the weights and features that pages use, and every letter that it has.

    The same typeface gives the same bytes: each server of an installation serves it by the same name.
    """
    font = instancer.instantiateVariableFont(TTFont(path, recalcTimestamp=False), {"wght": (LIGHTEST, HEAVIEST)})
    # The tables as they are stored: what takes letters out reads no others.
    font.flavor = None
    stored = BytesIO()
    font.save(stored)
    font = TTFont(stored, recalcTimestamp=False)
    options = subset.Options(layout_features=list(FEATURES), hinting=False)
    keeper = subset.Subsetter(options)
    keeper.populate(unicodes=font.getBestCmap())
    keeper.subset(font)
    font.flavor = "woff2"
    font.save(to)
