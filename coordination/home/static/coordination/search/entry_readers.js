// Whom an entry has reached: on whose device it is, and on whose screen it stood.

import { element } from "../element.js";
import { word } from "../words.js";

const EVERY_MS = 2000;
/** @typedef {{ name: string, agency: string, reading: string, is_present: boolean }} Reader */

/** @type {Record<string, string>} */
const MARKS = { opened: "✓✓", received: "✓", not_yet: "✕" };
const ORDER = ["not_yet", "received", "opened"];

export class EntryReaders {
  /** @param {{ dialog: any, room: any }} options */
  constructor({ dialog, room }) {
    this.dialog = dialog;
    this.room = room;
    this.title = dialog.querySelector("[data-title]");
    this.counts = dialog.querySelector("[data-counts]");
    this.list = dialog.querySelector("[data-people]");
    dialog.addEventListener("close", () => clearTimeout(this.timer));
  }

  /** @param {number} seq */
  open(seq) {
    this.seq = seq;
    this.title.textContent = word("readers.title", { seq });
    this.counts.textContent = "";
    this.list.replaceChildren();
    this.dialog.showModal();
    void this.#look();
  }

  async #look() {
    clearTimeout(this.timer);
    const { seq } = this;
    try {
      const answer = await this.room.api.get(`/rooms/${this.room.id}/entries/${seq}/readers`, { isRepeated: true });
      if (seq === this.seq) this.#show(answer);
    } catch (error) {
      this.counts.textContent = error.message;
    }
    if (this.dialog.open) this.timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  /** @param {{ people: Reader[], received: number, opened: number }} answer */
  #show({ people, received, opened }) {
    const notYet = people.length - received;
    this.counts.textContent =
      people.length === 0
        ? word("readers.no_one")
        : word(notYet ? "readers.counts" : "readers.counts_all", { received, opened, not_yet: notYet });
    const inOrder = [...people].sort((a, b) => ORDER.indexOf(a.reading) - ORDER.indexOf(b.reading));
    this.list.replaceChildren(...inOrder.map(readerLine));
  }
}

/** @param {Reader} reader */
function readerLine({ name, agency, reading, is_present: isPresent }) {
  const about = isPresent ? agency : [agency, word("people.left")].join(" · ");
  return element(
    "li",
    { class: "reader", "data-reading": reading },
    element("span", { class: "reader-mark", "aria-hidden": "true", text: MARKS[reading] }),
    element(
      "span",
      { class: "reader-who" },
      element("strong", { text: name }),
      element("span", { class: "small quiet", text: about }),
    ),
    element("span", { text: word(`readers.${reading}`) }),
  );
}
