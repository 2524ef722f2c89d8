// The parts of an incident, each for a window of its own: asked for from the board, a pane or the command line.

import { HALVES, openWindow } from "../windows/own_window.js";
import { saidIn, word } from "../words.js";

export class WindowsMenu {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    /** @type {import("./board.js").BoardRow["incident"] | null} */
    this.incident = null;
    /** @type {Element | null} */
    this.opener = null;
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    for (const half of HALVES) this.#link(half).addEventListener("click", (event) => this.#open(event, half));
    dialog.addEventListener("close", () => this.#back());
  }

  // The board may have been drawn anew meanwhile: the button that was pressed is another one now.
  #back() {
    if (this.incident === null || this.opener?.isConnected) return;
    const row = document.querySelector(`#board tr[data-key="${CSS.escape(this.incident.room_id)}"]`);
    /** @type {HTMLElement | null} */ (row?.querySelector("[aria-haspopup]"))?.focus();
  }

  /** @param {import("./board.js").BoardRow["incident"]} incident */
  open(incident) {
    this.incident = incident;
    this.opener = document.activeElement;
    const kind = word(`console.${incident.is_exercise ? "exercise" : "real"}`);
    this.dialog.querySelector("[data-about]").textContent = `${kind} · ${saidIn(incident, "title")} · ${incident.site}`;
    for (const half of HALVES) {
      this.#link(half).href = `/incidents/${incident.incident_id}/${half}`;
      this.#link(half).target = `${half}.${incident.room_id}`;
    }
    this.dialog.showModal();
  }

  // The menu stays: a person with three screens opens three.
  /** @param {MouseEvent} event @param {string} half */
  #open(event, half) {
    if (this.incident === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openWindow(this.incident.incident_id, this.incident.room_id, half);
  }

  /** @param {string} half @returns {HTMLAnchorElement} */
  #link(half) {
    return this.dialog.querySelector(`[data-window="${half}"]`);
  }
}
