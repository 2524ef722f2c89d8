// A district at a glance: one row a school, what wants most on top, sorted by any column.

import { element } from "../element.js";
import { word } from "../words.js";

// A day is not broken at its hyphens.
const DAY = /\d{4}-\d\d-\d\d/;
/** @param {string} id */
const jsonOf = (id) => JSON.parse(document.getElementById(id).textContent);

/** @typedef {{ state: string, word: string, detail: string, address: string }} Finding */

/** @param {Finding} finding @param {string} school */
function finding({ state, word: said, detail, address }, school) {
  return element(
    "span",
    { class: "readiness-cell" },
    element(
      "a",
      { class: `readiness-mark is-${state}`, href: address },
      said,
      element("span", { class: "visually-hidden", text: ` · ${school}` }),
    ),
    detail
      ? element("span", { class: `small quiet number${DAY.test(detail) ? " is-day" : ""}`, text: ` ${detail}` })
      : null,
  );
}

/** @type {{ topics: string[], rows: { id: string, name: string, address: string, wanting: number, cells: Finding[] }[] }} */
const { topics, rows } = jsonOf("table");
await customElements.whenDefined("table-twin");
/** @type {any} */ (document.getElementById("readiness")).show({
  columns: [word("readiness.school"), ...topics, word("readiness.wanting")],
  rows: rows.map(({ id, name, address, wanting, cells }) => ({
    key: id,
    opens: 0,
    onOpen: () => location.assign(address),
    cells: [name, ...cells.map((one) => finding(one, name)), String(wanting)],
  })),
  empty: word("readiness.none"),
});
