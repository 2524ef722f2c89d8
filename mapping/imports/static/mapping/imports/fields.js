// Which field of a file says what: choices made from what was seen in it. What is not chosen is guessed by the server.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

/** @typedef {{ name: string, count?: number, meaning?: string }} Seen */
/** @typedef {{ fields: { name: string }[], layers: Seen[], kinds: Seen[], categories: Seen[],
 *   learned: { table: string, word: string }[] }} Look */

const SAYS = ["number", "name", "category", "level", "building", "kind"];

/** @typedef {[value: string, text: string]} Option */

/** @returns {Record<"kinds" | "layers" | "categories", Record<string, string>>} what each word means */
const noMeanings = () => ({ kinds: {}, layers: {}, categories: {} });

export class FieldChoices {
  /** @type {Look} what was seen in the file */
  #look = { fields: [], layers: [], kinds: [], categories: [], learned: [] };
  /** @type {Record<string, string>} the field that says each */
  #says = {};
  #tables = noMeanings();

  /**
   * @param {HTMLElement} root
   * @param {{ meanings: Option[], categories: Option[] }} choices
   * @param {() => void} changed
   */
  constructor(root, choices, changed) {
    this.root = root;
    this.choices = choices;
    this.changed = changed;
    this.fields = root.querySelector("[data-fields]");
    this.meanings = root.querySelector("[data-meanings]");
  }

  // Another look at the same file keeps what was chosen: it tells what the chosen fields hold.
  /** @param {Look} look @param {boolean} isNew */
  show(look, isNew) {
    this.#look = look;
    this.root.hidden = look.fields.length === 0 && look.layers.length === 0;
    if (isNew) {
      this.#says = {};
      this.#tables = noMeanings();
      const names = look.fields.map(({ name }) => /** @type {Option} */ ([name, name]));
      this.fields.replaceChildren(...(names.length === 0 ? [] : SAYS.map((what) => this.#field(what, names))));
    }
    this.#showMeanings();
  }

  // What the mapping says of fields and words; what is guessed is left out.
  said() {
    const tables = Object.entries(this.#tables).filter(([, table]) => Object.keys(table).length > 0);
    return { ...this.#says, ...Object.fromEntries(tables) };
  }

  /** @param {string} what @param {Option[]} names */
  #field(what, names) {
    const known = names.find(([name]) => this.#isLearned(what, name));
    const first = known === undefined ? word("import.guess") : word("import.remembered", { what: known[0] });
    const select = chooser(first, names, (value) => {
      if (value === "") delete this.#says[what];
      else this.#says[what] = value;
      if (what === "kind") this.#tables.kinds = {};
      if (what === "category") this.#tables.categories = {};
      this.changed();
    });
    return element("label", { class: "field" }, element("span", { text: word(`import.${what}`) }), select);
  }

  // Fields are told apart by no case, as the server does.
  /** @param {string} table @param {string} text */
  #isLearned(table, text) {
    /** @param {string} name */
    const plain = (name) => (SAYS.includes(table) ? name.toLowerCase() : name);
    return this.#look.learned.some((one) => one.table === table && plain(one.word) === plain(text));
  }

  #showMeanings() {
    const { layers, kinds, categories } = this.#look;
    /** @type {["layers" | "kinds" | "categories", string, string, Seen[], Option[]][]} */
    const parts = [
      ["layers", word("import.layers"), word("import.layer"), layers, this.choices.meanings],
      ["kinds", word("import.kind"), word("import.value"), kinds, this.choices.meanings],
      ["categories", word("import.category"), word("import.value"), categories, this.choices.categories],
    ];
    this.meanings.replaceChildren(
      ...parts.filter(([, , , rows]) => rows.length > 0).map(([...part]) => this.#table(...part)),
    );
  }

  /**
   * @param {"layers" | "kinds" | "categories"} table
   * @param {string} title
   * @param {string} head
   * @param {Seen[]} rows
   * @param {Option[]} options
   */
  #table(table, title, head, rows, options) {
    const counts = rows.some(({ count }) => count !== undefined);
    const lines = rows.map(({ name, count, meaning = "" }) => {
      const guessed = options.find(([value]) => value === meaning)?.[1];
      const isLearned = guessed !== undefined && this.#isLearned(table, name);
      const guess = guessed === undefined ? word("import.guess_one") : `${word("import.guess_one")}: ${guessed}`;
      const first = isLearned ? word("import.remembered", { what: guessed }) : guess;
      const select = chooser(first, options, (value) => {
        if (value === "") delete this.#tables[table][name];
        else this.#tables[table][name] = value;
      });
      select.value = this.#tables[table][name] ?? "";
      select.setAttribute("aria-label", `${word("import.means")}: ${name}`);
      return element(
        "tr",
        {},
        element("th", { scope: "row", text: name }),
        counts ? element("td", { class: "number", text: String(count) }) : null,
        element("td", {}, select),
      );
    });
    const heads = [head, ...(counts ? [word("import.count")] : []), word("import.means")];
    return element(
      "div",
      { class: "import-scroll" },
      element(
        "table",
        { class: "import-table" },
        element("caption", { text: title }),
        element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col", text })))),
        element("tbody", {}, ...lines),
      ),
    );
  }
}

/** @param {string} first @param {Option[]} options @param {(value: string) => void} onchange */
function chooser(first, options, onchange) {
  /** @type {HTMLSelectElement} */
  const select = element(
    "select",
    { onchange: () => onchange(select.value) },
    element("option", { value: "", text: first }),
    ...options.map(([value, text]) => element("option", { value, text })),
  );
  return select;
}
