"""The page to look through: every picture, by state and page, beside what it shows. No script, opens from a folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby

STYLE = """
body { margin: 24px; background: #16202a; color: #e9eff5; font: 16px/1.4 system-ui, sans-serif; }
h2 { margin: 32px 0 8px; } .row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; } figcaption { font-size: 14px; color: #b3c1cf; } img { border: 1px solid #6b7f93; height: 420px; }
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture; its file stands beside the page."""

    state: str
    person: str
    page: str
    size: str
    theme: str

    @property
    def file(self) -> str:
        return f"{self.state}-{self.page}-{self.person or 'nobody'}-{self.size}-{self.theme}.png"


def contact_sheet(pictures: Iterable[Picture]) -> str:
    """Return the HTML of all pictures."""
    parts = []
    ordered = sorted(pictures, key=lambda one: (one.page, one.person, one.state))
    for (page, person), group in groupby(ordered, key=lambda one: (one.page, one.person)):
        figures = "".join(_figure(one) for one in group)
        heading = escape(f"{page} · {person or 'not signed in'}")
        parts.append(f'<h2>{heading}</h2><div class="row">{figures}</div>')
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title><style>{STYLE}</style>'
    return f"{head}<h1>Every page</h1>{''.join(parts)}</html>\n"


def _figure(picture: Picture) -> str:
    caption = escape(f"{picture.state} · {picture.size} · {picture.theme}")
    file = escape(picture.file)
    image = f'<img loading="lazy" src="{file}" alt="{caption}">'
    return f'<figure><a href="{file}">{image}</a><figcaption>{caption}</figcaption></figure>'
