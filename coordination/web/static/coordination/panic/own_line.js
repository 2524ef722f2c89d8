// Who the reader is here, and what is asked of them; of who commands first what waits for their decision. On a phone one line
// of it stands below the strip; all of it is the first row at a desk, and of the strip that is unfolded.

import { element } from "../element.js";
import { isInCommand } from "../incident/offers/offers.js";
import { label, word } from "../words.js";
import { decisionsOf, taskRow } from "./own_task.js";

/** @typedef {import("./strip_order.js").Part} Part */

export class OwnLine {
  /** @param {import("../room/room.js").Room} room */
  constructor(room) {
    this.room = room;
    this.line = element("p", { class: "own-line", hidden: true });
  }

  /** @param {Part[]} parts in the reader's order */
  show(parts) {
    const { ask } = taskRow(parts, word("task.none"));
    this.line.hidden = parts.length === 0;
    this.line.replaceChildren(
      this.#who(),
      " ",
      element("span", { class: "own-line-ask", text: this.#decide(parts) || ask }),
    );
  }

  /** @param {Part[]} parts in the reader's order */
  row(parts) {
    const { first, next } = taskRow(parts, word("task.none"));
    const decide = this.#decide(parts);
    return element(
      "p",
      { class: "own-task", hidden: parts.length === 0 },
      this.#who(),
      decide ? element("span", { class: "own-task-decide", text: decide }) : null,
      element("span", { class: "own-task-first", text: first }),
      next ? element("span", { class: "own-task-next", text: word("task.next", { task: next }) }) : null,
    );
  }

  // Who commands is that before anything else.
  #who() {
    const { role, agency } = this.room.log.object("people", this.room.me.participant_id) ?? {};
    const said = isInCommand(this.room) ? word("task.in_command") : role ? label("role", role) : "";
    // A phone has room for what is asked, or for the agency.
    const of = isInCommand(this.room) || !agency ? "" : `${said ? " · " : ""}${agency}`;
    return element(
      "span",
      { class: "own-task-who" },
      element("strong", { class: "own-task-you", text: word("task.you") }),
      ` ${said}`,
      of ? element("span", { class: "own-task-agency", text: of }) : null,
    );
  }

  /** @param {Part[]} parts */
  #decide(parts) {
    if (!isInCommand(this.room)) return "";
    const said = decisionsOf(parts).map(([kind, n]) => `${word(`decide.${kind}`)}${n > 1 ? ` ×${n}` : ""}`);
    return said.length > 0 ? word("task.decide", { what: said.join(" · ") }) : "";
  }
}
