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
# axe-core gives way to other scripts and to painting after each of its hundred rules: here no one waits for either.
AT_ONCE = """{
  const setTimeout = (next, ms, ...rest) => (ms ? window.setTimeout(next, ms, ...rest) : queueMicrotask(next));
"""
AXE = AT_ONCE + (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text() + "\n}" + COLORS_ONCE
THEMES = ("dark", "light", "night")
# Preloading would copy imported style sheets into the page, which its policy forbids; the rules asked for need none.
LOOK = """async (looks) => {
  const faults = [];
  for (const [theme, rules] of looks) {
    document.documentElement.dataset.theme = theme;
    const { violations } = await axe.run(document, { ...rules, resultTypes: ["violations"], preload: false });
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map((node) => `${theme} ${id}: ${node.target} ${node.html}`));
    }
  }
  return faults;
}"""
# What has nothing to do with color is the same in every theme. Two rules are not asked for unless they are named.
EVERYTHING = {"rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}}
COLORS = {"runOnly": ["color-contrast"]}


def faults(page: Page, sizes: tuple[tuple[int, int], ...] = (DESK, PHONE), *, turn: int | None = None) -> list[str]:
    """Return what axe finds on a page in windows of these sizes and in every theme, with where it found it.

    Colors take most of the time. Whoever looks at many pages says which turn it is: then the other themes are looked
    at in one of the windows, in turn.
    """
    # What leads to another page has begun to: half of one has no fault.
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = []
    for number, (width, height) in enumerate(sizes):
        if page.viewport_size != {"width": width, "height": height}:
            page.set_viewport_size({"width": width, "height": height})
        themes = THEMES if turn is None or turn % len(sizes) == number else THEMES[:1]
        looks = [[theme, EVERYTHING if theme == THEMES[0] else COLORS] for theme in themes]
        found += [f"{width} {fault}" for fault in page.evaluate(LOOK, looks)]
    return found
