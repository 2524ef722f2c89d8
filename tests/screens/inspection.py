"""What must hold on every page, whoever opens it: at 200 % nothing is cut off, and axe-core finds nothing."""

from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page

from tests.screens.axe import AXE, faults
from tests.screens.camera import SIZES, Camera
from tests.screens.pages import ALIKE

# Half the width, twice the pixels: what a browser shows at 200 %.
TWICE_AS_LARGE = ("phone", "desk")
# Who opens these sees other parts of them; every other page is looked at once.
UNLIKE = frozenset({"home", "incident", "panic", "site"})

# Wider than the window; out of it, where nothing scrolls there; or a text that its own box hides, without an ellipsis.
CUT = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth;
  const widest = (right) =>
    [...document.body.querySelectorAll("*")]
      .filter((one) => Math.abs(one.getBoundingClientRect().right + scrollX - right) < 2)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
      .slice(-3);
  if (wide > innerWidth) found.push(`page ${wide} wide, as ${widest(wide)}`);
  const said = (node) => [...node.childNodes].filter((one) => one.nodeType === 3 && one.data.trim());
  const lines = (node) => {
    const boxes = said(node).flatMap((one) => {
      const range = document.createRange();
      range.selectNode(one);
      return [...range.getClientRects()];
    });
    return { left: Math.min(...boxes.map((one) => one.left)), right: Math.max(...boxes.map((one) => one.right)) };
  };
  const styles = new Map();
  const style = (node) => styles.get(node) ?? styles.set(node, getComputedStyle(node)).get(node);
  const isAside = (node) => style(node).clipPath !== "none" || style(node).position === "fixed";
  const scrolls = (node) => /auto|scroll/.test(style(node).overflowX);
  for (const node of document.body.querySelectorAll("*")) {
    if (node.closest("svg, .leaflet-container, dialog:not([open]), [aria-hidden=true]")) continue;
    if (!said(node).length || !node.checkVisibility({ visibilityProperty: true })) continue;
    const parents = [];
    for (let one = node; one && one !== document.body; one = one.parentElement) parents.push(one);
    if (parents.some(isAside)) continue;
    const text = lines(node);
    if (text.right - text.left < 2 || text.right < 0) continue;
    const name = `${node.tagName.toLowerCase()}.${node.className} "${node.textContent.trim().slice(0, 40)}"`;
    let isKnown = false;
    for (const one of parents) {
      const box = one.getBoundingClientRect();
      isKnown = scrolls(one) || style(one).textOverflow === "ellipsis" || style(one).webkitLineClamp !== "none";
      if (isKnown) break;
      const hides = style(one).overflowX !== "visible";
      if (hides && (text.right > box.right + 1 || text.left < box.left - 1)) { found.push(`hidden ${name}`); break; }
      if (one.matches("button, .button, .badge, summary, label.choice") && text.right > box.right + 1) {
        found.push(`spilled ${name}`);
        break;
      }
    }
    if (!isKnown && (text.right > innerWidth + 1 || text.left < -1)) found.push(`outside ${name}`);
  }
  return [...new Set(found)];
}"""


def cut_at_twice_the_size(page: Page, size: str) -> list[str]:
    """Return what is cut off or wider than the window at 200 %."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width // 2, "height": height // 2})
    return [f"200 % of {size}: {fault}" for fault in page.evaluate(CUT)]


class Inspector(Camera):
    """Opens what a camera would take, looks at it instead, and notes in `problems` what is wrong."""

    # No one admires it.
    settled_ms = 100

    def _names(self, state: str, who: str) -> Iterator[str]:
        return iter(()) if who in ALIKE else super()._names(state, who)

    def _context(self, who: str, size: str) -> BrowserContext:
        context = super()._context(who, size)
        if "axe" in self.chosen.inspect:
            # Sent once, and not to each page.
            context.add_init_script(AXE)
        return context

    def _take(self, page: Page, state: str, who: str, name: str, size: str) -> None:
        if name not in UNLIKE and name in self.seen:
            return
        self.seen.add(name)
        if not self._opened(page, state, who, name, size):
            return
        parts, found = self.chosen.inspect, []
        if "axe" in parts:
            found += faults(page, turn=len(self.seen))
        if "size" in parts:
            found += [fault for one in TWICE_AS_LARGE for fault in cut_at_twice_the_size(page, one)]
        self.problems += [f"{state} {who} {name}: {fault}" for fault in found]
        self._put_back(page, size)
