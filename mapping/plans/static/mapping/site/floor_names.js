// The form that renames floors: each changed row is a new version of its floor, made on the version that was seen.

import { word } from "../../coordination/words.js";

/** @typedef {import("../../coordination/api.js").Api} Api */

const NAMES = ["short_name", "name"];

export class FloorNames {
  /** @type {Map<HTMLTableRowElement, string | null>} */
  #tags = new Map();
  /** @type {Map<HTMLTableRowElement, Record<string, string>>} */
  #saved = new Map();

  /**
   * @param {HTMLDetailsElement} root
   * @param {string} siteId
   * @param {Api} api
   */
  constructor(root, siteId, api) {
    this.root = root;
    this.siteId = siteId;
    this.api = api;
    /** @type {HTMLFormElement} */
    this.form = root.querySelector("form");
    this.said = root.querySelector("[data-said]");
    /** @type {HTMLTableRowElement[]} */
    this.rows = [...root.querySelectorAll("tr[data-level]")];
    for (const row of this.rows) this.#saved.set(row, told(row));
    // The page's floors count as seen when the form is opened; a change by another person after that is reported.
    root.addEventListener("toggle", () => root.open && this.#see(), { once: true });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    for (const select of root.querySelectorAll("select[data-building]"))
      select.addEventListener("change", () => this.#count(select));
  }

  async #see() {
    await Promise.all(this.rows.map((row) => this.#seeRow(row))).catch((trouble) => this.#say(trouble.message));
  }

  /** @param {HTMLTableRowElement} row */
  async #seeRow(row) {
    const found = await this.api.request("GET", `/levels/${row.dataset.level}/versions`);
    this.#tags.set(row, found.headers.get("ETag"));
  }

  /** @param {string} text */
  #say(text) {
    this.said.textContent = text;
  }

  async #save() {
    this.#say("");
    const changed = this.rows.filter((row) => NAMES.some((name) => told(row)[name] !== this.#saved.get(row)?.[name]));
    if (changed.length === 0) {
      this.#say(word("floors.unchanged"));
      return;
    }
    this.#busy(true);
    let count = 0;
    for (const row of changed) if (await this.#saveRow(row)) count += 1;
    this.#busy(false);
    this.#say(word("floors.saved", { n: count }));
  }

  /** @param {HTMLTableRowElement} row */
  async #saveRow(row) {
    const problem = row.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      if (!this.#tags.has(row)) await this.#seeRow(row);
      const json = told(row);
      await this.api.ask("PUT", `/levels/${row.dataset.level}/name`, { json, etag: this.#tags.get(row) ?? undefined });
      this.#saved.set(row, json);
      await this.#seeRow(row);
      return true;
    } catch (trouble) {
      problem.textContent = trouble.message;
      problem.hidden = false;
      return false;
    }
  }

  /** @param {HTMLSelectElement} select */
  async #count(select) {
    this.#say("");
    const json = { floor_counting: select.value };
    try {
      await this.api.ask("PUT", `/sites/${this.siteId}/buildings/${select.dataset.building}/floor-counting`, { json });
      this.#say(word("floors.counted"));
    } catch (trouble) {
      this.#say(trouble.message);
    }
  }

  /** @param {boolean} isBusy */
  #busy(isBusy) {
    for (const button of this.form.querySelectorAll("button")) button.disabled = isBusy;
  }
}

// What a row says now.
/** @param {HTMLTableRowElement} row @returns {Record<string, string>} */
function told(row) {
  return Object.fromEntries(NAMES.map((name) => [name, row.querySelector(`input[name=${name}]`).value.trim()]));
}
