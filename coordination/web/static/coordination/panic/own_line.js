// Who the reader is here, and what is asked of them; of who commands first what waits for their decision, of who responds
// from whom their task comes. On a phone one line of it stands below the strip; all of it is the first row at a desk, and of
// the strip that is unfolded.

import { element } from "../element.js";
import { commandersOf, isCommanded, isInCommand } from "../incident/offers/offers.js";
import { label, word } from "../words.js";
import { decisionsOf, ordersRow, taskRow } from "./own_task.js";
import { readerOf } from "./strip_order.js";
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
    const { asks } = this.#taskRow(parts);
    const decide = this.#decide(parts);
    const ask = element("span", { class: "own-line-ask" });
    this.line.hidden = parts.length === 0;
    this.line.replaceChildren(this.#who(), " ", ask);
    this.fit = () => fitInto(ask, decide ? [decide] : asks);
    this.fit();
  }

  get #reader() {
    const { agency_kind } = this.room.log.object("people", this.room.me.participant_id) ?? {};
    return readerOf(this.room.me, agency_kind);
  }

  // Who responds and does not command takes their task from who does; what is always asked of them comes behind it.
  /** @param {Part[]} parts in the reader's order */
  #taskRow(parts) {
    const none = this.#none(parts);
    const row = taskRow(parts, none);
    if (row.first === none && this.#reader === "dispatch")
      return { ...row, asks: [`${none} ${word("task.relay")}`, word("task.relay")] };
    if (this.#reader !== "responder" || !isCommanded(this.room) || isInCommand(this.room)) return row;
    const names = Object.keys(commandersOf(this.room)).map((id) => this.room.nameOf(id));
    return ordersRow(parts, row, [word("task.from", { name: names.join(", ") }), word("task.from_command")]);
  }

  // To whom command is not offered it is still no rest: no one has it.
  /** @param {Part[]} parts */
  #none(parts) {
    return word(parts.some(({ kind }) => kind === "vacant") ? "task.no_command" : "task.none");
  }

  /** @param {Part[]} parts in the reader's order */
  row(parts) {
    const { first, next } = this.#taskRow(parts);
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
    const said = isInCommand(this.room) ? word("task.in_command") : this.#roleWord(role);
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

  // "Commander" is a rank in an agency: while another person commands here, it would say what is not so.
  /** @param {string | undefined} role */
  #roleWord(role) {
    if (role === "commander" && isCommanded(this.room)) return word("task.not_in_command");
    return role ? label("role", role) : "";
  }

  /** @param {Part[]} parts */
  #decide(parts) {
    if (!isInCommand(this.room)) return "";
    const said = decisionsOf(parts).map(([kind, n]) => `${word(`decide.${kind}`)}${n > 1 ? ` ×${n}` : ""}`);
    return said.length > 0 ? word("task.decide", { what: said.join(" · ") }) : "";
  }
}
