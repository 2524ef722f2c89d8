// Work that takes a while: what it is, how far it is, since when. Without a total it only shows that it goes on.

import { element } from "../element.js";
import { word } from "../words.js";
import { define } from "./define.js";

class WorkProgress extends HTMLElement {
  since = 0;
  static observedAttributes = ["label", "value", "max", "words"];

  bar = element("progress", { max: "1" });
  text = element("p", { class: "small number", role: "status" });

  connectedCallback() {
    this.since = Date.now();
    this.replaceChildren(this.bar, this.text);
    this.ticking = setInterval(() => this.isConnected && this.#show(), 1000);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
  }

  attributeChangedCallback() {
    if (this.contains(this.bar)) this.#show();
  }

  #show() {
    const [value, max] = ["value", "max"].map((name) => Number(this.getAttribute(name)));
    const label = this.getAttribute("label") ?? word("working");
    this.bar.setAttribute("aria-label", label);
    if (max > 0) this.bar.value = value / max;
    else this.bar.removeAttribute("value");
    const said = this.getAttribute("words") ?? (max > 0 ? `${Math.floor((value / max) * 100)} %` : "");
    const seconds = Math.floor((Date.now() - this.since) / 1000);
    const text = [label, said, seconds >= 3 ? `${seconds} s` : ""].filter(Boolean).join(" · ");
    // The same words again would be read out again.
    if (text !== this.text.textContent) this.text.textContent = text;
  }
}
define("work-progress", WorkProgress);
