// Panels of which one shows: <tab-set label="…"><section data-tab="Rooms">…</section>…</tab-set>. Arrows move between.

import { element } from "../element.js";
import { define } from "./define.js";

let sets = 0;

class TabSet extends HTMLElement {
  /** @type {HTMLElement[]} */
  panels = [];
  /** @type {HTMLElement[]} */
  tabs = [];

  connectedCallback() {
    if (this.tabs.length > 0) return;
    this.number = sets++;
    this.panels = [...this.querySelectorAll(":scope > [data-tab]")];
    this.tabs = this.panels.map((panel, at) => this.#tab(panel, at));
    this.prepend(
      element("div", { class: "tabs", role: "tablist", "aria-label": this.getAttribute("label") }, ...this.tabs),
    );
    this.choose(0);
  }

  /** @param {HTMLElement} panel @param {number} at */
  #tab(panel, at) {
    const [tabId, panelId] = [`tab-${this.number}-${at}`, panel.id || `panel-${this.number}-${at}`];
    Object.assign(panel, { id: panelId, tabIndex: 0 });
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tabId);
    return element("button", {
      type: "button",
      id: tabId,
      role: "tab",
      class: "tab",
      "aria-controls": panelId,
      text: panel.dataset.tab,
      onclick: () => this.choose(at),
      onkeydown: (event) => this.#key(event, at),
    });
  }

  /** @param {KeyboardEvent} event @param {number} at */
  #key(event, at) {
    /** @type {Record<string, number>} */
    const keys = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 };
    const to = keys[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose((to + this.tabs.length) % this.tabs.length).focus();
  }

  /** @param {number} chosen */
  choose(chosen) {
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      this.panels[at].hidden = at !== chosen;
    });
    this.dispatchEvent(new CustomEvent("chosen", { detail: this.panels[chosen].dataset.tab, bubbles: true }));
    return this.tabs[chosen];
  }
}
define("tab-set", TabSet);
