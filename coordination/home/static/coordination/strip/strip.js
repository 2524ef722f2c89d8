// The strip above the room: the parts that capabilities give it, in the order of their reader.

import { element } from "../element.js";
import { word } from "../words.js";
import { FoldedStrip } from "./folded_strip.js";
import { OwnLine } from "./own_line.js";
import { inOrder, readerOf } from "./strip_order.js";

/** @typedef {import("./strip_order.js").DrawnPart} DrawnPart */

export class Strip {
  /**
   * @param {{ root: HTMLElement, room: import("../room/room.js").Room, parts: () => DrawnPart[],
   *   onParts: (parts: DrawnPart[], reader: string) => void }} options
   *   onParts: what follows from the parts elsewhere on the page
   */
  constructor({ root, room, parts, onParts }) {
    this.root = root;
    this.room = room;
    this.parts = parts;
    this.onParts = onParts;
    this.shown = "";
    /** @type {string[]} */
    this.said = []; // the line of each part, in their order
    this.list = element("div", { class: "alarm-parts", id: "alarm-parts" });
    this.strip = element("button", {
      type: "button",
      class: "alarm-strip",
      "aria-expanded": "false",
      "aria-controls": "alarm-parts",
      onclick: () => this.unfold(!this.root.classList.contains("is-unfolded")),
    });
    this.own = new OwnLine(room);
    this.folded = new FoldedStrip(this.strip);
    root.replaceChildren(this.strip, this.own.line, this.list);
  }

  // On a phone the parts lie over the page for as long as one reads them: the map keeps its height.
  /** @param {boolean} isOpen */
  unfold(isOpen) {
    this.root.classList.toggle("is-unfolded", isOpen);
    this.strip.setAttribute("aria-expanded", String(isOpen));
  }

  // Drawn anew only when something of it has changed: a button must not vanish under the finger.
  show() {
    if (!this.strip.isConnected) return; // access has ended
    if (!this.room.log.hasState) return;
    const reader = this.#reader;
    const parts = inOrder(this.parts(), reader);
    this.onParts(parts, reader);
    const key = [reader, ...parts.map((part) => `${part.key} ${part.task ?? ""}`)].join("\n");
    if (key === this.shown) return;
    this.shown = key;
    this.said = parts.map((part) => this.#marked(part));
    this.own.show(parts);
    this.list.replaceChildren(this.own.row(parts), ...parts.map((part) => part.node));
    this.root.hidden = parts.length === 0;
    if (parts.length === 0) this.unfold(false);
    const shown = parts.length === 0 ? [] : this.folded.show(parts, { reader, marked: (part) => this.#marked(part) });
    this.root.dataset.strip = shown.join(" ");
  }

  get #reader() {
    const { me, log } = this.room;
    return readerOf(me, log.object("people", me.participant_id)?.agency_kind);
  }

  // One line alone must say that it is an exercise, unless what it says is real; what a press says begins with it.
  /** @param {{ text: string, isReal?: boolean }} part */
  #marked({ text, isReal }) {
    const mark = word("response.exercise");
    return this.room.isExercise && !isReal && !text.startsWith(mark) ? `${mark} · ${text}` : text;
  }
}
