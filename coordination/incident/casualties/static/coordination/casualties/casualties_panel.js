// The casualties of an incident: fire and EMS enter and read them, all responders read how many there are and which beds.

import { ageText } from "../clock.js";
import { element, uuid } from "../element.js";
import { ask } from "../question.js";
import { label, word } from "../words.js";
import { CasualtyReport } from "./casualty_report.js";
import { CasualtySheet } from "./casualty_sheet.js";
import {
  CATEGORIES,
  categoryText,
  childrenTakenAway,
  countOf,
  inOrderOfUrgency,
  isCounted,
  PLACES,
  titleOf,
  totalOf,
} from "./casualties.js";

const ALGORITHM = "triage_algorithm";
const SALT = "salt";
const EXPECTANT = "expectant";
const BEDS = ["immediate", "delayed", "minimal"];

/** @typedef {import("./casualties.js").Casualty} Casualty */

export class CasualtiesPanel {
  /** @param {import("../incident/of_capabilities/panel.js").RoomPage} page @param {HTMLDialogElement} root */
  constructor(page, root) {
    this.page = page;
    this.room = page.room;
    this.root = root;
    this.isMedic = root.hasAttribute("data-medic");
    this.sheet = this.isMedic ? new CasualtySheet(this, root.querySelector("[data-sheet]")) : null;
    const report = /** @type {HTMLElement | null} */ (root.querySelector("[data-report-casualty]"));
    this.report = report === null ? null : new CasualtyReport(this, report);
    root.querySelector("[data-close]").addEventListener("click", () => root.close());
    root.addEventListener("close", () => this.sheet?.endScan());
    root.querySelector("[data-beds]").addEventListener("click", () => this.tellBeds(""));
    root.querySelector("[data-table]")?.addEventListener("toggle", () => this.show());
    this.#listen();
  }

  /** @returns {import("./casualties.js").Casualties} */
  get casualties() {
    return this.room.log.objects("casualties");
  }

  /** @returns {import("./casualties.js").Counts | undefined} */
  get counts() {
    return Object.values(this.room.log.objects("casualty_counts"))[0];
  }

  /** @returns {Record<string, import("./casualties.js").Hospital>} */
  get hospitals() {
    return this.room.log.objects("hospitals");
  }

  get algorithm() {
    return localStorage.getItem(ALGORITHM) ?? SALT;
  }

