// Whose: a shape and a name, so that a black-and-white print and a color-blind reader know the agency too.
// <agency-badge kind="police">City Police</agency-badge>

import { agencyGlyph } from "../glyphs.js";
import { define } from "./define.js";

class AgencyBadge extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(".agency-glyph")) return;
    const kind = this.getAttribute("kind") ?? "other";
    this.prepend(agencyGlyph(kind));
    this.classList.add("agency-badge", `agency-of-${kind}`);
  }
}
define("agency-badge", AgencyBadge);
