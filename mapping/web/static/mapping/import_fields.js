// Which field of a file says what: choices made from what was seen in it. What is not chosen is guessed by the server.

import { element } from "../coordination/element.js";
import { word } from "./words.js";

const SAYS = ["number", "name", "category", "level", "kind"];

export class FieldChoices {
  #look = null;
  #says = {};
  #tables = { kinds: {}, layers: {}, categories: {} };

  constructor(root, choices) {
    this.root = root;
    this.choices = choices;
    this.fields = root.querySelector("[data-fields]");
    this.meanings = root.querySelector("[data-meanings]");
  }

  show(look) {
    this.#look = look;
    this.#says = {};
    this.#tables = { kinds: {}, layers: {}, categories: {} };
    this.root.hidden = look.fields.length === 0 && look.layers.length === 0;
    const names = look.fields.map(({ name }) => [name, name]);
    this.fields.replaceChildren(...(names.length === 0 ? [] : SAYS.map((what) => this.#field(what, names))));
    this.#showMeanings();
  }

  // The mapping as the server takes it; empty where everything is guessed.
  json() {
    const tables = Object.entries(this.#tables).filter(([, table]) => Object.keys(table).length > 0);
    const said = { ...this.#says, ...Object.fromEntries(tables) };
    return Object.keys(said).length === 0 ? "" : JSON.stringify(said);
  }

  #field(what, names) {
    const select = chooser(word("import.guess"), names, (value) => {
      if (value === "") delete this.#says[what];
      else this.#says[what] = value;
      if (what === "kind") this.#tables.kinds = {};
      if (what === "category") this.#tables.categories = {};
      this.#showMeanings();
    });
    return element("label", { class: "field" }, element("span", { text: word(`import.${what}`) }), select);
  }

  #showMeanings() {
    const { layers } = this.#look;
    const parts = [];
    if (layers.length > 0)
      parts.push(
        this.#table(
          "layers",
          word("import.layers"),
          word("import.layer"),
          layers.map(({ name, count, meaning }) => ({ name, count, meaning })),
          this.choices.meanings,
        ),
      );
    for (const [what, table, options] of [
      ["kind", "kinds", this.choices.meanings],
      ["category", "categories", this.choices.categories],
    ]) {
      const field = this.#look.fields.find(({ name }) => name === this.#says[what]);
      // A field with more values than are listed is a name, and no kind of anything.
      if (field !== undefined && !field.is_cut)
        parts.push(
          this.#table(
            table,
            `${word(`import.${what}`)}: ${field.name}`,
            word("import.value"),
            field.values.map((name) => ({ name })),
            options,
          ),
        );
    }
    this.meanings.replaceChildren(...parts);
  }

  #table(table, title, head, rows, options) {
    const counts = rows.some(({ count }) => count !== undefined);
    const lines = rows.map(({ name, count, meaning = "" }) => {
      const guessed = options.find(([value]) => value === meaning)?.[1];
      const first = guessed === undefined ? word("import.guess_one") : `${word("import.guess_one")}: ${guessed}`;
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

function chooser(first, options, onchange) {
  const select = element(
    "select",
    { onchange: () => onchange(select.value) },
    element("option", { value: "", text: first }),
    ...options.map(([value, text]) => element("option", { value, text })),
  );
  return select;
}
