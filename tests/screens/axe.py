"""What axe-core finds on a page: WCAG 2.2 AA and best practice, on a desk and on a phone, in every theme."""

from playwright.sync_api import Page

from tests.stage.devices.windows import DESK, PHONE
from tests.support.processes import ROOT

# A page has few colors, and each is read of thousands of elements: what one is, is found out once.
COLORS_ONCE = """;{
  const { Color } = axe.commons.color;
  const [parse, known] = [Color.prototype.parseString, new Map()];
  Color.prototype.parseString = function (text) {
    if (known.has(text)) return Object.assign(this, known.get(text));
    const { r, g, b, alpha } = parse.call(this, text);
    known.set(text, { r, g, b, alpha });
    return this;
  };
}
// A function would be called.
undefined;"""
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text() + COLORS_ONCE
THEMES = ("dark", "light", "night")
# Preloading would copy imported style sheets into the page, which its policy forbids; the rules asked for need none.
LOOK = """async (rules) => {
  const found = await axe.run(document, { ...rules, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
}"""
# What has nothing to do with color is the same in every theme. Two rules are not asked for unless they are named.
EVERYTHING = {"rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}}
COLORS = {"runOnly": ["color-contrast"]}


def faults(page: Page, sizes: tuple[tuple[int, int], ...] = (DESK, PHONE), *, turn: int | None = None) -> list[str]:
    """Return what axe finds on a page in windows of these sizes and in every theme, with where it found it.

    Colors take most of the time. Whoever looks at many pages says which turn it is: then the other themes are looked
    at in one of the windows, in turn.
    """
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE)
    found = []
    for number, (width, height) in enumerate(sizes):
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES if turn is None or turn % len(sizes) == number else THEMES[:1]:
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            rules = EVERYTHING if theme == THEMES[0] else COLORS
            found += [f"{width} {theme} {fault}" for fault in page.evaluate(LOOK, rules)]
    return found
