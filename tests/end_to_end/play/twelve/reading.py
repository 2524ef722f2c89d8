"""What a page shows, as text: only what can be read on it now, at one width, without a touch and without scrolling."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

# Characters that are cut off, lie under something else or outside the window are not shown. A line is read by its
# characters' boxes, since an ellipsis changes no text.
READ = """() => {
  const WANTED = ".primary, .danger, .thumb-main, .exercise, .response-takeover button";
  const isSeen = (x, y, node) => {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
    const top = document.elementFromPoint(x, y);
    return top !== null && (node.contains(top) || top.contains(node));
  };
  const clipOf = (node) => {
    let clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (let one = node; one && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflow === "visible") continue;
      const box = one.getBoundingClientRect();
      clip = { left: Math.max(clip.left, box.left), top: Math.max(clip.top, box.top),
               right: Math.min(clip.right, box.right), bottom: Math.min(clip.bottom, box.bottom) };
    }
    return clip;
  };
  const shownWords = (root) => {
    const said = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      const owner = text.parentElement;
      if (!text.data.trim() || !owner.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (owner.closest("option, .visually-hidden, script, style")) continue;
      const clip = clipOf(owner);
      // What takes no touch is seen all the same.
      const isUntouched = getComputedStyle(owner).pointerEvents === "none";
      if (isUntouched) owner.style.pointerEvents = "auto";
      const range = document.createRange();
      const words = text.data.matchAll(/\\S+/g);
      for (const word of words) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const box = range.getBoundingClientRect();
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        if (box.width === 0 || box.right > clip.right + 1 || box.left < clip.left - 1) continue;
        if (y < clip.top || y > clip.bottom) continue;
        if (!isSeen(x, y, owner)) continue;
        said.push(word[0]);
      }
      if (isUntouched) owner.style.pointerEvents = "";
    }
    return said.join(" ");
  };
  const all = (selector) => [...document.querySelectorAll(selector)].map(shownWords).filter(Boolean);
  const buttons = [...document.querySelectorAll("button, a.button, a.thumb")].filter((one) => {
    if (one.closest("header, nav.nav-places, .map-view, .map-tools, .sheet-tabs, .leaflet-control")) return false;
    if (one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
    const box = one.getBoundingClientRect();
    return box.height > 0 && isSeen((box.left + box.right) / 2, (box.top + box.bottom) / 2, one);
  });
  const wanted = buttons.filter((one) => one.matches(WANTED));
  const isAbove = (one) => Number(one.closest(".incident-notices, dialog") !== null);
  wanted.sort((one, other) => isAbove(other) - isAbove(one));
  const nameOf = (one) => (one?.innerText || one?.getAttribute("aria-label") || "").replace(/\\s+/g, " ").trim();
  return {
    path: location.pathname,
    title: document.title,
    heading: all("h1").join(" "),
    strip: all(".alarm-strip-line"),
    task: all(".own-task, .own-line"),
    bar: all(".alarm-parts > .alarm-part"),
    command: all(".map-command"),
    takeover: all(".response-takeover[open] > p, .response-takeover[open] li"),
    directives: all(".response-now-line > p, .response-now-line li"),
    notices: all(".incident-notice"),
    cards: all(".incident"),
    board: all("#board tbody tr"),
    told: all("#panic-told"),
    claims: all("[data-claim]"),
    closed: all("#closed, #ended-words"),
    buttons: wanted.map(nameOf).filter(Boolean),
    standing: [...document.querySelectorAll(".standing-room, .marker-standing")].length,
  };
}"""
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}
# Two frames and the observers of sizes: then a page has drawn what another width asks of it.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


@dataclass(frozen=True)
class Shown:
    """What one person's page shows at one width."""

    path: str
    title: str
    heading: str
    strip: list[str] = field(default_factory=list)
    task: list[str] = field(default_factory=list)
    bar: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    takeover: list[str] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    board: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    standing: int = 0

    def strip_or_bar(self, width: str) -> list[str]:
        """Return the lines above the map: folded on a phone, with who commands; all parts on a desk."""
        return [*self.strip, *self.command] if width == "phone" else self.bar


def shown_on(page: Page, width: str) -> Shown:
    """Give a window a width and read it."""
    across, down = WIDTHS[width]
    if page.viewport_size != {"width": across, "height": down}:
        page.set_viewport_size({"width": across, "height": down})
    page.evaluate(DRAWN)
    return Shown(**page.evaluate(READ))
