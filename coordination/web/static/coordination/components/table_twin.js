// A table that is sorted by any column, filtered by any word, and walked by keyboard: the twin of a map or a long list.
//
//   twin.show({ columns: ["Number", "Name"], rows: [{ cells: ["112", "Science"], onOpen }], ... })
//
// The first cell with a text opens what the row stands for, or the one that `opens` says. `kind` is a class of the row.
// Rows with `urgency` stand above all others whichever way one sorts, the lowest first. Sort, filter and focus outlive
// the next show().

import { element } from "../element.js";
import { define, shellWord } from "./shell_words.js";

const natural = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });

/** @typedef {{ cells: (string | Node)[], onOpen?: () => void, key?: string, opens?: number, kind?: string,
 *   urgency?: number }} TwinRow */
/** @typedef {{ columns: string[], rows: TwinRow[], empty?: string }} TwinData */

class TableTwin extends HTMLElement {
  connectedCallback() {
    if (this.table) return;
    this.sort = { column: 0, sign: 1 };
    this.filter = element("input", {
      type: "search",
      placeholder: shellWord("filter"),
      "aria-label": shellWord("filter"),
      oninput: () => this.#rows(),
    });
    this.count = element("p", { class: "small quiet number", role: "status" });
    this.table = element("table", { class: "table" }, element("thead"), element("tbody"));
    this.table.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.none = element("p", { class: "empty", hidden: true });
    this.append(
      element("div", { class: "table-twin-head" }, this.filter, this.count),
      element(
        "div",
        { class: "table-scroll", tabindex: "0", role: "group", "aria-label": this.getAttribute("label") },
        this.table,
      ),
      this.none,
    );
    if (this.data) this.show(this.data);
  }

  /** @param {TwinData} data */
  show(data) {
    this.data = data;
    if (!this.table) return;
    this.sort.column = Math.min(this.sort.column, data.columns.length - 1);
    this.table.tHead.replaceChildren(element("tr", {}, ...data.columns.map((name, at) => this.#heading(name, at))));
    this.#rows();
  }

  #heading(name, at) {
    const { column, sign } = this.sort;
    const order = at !== column ? "none" : sign > 0 ? "ascending" : "descending";
    const sort = () => {
      this.sort = { column: at, sign: at === column ? -sign : 1 };
      this.show(this.data);
      this.table.tHead.querySelectorAll("button")[at].focus();
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
    this.table.tBodies[0].replaceChildren(...rows.map(rowOf));
    if (focused !== null) this.#focus(focused);
    this.count.textContent = shellWord("rows", { n: rows.length });
    this.none.hidden = rows.length > 0;
    this.none.textContent =
      this.data.rows.length > 0 ? shellWord("no_match") : (this.data.empty ?? shellWord("nothing"));
    this.table.parentElement.hidden = rows.length === 0;
  }

  // Which button of which row has the focus: a row that is drawn anew gives it back to the same one.
  #focused() {
    const row = this.table.tBodies[0].contains(document.activeElement) ? document.activeElement.closest("tr") : null;
    if (!row?.dataset.key) return null;
    return { key: row.dataset.key, at: [...row.querySelectorAll("button")].indexOf(document.activeElement) };
  }

  #focus({ key, at }) {
    const buttons = this.table.querySelectorAll(`tr[data-key="${CSS.escape(key)}"] button`);
    (buttons[at] ?? buttons[0])?.focus();
  }
}
define("table-twin", TableTwin);

const LAST = Number.MAX_SAFE_INTEGER;
const urgencyOf = ({ urgency = LAST }) => urgency;

const textOf = (cell) => (typeof cell === "string" ? cell : (cell.textContent ?? ""));

// What has no value comes last whichever way one sorts; between equals the second column decides.
function compared(one, other, column, sign) {
  const isEmpty = Number(one[column] === "") - Number(other[column] === "");
  return isEmpty || sign * natural.compare(one[column], other[column]) || natural.compare(one[1] ?? "", other[1] ?? "");
}

/** @param {TwinRow & { texts: string[] }} row */
function rowOf({ cells, texts, onOpen, key, opens, kind }) {
  const named = opens ?? texts.findIndex((text) => text !== "");
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
