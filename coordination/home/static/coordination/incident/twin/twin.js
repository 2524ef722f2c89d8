// The map as a table: rooms, doors, objects, markers and people, with sort, filter and keyboard. Also what is printed.

import { element } from "../../element.js";
import { word } from "../../words.js";

/** @typedef {{ words: string, run: () => unknown }} RowAction */
/** @typedef {{ lon: number, lat: number, level_id?: string | null }} RowPlace */
/** @typedef {{ key?: string, cells: string[], place: RowPlace | null, actions?: RowAction[] }} TwinRow what one does with it
 *   stands in its last cell */
/** @typedef {{ columns: string[], rows: TwinRow[] }} TwinTable columns: keys of words */
/** @typedef {Record<string, () => TwinTable>} TwinSources by the tab's name */

export class Twin {
  /**
   * @param {{ root: HTMLElement, sources: TwinSources,
   *   onPlace: (lon: number, lat: number, levelId: string | null) => void }} parts
   */
  constructor({ root, sources, onPlace }) {
    this.root = root;
    this.sources = sources;
    this.onPlace = onPlace;
    this.tabs = root.querySelector("[data-tabs]");
    this.filter = root.querySelector('input[type="search"]');
    this.table = root.querySelector("table");
    this.count = root.querySelector("[data-count]");
    this.sort = { column: 0, ascending: true };
    this.tab = Object.keys(sources)[0];
    /** @type {TwinTable} */
    this.data = { columns: [], rows: [] };
    this.filter.addEventListener("input", () => this.#rows());
    this.#makeTabs();
  }

  #makeTabs() {
    this.tabs.replaceChildren(
      ...Object.keys(this.sources).map((name) =>
        element("button", {
          type: "button",
          class: "choice",
          text: word(`twin.${name}`),
          "aria-pressed": String(name === this.tab),
          onclick: () => this.#choose(name),
        }),
      ),
    );
  }

  /** @param {string} name */
  #choose(name) {
    this.tab = name;
    this.sort = { column: 0, ascending: true };
    this.#makeTabs();
    this.tabs.querySelector('[aria-pressed="true"]').focus();
    this.show();
  }

  /** @param {() => Promise<unknown>} load */
  async toggle(load) {
    this.root.hidden = !this.root.hidden;
    if (this.root.hidden) return;
    this.show();
    // Before what is loaded: by then the reader may have gone on by keyboard.
    this.filter.focus();
    await load();
    this.show();
  }

  show() {
    this.data = this.sources[this.tab]();
    const does = this.data.rows.some((row) => row.actions)
      ? element("th", { scope: "col", text: word("column.do") })
      : null;
    const head = element("tr", {}, ...this.data.columns.map((column, n) => this.#heading(column, n)), does);
    this.table.tHead.replaceChildren(head);
    this.#rows();
  }

  /** @param {string} column @param {number} n */
  #heading(column, n) {
    const sorted = n === this.sort.column;
    return element(
      "th",
      { scope: "col", "aria-sort": sorted ? (this.sort.ascending ? "ascending" : "descending") : "none" },
      element("button", { type: "button", class: "sort", text: word(column), onclick: () => this.#sortBy(n) }),
    );
  }

  /** @param {number} column */
  #sortBy(column) {
    this.sort = { column, ascending: this.sort.column === column ? !this.sort.ascending : true };
    this.show();
    this.table.tHead.querySelectorAll("button")[column].focus();
  }

  #rows() {
    const wanted = this.filter.value.trim().toLocaleLowerCase();
    const { column, ascending } = this.sort;
    const rows = this.data.rows
      .filter((row) => !wanted || row.cells.some((cell) => cell.toLocaleLowerCase().includes(wanted)))
      .sort((one, other) => compared(one.cells[column], other.cells[column], ascending));
    this.count.textContent = word("twin.count", { n: rows.length });
    const focused = this.#focused();
    this.table.tBodies[0].replaceChildren(...rows.map((row) => this.#row(row)));
    this.#focusAgain(focused);
  }

  // The table is made anew whenever something happens in the room; who walks it by keyboard stays where they are.
  #focused() {
    const row = document.activeElement?.closest("#twin tbody tr");
    if (!row) return null;
    return { key: row.dataset.key, at: [...row.querySelectorAll("button")].indexOf(document.activeElement) };
  }

  /** @param {{ key: string, at: number } | null} focused */
  #focusAgain(focused) {
    if (!focused) return;
    const row = [...this.table.tBodies[0].rows].find((one) => one.dataset.key === focused.key);
    (row?.querySelectorAll("button")[focused.at] ?? this.filter).focus();
  }

  /** @param {TwinRow} row */
  #row({ key, cells, place, actions }) {
    const named = cells.findIndex((text) => text !== "");
    const fly = () => place && this.onPlace(place.lon, place.lat, place.level_id ?? null);
    /** @param {RowAction} action */
    const does = ({ words, run }) =>
      element(
        "button",
        { type: "button", class: "button plain", onclick: run },
        words,
        element("span", { class: "visually-hidden", text: ` · ${cells[named]}` }),
      );
    return element(
      "tr",
      { "data-key": key },
      ...cells.map((text, n) => {
        if (n !== named) return element("td", { text });
        const name = place
          ? element("button", { type: "button", class: "link", text, onclick: fly })
          : document.createTextNode(text);
        return element("th", { scope: "row" }, name);
      }),
      actions ? element("td", {}, element("span", { class: "twin-actions" }, ...actions.map(does))) : null,
    );
  }
}

// Numbers as numbers; what has none comes last in either direction.
/** @param {string} one @param {string} other @param {boolean} ascending */
function compared(one, other, ascending) {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  return (ascending ? 1 : -1) * one.localeCompare(other, undefined, { numeric: true });
}
