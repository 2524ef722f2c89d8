// Who the reader is here, and what is asked of them; of who commands first what waits for their decision. On a phone one line
// of it stands below the strip; all of it is the first row at a desk, and of the strip that is unfolded.

import { element } from "../element.js";
import { isInCommand } from "../incident/offers/offers.js";
import { label, word } from "../words.js";
import { decisionsOf, taskRow } from "./own_task.js";
import { fitInto } from "./strip_wording.js";

/** @typedef {import("./strip_order.js").Part} Part */

export class OwnLine {
  /** @param {import("../room/room.js").Room} room */
  constructor(room) {
    this.room = room;
    this.line = element("p", { class: "own-line", hidden: true });
    this.fit = () => {};
    new ResizeObserver(() => this.fit()).observe(this.line);
    document.fonts?.ready.then(() => this.fit());
  }

  /** @param {Part[]} parts in the reader's order */
  show(parts) {
    const none = this.#none(parts);
    const { asks, first } = taskRow(parts, none);
    const decide = this.#decide(parts);
    const wordings = first === none && this.#isDispatch ? [`${none} ${word("task.relay")}`, none] : asks;
    const ask = element("span", { class: "own-line-ask" });
    this.line.hidden = parts.length === 0;
    this.line.replaceChildren(this.#who(), " ", ask);
    this.fit = () => fitInto(ask, decide ? [decide] : wordings);
    this.fit();
  }

  get #isDispatch() {
    return this.room.log.object("people", this.room.me.participant_id)?.agency_kind === "dispatch";
  }

  // To whom command is not offered it is still no rest: no one has it.
  /** @param {Part[]} parts */
  #none(parts) {
    return word(parts.some(({ kind }) => kind === "vacant") ? "task.no_command" : "task.none");
  }

  /** @param {Part[]} parts in the reader's order */
  row(parts) {
    const { first, next } = taskRow(parts, this.#none(parts));
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
