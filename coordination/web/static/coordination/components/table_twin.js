// A table that is sorted by any column, filtered by any word, and walked by keyboard: the twin of a map or a long list.
//
//   twin.show({ columns: ["Number", "Name"], rows: [{ cells: ["112", "Science"], onOpen }], ... })
//
// The first cell with a text opens what the row stands for, or the one that `opens` says. `kind` is a class of the row.
// Rows with `urgency` stand above all others whichever way one sorts, the lowest first. Sort, filter and focus outlive
// the next show().

import { element } from "../element.js";
import { word } from "../words.js";
import { define } from "./define.js";

const natural = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });

/** @typedef {{ cells: (string | Node)[], onOpen?: () => void, key?: string, opens?: number, kind?: string,
 *   urgency?: number }} TwinRow */
/** @typedef {{ columns: string[], rows: TwinRow[], empty?: string }} TwinData */

class TableTwin extends HTMLElement {
  sort = { column: 0, sign: 1 };
  filter = element("input", {
    type: "search",
    placeholder: word("filter"),
    "aria-label": word("filter"),
    oninput: () => this.#rows(),
  });
  count = element("p", { class: "small quiet number", role: "status" });
  head = element("thead");
  body = element("tbody");
  table = element("table", { class: "table" }, this.head, this.body);
  none = element("p", { class: "empty", hidden: true });
  // Scrolls where the table is wider than its place.
  frame = element("div", { class: "table-scroll", tabindex: "0", role: "group" }, this.table);

  connectedCallback() {
    if (this.contains(this.table)) return;
    const label = this.getAttribute("label") ?? "";
    this.table.setAttribute("aria-label", label);
    this.frame.setAttribute("aria-label", label);
    this.append(element("div", { class: "table-twin-head" }, this.filter, this.count), this.frame, this.none);
    if (this.data.columns.length > 0) this.show(this.data);
  }

  /** @type {TwinData} */
  data = { columns: [], rows: [] };

  /** @param {TwinData} data */
  show(data) {
    this.data = data;
    if (!this.contains(this.table)) return;
    this.sort.column = Math.min(this.sort.column, data.columns.length - 1);
    this.head.replaceChildren(element("tr", {}, ...data.columns.map((name, at) => this.#heading(name, at))));
    this.#rows();
  }

  /** @param {string} name @param {number} at */
  #heading(name, at) {
    const { column, sign } = this.sort;
    const order = at !== column ? "none" : sign > 0 ? "ascending" : "descending";
    const sort = () => {
      this.sort = { column: at, sign: at === column ? -sign : 1 };
      this.show(this.data);
      this.head.querySelectorAll("button")[at].focus();
    };
    return element(
      "th",
      { scope: "col", "aria-sort": order },
      element("button", { type: "button", class: "sort", text: name, onclick: sort }),
    );
  }

  #rows() {
    const wanted = this.filter.value.trim().toLocaleLowerCase();
    const { column, sign } = this.sort;
    const rows = this.data.rows
      .map((row) => ({ ...row, texts: row.cells.map(textOf) }))
      .filter((row) => row.texts.join(" ").toLocaleLowerCase().includes(wanted))
      .sort((one, other) => urgencyOf(one) - urgencyOf(other) || compared(one.texts, other.texts, column, sign));
    const focused = this.#focused();
    this.body.replaceChildren(...rows.map(rowOf));
    if (focused !== null) this.#focus(focused);
    this.count.textContent = word("rows", { n: rows.length });
    this.none.hidden = rows.length > 0;
    this.none.textContent = this.data.rows.length > 0 ? word("no_match") : (this.data.empty ?? word("nothing"));
    this.frame.hidden = rows.length === 0;
  }

  // Which button of which row has the focus: a row that is drawn anew gives it back to the same one.
  #focused() {
    const button = document.activeElement;
    const row = this.body.contains(button) ? button?.closest("tr") : null;
    if (!row?.dataset.key) return null;
    return { key: row.dataset.key, at: [...row.querySelectorAll("button")].findIndex((one) => one === button) };
  }

  /** @param {{ key: string, at: number }} focused */
  #focus({ key, at }) {
    /** @type {NodeListOf<HTMLButtonElement>} */
    const buttons = this.table.querySelectorAll(`tr[data-key="${CSS.escape(key)}"] button`);
    (buttons[at] ?? buttons[0])?.focus();
  }
}
define("table-twin", TableTwin);

const LAST = Number.MAX_SAFE_INTEGER;
/** @param {TwinRow} row */
const urgencyOf = ({ urgency = LAST }) => urgency;

/** @param {string | Node} cell */
const textOf = (cell) => (typeof cell === "string" ? cell : (cell.textContent ?? ""));

// What has no value comes last whichever way one sorts; between equals the second column decides.
/** @param {string[]} one @param {string[]} other @param {number} column @param {number} sign */
function compared(one, other, column, sign) {
  const isEmpty = Number(one[column] === "") - Number(other[column] === "");
  return isEmpty || sign * natural.compare(one[column], other[column]) || natural.compare(one[1] ?? "", other[1] ?? "");
}

/** @param {TwinRow & { texts: string[] }} row */
function rowOf({ cells, texts, onOpen, key, opens, kind }) {
  const named = opens ?? texts.findIndex((text) => text !== "");
  /** @param {string | Node} cell @param {number} at */
  const inside = (cell, at) =>
    at === named && onOpen
      ? element("button", { type: "button", class: "link", text: texts[at], onclick: onOpen })
      : cell;
  return element(
    "tr",
    { "data-key": key, class: kind },
    ...cells.map((cell, at) =>
      element(at === named ? "th" : "td", at === named ? { scope: "row" } : {}, inside(cell, at)),
    ),
  );
}
