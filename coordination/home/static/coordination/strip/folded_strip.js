// The strip of a phone as it is folded: what goes first, below it what waits for the reader, and how much more there is. Where
// nothing waits in it but a directive, which the line below it says as well, two calls have both of its lines.

import { element } from "../element.js";
import { word } from "../words.js";
import { isDanger, lineOfPlace, linesOf, moreOf } from "./strip_order.js";
import { fitInto } from "./strip_wording.js";

/** @typedef {import("./strip_order.js").Part} Part */
/** @typedef {import("./strip_order.js").DrawnPart} DrawnPart */
/** @typedef {{ part: DrawnPart, wordings: string[] }} StripLine */

const SAID_BELOW = new Set(["lockdown", "response"]);

/**
 * @param {DrawnPart[]} parts in their order
 * @param {string} reader
 * @returns {StripLine[]}
 */
function stripLines(parts, reader) {
  const [first, second] = linesOf(parts, reader);
  const rows = reader === "school" ? undefined : first.rows;
  const isFree = second === undefined || (!second.asksMe && SAID_BELOW.has(second.kind));
  if (rows && rows.length > 1 && isFree) return rows.map((wordings) => ({ part: first, wordings }));
  const lines = second ? [first, second] : [first];
  return lines.map((part, n) => ({ part, wordings: wordingsOf(part, reader === "school" && n === 0) }));
}

/** @param {DrawnPart} part @param {boolean} isInFull */
function wordingsOf({ text, strip, wordings }, isInFull) {
  if (isInFull) return [text, ...(wordings ?? [])];
  return wordings ?? [strip ?? text];
}

export class FoldedStrip {
  /** @param {HTMLElement} strip */
  constructor(strip) {
    this.strip = strip;
    this.fit = () => {};
    // Another width, or the letters that come after the page, have room for other words.
    new ResizeObserver(() => this.fit()).observe(strip);
    document.fonts?.addEventListener("loadingdone", () => this.fit());
  }

  /**
   * @param {DrawnPart[]} parts in their order
   * @param {{ reader: string, marked: (part: { text: string, isReal?: boolean }) => string }} how
   *   marked: gives a text the mark of an exercise
   * @returns {string[]} the kinds of the parts that have a line
   */
  show(parts, { reader, marked }) {
    const lines = stripLines(parts, reader);
    const shown = lines.map(({ part }) => part);
    const more = moreOf(parts, shown);
    const withPlace = lineOfPlace(parts, shown);
    const places = parts.find(({ kind }) => kind === "panic")?.places ?? [];
    const drawn = lines.map(({ part, wordings }, n) => ({
      text: element("span", {
        class: `alarm-strip-text${n > 0 ? " alarm-strip-next" : ""}`,
        "data-part": part.kind,
      }),
      place: n === withPlace && places.length > 0 ? element("span", { class: "alarm-strip-place" }) : null,
      // The mark of an exercise stands in the first line, for all.
      wordings: n > 0 ? wordings : wordings.map((text) => marked({ ...part, text })),
    }));
    const look = `${lines.length > 1 ? " are-two" : ""}${reader === "school" ? " is-directive" : ""}`;
    const frame = element(
      "span",
      { class: `alarm-strip-lines${look}` },
      ...drawn.map(({ place, text }) => element("span", { class: "alarm-strip-line" }, place, text)),
    );
    const [{ part: first }] = lines;
    this.strip.className = `alarm-strip alarm-strip-${first.kind}`;
    this.strip.replaceChildren(
      element("span", {
        class: "alarm-strip-mark",
        "aria-hidden": "true",
        text: first.sign ?? (isDanger(first) ? "▲" : "!"),
      }),
      frame,
      // There is room for how much; what it is is read out.
      element("span", {
        class: "alarm-strip-more",
        "aria-hidden": "true",
        text: more ? word("alarm.more", { n: more.n }) : "",
      }),
      element("span", { class: "visually-hidden", text: more ? word(more.key, { n: more.n }) : "" }),
      element("span", { class: "alarm-strip-arrow", "aria-hidden": "true", text: "▾" }),
    );
    this.fit = () => {
      for (const { place, text, wordings } of drawn) {
        if (place) fitInto(place, places);
        fitInto(text, wordings, frame);
      }
    };
    this.fit();
    return shown.map(({ kind }) => kind);
  }
}
