// Who the reader is here, and what is asked of them; of who commands first what waits for their decision, of who responds
// from whom their task comes. On a phone one line of it stands below the strip; all of it is the first row at a desk, and of
// the strip that is unfolded.

import { element } from "../element.js";
import { commandersOf, isCommanded, isInCommand } from "../incident/offers/offers.js";
import { label, word } from "../words.js";
import { decisionsOf, ordersRow, taskRow } from "./own_task.js";
import { readerOf } from "./strip_order.js";
import { bySentences, fitBeside } from "./strip_wording.js";

/** @typedef {import("./strip_order.js").Part} Part */

export class OwnLine {
  /** @param {import("../room/room.js").Room} room */
  constructor(room) {
    this.room = room;
    this.line = element("p", { class: "own-line", hidden: true });
    this.fit = () => {};
    new ResizeObserver(() => this.fit()).observe(this.line);
    document.fonts?.addEventListener("loadingdone", () => this.fit());
  }

  /** @param {Part[]} parts in the reader's order */
  show(parts) {
    const { asks } = this.#taskRow(parts);
    const decide = this.#decide(parts);
    const ask = element("span", { class: "own-line-ask" });
    const who = this.#who();
    const said = who.querySelector(".own-task-role");
    this.line.hidden = parts.length === 0;
    this.line.replaceChildren(who, " ", ask);
    // What is asked is read whole: for it a long title gives way to the call sign, and to the role.
    this.fit = () => fitBeside(ask, decide ? [decide] : asks, { beside: said, names: this.#roleWords });
    this.fit();
  }

  get #reader() {
    const { agency_kind } = this.room.log.object("people", this.room.me.participant_id) ?? {};
    return readerOf(this.room.me, agency_kind);
  }

  // Who responds and does not command asks who does for their task, and who commands gives it; what is always asked of them
  // comes behind it.
  /** @param {Part[]} parts in the reader's order */
  #taskRow(parts) {
    const none = this.#none(parts);
    const row = taskRow(parts, none);
    if (row.first === none && this.#reader === "dispatch") {
      const relay = `${none} ${word("task.relay")}`;
      return { ...row, first: relay, asks: [relay, word("task.relay")] };
    }
    if (this.#reader === "school") return this.#withCommand(parts, row);
    if (this.#reader !== "responder") return row;
    if (!isCommanded(this.room)) return this.#untilSomeoneCommands(parts, row);
    if (isInCommand(this.room)) return ordersRow(parts, row, [word("task.give")], { isAlone: true });
    const ids = Object.keys(commandersOf(this.room));
    const list = new Intl.ListFormat(document.documentElement.lang || "en", { type: "disjunction" });
    const name = list.format(ids.map((id) => this.room.nameOf(id)));
    return ordersRow(parts, row, [
      word("task.from", { name }),
      word("task.from_by_radio", { name }),
      word("task.from_command"),
      word("task.from_command_short"),
    ]);
  }

  // Where no one commands and it is not offered to them, dispatch gives who responds their task.
  /** @param {Part[]} parts @param {ReturnType<typeof taskRow>} row */
  #untilSomeoneCommands(parts, row) {
    const vacant = parts.find(({ kind }) => kind === "vacant");
    if (!vacant || vacant.task) return row;
    const orders = ["task.no_command_ask_dispatch", "task.from_dispatch_by_radio", "task.from_dispatch"];
    return ordersRow(
      parts,
      row,
      orders.map((key) => word(key)),
    );
  }

  // Who is in the school does first what keeps them safe; that they may take command stands behind it, on a phone too.
  /** @param {Part[]} parts @param {ReturnType<typeof taskRow>} row */
  #withCommand(parts, row) {
    const [, second] = parts.filter(({ task }) => task);
    if (second?.kind !== "vacant" || !second.ask) return row;
    const behind = word("task.next", { task: second.ask });
    const heads = [...row.asks, bySentences(row.asks.at(-1) ?? "").at(-1)];
    return { ...row, asks: [...heads.map((one) => `${one} ${behind}`), ...row.asks] };
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
    const { agency } = this.room.log.object("people", this.room.me.participant_id) ?? {};
    const [said] = this.#roleWords;
    // A phone has room for what is asked, or for the agency.
    const of = isInCommand(this.room) || !agency ? "" : `${said ? " · " : ""}${agency}`;
    return element(
      "span",
      { class: "own-task-who" },
      element("strong", { class: "own-task-you", text: word("task.you") }),
      " ",
      element("span", { class: "own-task-role", text: said }),
      of ? element("span", { class: "own-task-agency", text: of }) : null,
    );
  }

  // What their agency calls them tells a resource officer from a patrol, and a principal from a superintendent: all of them
  // have one role. "Commander" is a rank in an agency: while another person commands here, alone it would say what is not so.
  /** @returns {string[]} from long to short */
  get #roleWords() {
    if (isInCommand(this.room)) return [word("task.in_command")];
    const { role, callsign } = this.room.log.object("people", this.room.me.participant_id) ?? {};
    if (!role) return [""];
    const names = [this.room.me.title, callsign, label("role", role)].filter(Boolean);
    if (role !== "commander" || !isCommanded(this.room)) return names;
    return names.map((one) => word("task.not_in_command", { role: one }));
  }

  /** @param {Part[]} parts */
  #decide(parts) {
    if (!isInCommand(this.room)) return "";
    const said = decisionsOf(parts).map(([kind, n]) => `${word(`decide.${kind}`)}${n > 1 ? ` ×${n}` : ""}`);
    return said.length > 0 ? word("task.decide", { what: said.join(" · ") }) : "";
  }
}