  #listen() {
    for (const one of this.root.querySelectorAll("[data-algorithm]")) {
      one.checked = one.value === this.algorithm;
      one.addEventListener("change", () => {
        localStorage.setItem(ALGORITHM, one.value);
        this.show();
      });
    }
    for (const one of this.root.querySelectorAll("[data-open]")) {
      one.prepend(element("span", { "aria-hidden": "true", text: categoryText(one.dataset.open).split(" ")[0] }));
      one.addEventListener("click", () => this.enter(one.dataset.open));
    }
  }

  open() {
    this.root.showModal();
    this.show();
    this.report?.open();
  }

  // Ages go on without news.
  tick() {
    if (this.root.open && Math.floor(Date.now() / 1000) % 5 === 0) this.show();
  }

  show() {
    if (!this.root.open || !this.room.log.hasState) return;
    this.#showNew();
    this.report?.show();
    this.#showList();
    this.#showCounts();
    this.#showHospitals();
    this.#showTable();
    this.sheet?.show();
  }

  /** @param {string} type @param {Record<string, unknown>} fields */
  send(type, fields) {
    this.page.submit({ type, id: uuid(), ...fields });
  }

  // One tap: it is entered, and its sheet asks for the rest.
  /** @param {string} category */
  enter(category) {
    const casualty_id = uuid();
    this.send("open_casualty", { casualty_id, category, algorithm: this.algorithm });
    this.sheet?.open(casualty_id);
  }

  #showNew() {
    const box = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-new-casualty]"));
    if (box === null) return;
    box.hidden = !this.room.isOpen;
    for (const one of this.root.querySelectorAll("[data-open], [data-retriage]")) {
      const category = one.dataset.open ?? one.dataset.retriage;
      one.hidden = category === EXPECTANT && this.algorithm !== SALT;
    }
  }

  #showList() {
    const list = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-list]"));
    if (list === null) return;
    const all = inOrderOfUrgency(this.casualties);
    const key = JSON.stringify(all);
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    const lines = all.map(([id, one]) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: `button casualties-line casualties-edge-${one.category}`,
            onclick: () => this.sheet?.open(id),
          },
          element("strong", { text: `${categoryText(one.category)} · ${titleOf(one)}` }),
          element("span", {
            text: [
              label("casualty_state", one.state),
              this.whereOf(one),
              one.is_reported ? word("casualties.reported", { name: this.room.nameOf(one.opened_by) }) : "",
            ]
              .filter(Boolean)
              .join(" · "),
          }),
        ),
      ),
    );
    list.replaceChildren(
      ...(lines.length > 0 ? lines : [element("li", { class: "quiet", text: word("casualties.none") })]),
    );
  }

  /** @param {Casualty} one */
  whereOf({ state, where, lon, area, hospital, unit }) {
    if (state === "transporting" || state === "at_hospital") return [hospital, unit].filter(Boolean).join(" · ");
    const place = where ?? (lon === undefined ? "" : word("casualties.point"));
    return [area ? label("treatment_area", area) : "", place].filter(Boolean).join(" · ");
  }

  // --- how many -----------------------------------------------------------------------------------------------------
  #showCounts() {
    const counts = this.counts;
    const box = this.root.querySelector("[data-counts]");
    if (counts === undefined) {
      box.replaceChildren(element("p", { text: word("casualties.none") }));
      return;
    }
    const age = ageText(Math.max(0, this.room.clock.age_s(counts.counted_at)));
    const said = `${word("casualties.total", { n: totalOf(counts) })} · ${word("casualties.as_of", { age })}`;
    box.replaceChildren(
      element("p", { class: "casualties-total", text: said }),
      this.#countTable(counts),
      this.#childrenLine(counts) ?? "",
    );
  }

  /** @param {import("./casualties.js").Counts} counts */
  #countTable(counts) {
    const sum = (/** @type {number[]} */ numbers) => numbers.reduce((all, one) => all + one, 0);
    const cell = (/** @type {number} */ n) => element("td", { class: "number", text: n === 0 ? "–" : String(n) });
    const shown = CATEGORIES.filter(
      (one) => one !== EXPECTANT || sum(PLACES.map((place) => countOf(counts, one, place))),
    );
    const row = (/** @type {string} */ place) =>
      element(
        "tr",
        {},
        element("th", { scope: "row", text: label("casualty_state", place) }),
        ...shown.map((one) => cell(countOf(counts, one, place))),
        cell(sum(shown.map((one) => countOf(counts, one, place)))),
        cell(counts.children?.[place] ?? 0),
      );
    const totals = shown.map((one) => sum(PLACES.map((place) => countOf(counts, one, place))));
    const children = sum(PLACES.map((place) => counts.children?.[place] ?? 0));
    const head = [
      element("th", { scope: "col", text: word("casualties.column_where") }),
      ...shown.map((one) => element("th", { scope: "col", class: `casualties-${one}`, text: categoryText(one) })),
      element("th", { scope: "col", text: word("casualties.column_sum") }),
      element("th", { scope: "col", text: word("casualties.children") }),
    ];
    const last = element(
      "tr",
      { class: "casualties-sums" },
      element("th", { scope: "row", text: word("casualties.column_sum") }),
      ...[...totals, sum(totals), children].map(cell),
    );
    const table = element(
      "table",
      { class: "table casualties-counts" },
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...PLACES.map(row), last),
    );
    const named = {
      class: "table-scroll",
      tabindex: "0",
      role: "group",
      "aria-label": word("casualties.total", { n: sum(totals) }),
    };
    return element("div", named, table);
  }

  /** @param {import("./casualties.js").Counts} counts */
  #childrenLine(counts) {
    const found = childrenTakenAway(counts, this.room.log.objects("reunifications"));
    if (found === null) return null;
    if (found.medics === found.reunification)
      return element("p", { class: "quiet", text: word("casualties.children_same", { n: found.medics }) });
    return element("p", { class: "casualties-differ", text: `⚠ ${word("casualties.children_differ", found)}` });
  }

  // --- hospitals ----------------------------------------------------------------------------------------------------
  #showHospitals() {
    /** @type {HTMLElement} */ (this.root.querySelector("[data-beds]")).hidden = !this.room.isOpen;
    const names = Object.values(this.hospitals).map(({ name }) => name);
    document.getElementById("known-hospitals")?.replaceChildren(...names.map((value) => element("option", { value })));
    const lines = Object.values(this.hospitals).map((one) =>
      element("li", {}, element("strong", { text: one.name }), element("span", { text: ` · ${this.bedsOf(one)}` })),
    );
    this.root.querySelector("[data-hospitals]").replaceChildren(...lines);
  }

  /** @param {import("./casualties.js").Hospital} hospital */
  bedsOf(hospital) {
    if (hospital.told_at === undefined) return word("casualties.beds_unknown");
    const numbers = Object.fromEntries(BEDS.map((one) => [one, /** @type {any} */ (hospital)[one] ?? "?"]));
    const age = ageText(Math.max(0, this.room.clock.age_s(hospital.told_at)));
    const told = hospital.told_by
      ? word("casualties.beds_told", { age, told_by: hospital.told_by })
      : word("casualties.beds_age", { age });
    return `${word("casualties.beds", numbers)} · ${told}`;
  }

  /** @param {string} name */
  async tellBeds(name) {
    const answer = await ask(document.getElementById("ask-hospital-beds"), {
      prepare: (form) => {
        form.elements.hospital.value = name;
      },
    });
    if (!answer) return;
    const numbers = BEDS.filter((one) => answer[one] !== "").map((one) => [one, Number(answer[one])]);
    const told_by = answer.told_by.trim();
    this.send("tell_hospital_beds", {
      hospital: answer.hospital.trim(),
      ...Object.fromEntries(numbers),
      ...(told_by ? { told_by } : {}),
    });
  }

  // --- the table ----------------------------------------------------------------------------------------------------
  #showTable() {
    const details = /** @type {HTMLDetailsElement | null} */ (this.root.querySelector("[data-table]"));
    if (!details?.open) return;
    const columns = ["casualty", "category", "state", "place", "care", "hospital"];
    details.querySelector("table-twin").show({
      columns: columns.map((one) => word(`casualties.column_${one}`)),
      rows: Object.entries(this.casualties).map(([id, one]) => ({
        key: id,
        urgency: isCounted(one) ? CATEGORIES.indexOf(one.category) : CATEGORIES.length,
        onOpen: () => this.sheet?.open(id),
        cells: [
          titleOf(one),
          categoryText(one.category),
          label("casualty_state", one.state),
          one.where ?? "",
          [
            ...Object.keys(one.injuries).map((name) => label("injury", name)),
            ...Object.keys(one.interventions).map((name) => label("intervention", name)),
          ].join(", "),
          [one.hospital, one.unit].filter(Boolean).join(" · "),
        ],
      })),
    });
  }
}

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const root = /** @type {HTMLDialogElement | null} */ (document.getElementById("casualties-panel"));
  // It is drawn for responders alone.
  if (root === null) return {};
  const panel = new CasualtiesPanel(page, root);
  return { show: () => panel.show(), tick: () => panel.tick(), buttons: { casualties: () => panel.open() } };
}
