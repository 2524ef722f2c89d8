// Shows what was last known of an incident on the page without a network: never without saying from when it is.

import { agoText } from "../../mapping/kept/kept_rules.js";
import {} from "../../mapping/kept/kept_here.js";
import { word } from "../words.js";
import { element } from "../element.js";

/** @param {string} tag @param {string[]} texts */
const cells = (tag, texts) => texts.map((text) => element(tag, { text, scope: tag === "th" ? "col" : null }));

/** @param {import("./last_known.js").Table} known */
function table({ title, columns, rows }) {
  return element(
    "details",
    { open: true },
    element("summary", {}, element("h3", { text: `${title} · ${rows.length}` })),
    element(
      "div",
      { class: "kept-known-table", tabindex: "0", role: "group", "aria-label": title },
      element(
        "table",
        { class: "plan-table" },
        element("thead", {}, element("tr", {}, ...cells("th", columns))),
        element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells("td", row)))),
      ),
    ),
  );
}

/** @param {import("./last_known.js").Line} known */
function line({ time, who, text, is_struck: isStruck }) {
  return element(
    "li",
    { class: "kept-known-line" },
    element("span", { class: "number", text: time }),
    element("span", { class: "small quiet", text: who }),
    isStruck ? element("span", { class: "badge", text: word("kept.known_struck") }) : null,
    element(isStruck ? "s" : "span", { class: "kept-known-text", text }),
  );
}

export class LastKnownView {
  /** @param {{ root: HTMLElement }} parts */
  constructor({ root }) {
    this.root = root;
    this.shown = "";
  }

  /** @param {{ at: number, picture: import("./last_known.js").Picture } | null} known */
  show(known) {
    this.root.hidden = known === null;
    const key = known === null ? "" : `${known.at} ${known.picture.time}`;
    if (key !== this.shown) {
      this.shown = key;
      this.root.replaceChildren(...(known === null ? [] : this.#parts(known.picture)));
    }
    if (known === null) return;
    const ago = agoText(new Date(known.at).toISOString(), Date.now());
    this.root.querySelector("[data-age]").textContent = word("kept.known_age", { time: known.picture.time, ago });
  }

  // Drawn once; only its age changes while one reads.
  /** @param {import("./last_known.js").Picture} picture */
  #parts(picture) {
    const kind = picture.is_exercise
      ? { class: "badge exercise", text: word("kept.exercise") }
      : { class: "badge real", text: word("kept.real") };
    return [
      element(
        "p",
        { class: "kept-known-age" },
        element("strong", { class: "kept-last-mark", text: word("kept.known_title") }),
        " ",
        element("span", { "data-age": true }),
      ),
      element("h2", {}, element("span", kind), " ", picture.title),
      element("p", { class: "quiet", text: [picture.site, picture.about].filter(Boolean).join(" · ") }),
      picture.strip.length === 0
        ? null
        : element("ul", { class: "kept-known-strip" }, ...picture.strip.map((text) => element("li", { text }))),
      ...picture.tables.filter(({ rows }) => rows.length > 0).map(table),
      element("h3", { text: word("kept.known_lines") }),
      picture.lines.length === 0
        ? element("p", { class: "empty", text: word("kept.known_no_lines") })
        : element("ol", { class: "kept-known-lines" }, ...picture.lines.map(line)),
      element("p", { class: "small quiet", text: word("kept.known_without") }),
    ].filter((one) => one !== null);
  }
}
