// The table twin of a plan: rooms, doors and objects; sorted by any column, filtered by any word, usable without the map.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {{ id: string, kind: string, cells: string[] }} Row */

export class PlanTables {
  /** @type {Plan | null} */
  #plan = null;
  #show;
  #photoUrl;
  #onPhoto;
  #sort = { column: 0, isUp: true };
  #filter = "";
  #tab = "space";

  // `show(featureId)` is called when the reader wants to see a row on the map.
  // `photoUrl(id)`: where a photo lies; in a pack it is a file beside the page. `onPhoto(id)`: open it in another way.
  /**
   * @param {HTMLElement} holder
   * @param {(featureId: string) => void} show
   * @param {{ photoUrl?: (id: string) => string, onPhoto?: ((id: string) => void) | null }} options
   */
  constructor(holder, show, { photoUrl = (id) => `/api/v1/plan-photos/${id}`, onPhoto = null } = {}) {
    this.#show = show;
    this.#photoUrl = photoUrl;
    this.#onPhoto = onPhoto;
    const search = element("input", {
      type: "search",
      placeholder: word("filter"),
      "aria-label": word("filter"),
      oninput: (event) => this.#onFilter(event.target.value),
    });
    this.tabs = element("div", { class: "table-tabs", role: "group" });
    this.body = element("div", { class: "table-body" });
    holder.replaceChildren(element("div", { class: "table-tools" }, this.tabs, search), this.body);
  }

  /** @param {Plan} plan */
  showPlan(plan) {
    this.#plan = plan;
    this.#render();
  }

  /** @param {string} text */
  #onFilter(text) {
    this.#filter = text.trim().toLocaleLowerCase();
    this.#render();
  }

  #render() {
    const rows = (this.#plan?.features ?? []).map(rowOf);
    this.tabs.replaceChildren(
      ...[
        ["space", "rooms"],
        ["opening", "doors"],
        ["object", "objects"],
        ["area", "areas"],
        ["photo", "photos"],
      ].map(([kind, title]) => {
        const number = rows.filter((row) => row.kind === kind).length;
        // A floor without photos or grounds needs no button for them.
        if (number === 0 && this.#tab !== kind && ["area", "photo"].includes(kind)) return "";
        const choose = () => {
          this.#tab = kind;
          this.#render();
        };
        return element("button", {
          type: "button",
          class: "choice",
          "aria-pressed": String(this.#tab === kind),
          onclick: choose,
          text: `${word(title)} ${number}`,
        });
      }),
    );
    const wanted = rows.filter(
      (row) => row.kind === this.#tab && row.cells.join(" ").toLocaleLowerCase().includes(this.#filter),
    );
    const { column, isUp } = this.#sort;
    // Rows without a number or name come last whichever way one sorts; between equals the name decides.
    /** @param {Row} a @param {Row} b @param {number} index @param {number} sign */
    const order = (a, b, index, sign) =>
      Number(a.cells[index] === "") - Number(b.cells[index] === "") ||
      sign * natural.compare(a.cells[index], b.cells[index]);
    wanted.sort((a, b) => order(a, b, column, isUp ? 1 : -1) || order(a, b, 1, 1));
    this.body.replaceChildren(
      wanted.length === 0 ? element("p", { class: "empty", text: word("none") }) : this.#table(wanted),
    );
  }

  /** @param {Row[]} rows */
  #table(rows) {
    const heads = ["number", "name", "kind"].map((key, index) => {
      const isSorted = this.#sort.column === index;
      const order = isSorted ? (this.#sort.isUp ? "ascending" : "descending") : "none";
      const sort = () => {
        this.#sort = { column: index, isUp: isSorted ? !this.#sort.isUp : true };
        this.#render();
        this.body.querySelectorAll("th button")[index].focus();
      };
      return element(
        "th",
        { scope: "col", "aria-sort": order },
        element("button", { type: "button", onclick: sort, text: word(key) }),
      );
    });
    const body = rows.map((row) =>
      element(
        "tr",
        {},
        ...row.cells.map((text, index) =>
          row.kind === "photo" && index === 1 ? element("td", {}, this.#photo(row.id, text)) : element("td", { text }),
        ),
        element(
          "td",
          {},
          element("button", {
            type: "button",
            class: "row-show",
            "aria-label": `${word("show")}: ${row.cells.slice(0, 2).join(" ")}`,
            onclick: () => this.#show(row.id),
            text: "◎",
          }),
        ),
      ),
    );
    return element(
      "table",
      { class: "plan-table" },
      element("thead", {}, element("tr", {}, ...heads, element("td"))),
      element("tbody", {}, ...body),
    );
  }

  /** @param {string} id @param {string} text */
  #photo(id, text) {
    const open = this.#onPhoto;
    if (open === null) return photoLink(this.#photoUrl(id), text);
    return element("button", {
      type: "button",
      class: "button plain",
      onclick: () => open(id),
      text: text || word("photo"),
    });
  }
}

/** @param {string} href @param {string} text */
function photoLink(href, text) {
  return element("a", { href, target: "_blank", rel: "noopener", text: text || word("photo") });
}

/** @param {import("./plan.js").PlanFeature} feature @returns {Row} */
function rowOf({ id, properties }) {
  const { kind, category, number = "", name } = properties;
  const where = kind === "opening" ? ` (${word(properties.is_exterior ? "exterior" : "interior")})` : "";
  return { id, kind, cells: [number, name, word(category) + where] };
}
