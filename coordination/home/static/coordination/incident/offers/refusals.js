// A refusal stands where the finger was: beside the button whose command the server refused, with the server's reason, until
// the button is pressed again or is gone. The line at the end of the timeline stays, for who wants to read it again.

import { element } from "../../element.js";
import { REFUSED } from "../../client/room/outbox.js";

// What tells a button that was drawn anew from the others.
const MARKS = ["data-alarm", "data-command", "data-response-do", "data-mayday", "data-do"];

// Where a sentence fits in; beside a tool of the map, or the composer, it would push away what one wants to press.
const HAVE_ROOM = ".alarm-buttons, .room-actions, .my-actions";

export class Refusals {
  /**
   * @param {{ connection: import("../../client/room/connection.js").Connection, say: (text: string) => void }} parts say:
   *   where the button is gone
   */
  constructor({ connection, say }) {
    this.connection = connection;
    this.say = say;
    /** @type {HTMLElement | null} */
    this.pressed = null;
    /** @type {Map<string, HTMLElement | null>} */
    this.buttons = new Map(); // command id → the button it came of, until it is refused
    document.addEventListener("click", (event) => this.#clicked(/** @type {Element} */ (event.target)), true);
    // What is typed and sent by a key comes of no button; what waits in a dialog comes of the one that opened it.
    document.addEventListener("keydown", (event) => this.#typed(/** @type {Element} */ (event.target)), true);
    connection.addEventListener("outbox", () => this.#look());
  }

  submit = (/** @type {Record<string, any>} */ given) => {
    const command = /** @type {import("../../client/room/outbox.js").Command} */ (given);
    this.buttons.set(command.id, this.pressed?.isConnected ? this.pressed : null);
    this.connection.submit(command, { at: Date.now() });
  };

  /** @param {Element} target */
  #clicked(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest("button"));
    if (button === null || button.closest("dialog")) return;
    this.pressed = button;
    noteOf(button)?.remove();
  }

  /** @param {Element} target */
  #typed(target) {
    if (target.matches("textarea, input") && !target.closest("dialog")) this.pressed = null;
  }

  #look() {
    const items = new Map(this.connection.outbox.list().map((item) => [item.command.id, item]));
    for (const [id, button] of this.buttons) {
      const item = items.get(id);
      if (item && item.state !== REFUSED) continue;
      this.buttons.delete(id);
      if (item && button) this.#show(button, item.problem?.detail || item.problem?.title || "");
    }
  }

  /** @param {HTMLElement} button @param {string} why */
  #show(button, why) {
    const there = button.isConnected ? button : sameAs(button);
    if (!there || !showRefusal(there, why)) this.say(why);
  }
}

/**
 * Say beside a button why what it asked for was refused; false where it has gone, or where no sentence fits in.
 * @param {HTMLElement} button
 * @param {string} why
 */
export function showRefusal(button, why) {
  if (!button.checkVisibility() || !button.closest(HAVE_ROOM)) return false;
  noteOf(button)?.remove();
  button.after(element("p", { class: "refusal", role: "alert", text: why }));
  return true;
}

/** @param {Element} button */
function noteOf(button) {
  const next = button.nextElementSibling;
  return next?.classList.contains("refusal") ? next : null;
}

/** @param {Element} button */
function sameAs(button) {
  const mark = MARKS.find((one) => button.hasAttribute(one));
  return mark ? document.querySelector(`[${mark}="${CSS.escape(button.getAttribute(mark) ?? "")}"]`) : null;
}
