// What stands beside the map: the timeline, people and actions, the sheet that holds them, and the menus above.

import { Sheet } from "./sheet.js";

const $ = (/** @type {string} */ selector) => document.querySelector(selector);
// What a closed incident takes no more.
const NEED_OPEN = ["place_marker", "draw_line", "draw_zone", "say_where", "set_status", "share_position"];
export const isPhone = () => matchMedia("(max-width: 899px)").matches;
export const isNarrow = () => matchMedia("(max-width: 1199px)").matches;

export class Panels {
  /** @param {{ onPeople: () => void }} parts */
  constructor({ onPeople }) {
    this.onPeople = onPeople;
    this.sheet = new Sheet({ root: $("#sheet"), handle: $("#sheet-handle") });
    for (const button of document.querySelectorAll("[data-show]"))
      button.addEventListener("click", () => this.show(button.dataset.show));
    wireMenu($(".bar-menu"));
  }

  // Where there is no room for three columns one panel shows at a time; on a desk the timeline always stands there,
  // and one of the others beside it. A further panel needs its markup and a tab: data-panel and data-show of one name.
  /** @param {string} name */
  show(name) {
    $("#sheet").dataset.panel = name;
    for (const button of document.querySelectorAll("[data-show]"))
      button.setAttribute("aria-pressed", String(button.dataset.show === name));
    for (const panel of document.querySelectorAll(".panel")) {
      panel.classList.toggle("is-shown", panel.dataset.panel === name);
      if (name !== "timeline") panel.classList.toggle("is-beside", panel.dataset.panel === name);
    }
    this.sheet.atLeast("half");
    if (name === "people") this.onPeople();
  }

  // On a phone the tools lie over the map only while one is chosen.
  showTools(isOpen = !$("#map-tools").classList.contains("is-open")) {
    $("#map-tools").classList.toggle("is-open", isOpen);
    $('[data-do="tools"]').setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {boolean} isOpen */
  allowTools(isOpen) {
    for (const name of NEED_OPEN)
      for (const button of document.querySelectorAll(`[data-do="${name}"]`)) button.disabled = !isOpen;
  }
}

// A menu ends with Escape, and with a tap beside it.
/** @param {HTMLDetailsElement} menu */
function wireMenu(menu) {
  const close = () => {
    menu.open = false;
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener(
    "pointerdown",
    ({ target }) => !(target instanceof Node && menu.contains(target)) && close(),
  );
}
