// Keys of one letter (WCAG 2.1.4): never while one types, never with a dialog open, and switched off for good by a
// person who wants that. The key ? lists them; Ctrl-K stays, for it is no single key.

import { element } from "../element.js";
import { word } from "../words.js";

const OFF = "musterpoint.single_keys_off";
const TYPED_IN = "input, textarea, select, [contenteditable], [role=combobox], [role=slider]";

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

// A field of a dialog that has just been closed keeps the focus until the next frame is drawn: no one types in it.
/** @param {EventTarget | null} target */
function isTypedIn(target) {
  const field = target instanceof Element && target.closest(TYPED_IN);
  return Boolean(field && field.checkVisibility());
}

/** @typedef {{ key: string, words: string, run: () => void }} Shortcut */

export class Shortcuts {
  /** @param {Shortcut[]} shortcuts */
  constructor(shortcuts) {
    this.shortcuts = [...shortcuts, { key: "?", words: word("keys.list"), run: () => this.list() }];
    this.isOff = areOff();
    /** @type {HTMLDialogElement | null} */
    this.dialog = null;
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.isOff || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTypedIn(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const found = this.shortcuts.find(({ key }) => key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    found.run();
  }

  list() {
    const dialog = (this.dialog ??= this.#made());
    dialog.querySelector("input").checked = !this.isOff;
    dialog.showModal();
  }

  #made() {
    const rows = [{ key: "Ctrl K", words: word("keys.palette") }, ...this.shortcuts].map(({ key, words }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, element("kbd", { text: key.toUpperCase() })),
        element("td", { text: words }),
      ),
    );
    /** @type {HTMLDialogElement} */
    const dialog = element(
      "dialog",
      { class: "dialog", "aria-labelledby": "keys-title" },
      element(
        "div",
        { class: "stack" },
        element("h2", { id: "keys-title", text: word("keys.title") }),
        element("table", { class: "table keys" }, element("tbody", {}, ...rows)),
        element(
          "label",
          { class: "remember" },
          element("input", { type: "checkbox", onchange: ({ target }) => this.#switch(!target.checked) }),
          element("span", { text: word("keys.on") }),
        ),
        element(
          "div",
          { class: "dialog-buttons" },
          element("button", {
            type: "button",
            class: "button",
            text: word("keys.close"),
            onclick: () => dialog.close(),
          }),
        ),
      ),
    );
    document.body.append(dialog);
    return dialog;
  }

  /** @param {boolean} isOff */
  #switch(isOff) {
    this.isOff = isOff;
    try {
      localStorage.setItem(OFF, isOff ? "1" : "0");
    } catch {
      // Storage is forbidden: it holds for as long as the page is open.
    }
  }
}
