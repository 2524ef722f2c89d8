// Controls with words; and the one place where stored HTML becomes nodes, which lets known tags through.

import { element } from "../coordination/element.js";

const ALLOWED = new Set(["P", "BR", "STRONG", "EM", "U", "UL", "OL", "LI", "BLOCKQUOTE"]);

// The server has cleaned it already; a browser that is given anything else drops it once more.
/** @param {string} html */
export function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  /** @param {Node} node @returns {Node[]} */
  const copy = (node) => {
    if (node instanceof Text) return [document.createTextNode(node.data)];
    if (!(node instanceof Element)) return [];
    const inside = [...node.childNodes].flatMap(copy);
    if (!ALLOWED.has(node.tagName)) return inside;
    return [element(node.tagName, {}, ...inside)];
  };
  return [...parsed.body.childNodes].flatMap(copy);
}

/** @param {string | number | Date} instant */
export function when(instant) {
  return new Date(instant).toLocaleString(document.documentElement.lang, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/**
 * @param {string} text
 * @param {() => unknown} onclick
 * @param {import("../coordination/element.js").Attributes} attributes
 * @returns {HTMLButtonElement}
 */
export function button(text, onclick, attributes = {}) {
  return element("button", { type: "button", class: "button", text, onclick, ...attributes });
}

/**
 * @param {string[]} values
 * @param {string} chosen
 * @param {(value: string) => string} labelOf
 * @param {import("../coordination/element.js").Attributes} attributes
 * @returns {HTMLSelectElement}
 */
export function choice(values, chosen, labelOf, attributes = {}) {
  const select = element("select", attributes);
  for (const value of values)
    select.append(element("option", { value, text: labelOf(value), selected: value === chosen }));
  return select;
}

/** @param {string} label @param {Node} control */
export function field(label, control) {
  return element("label", { class: "field" }, element("span", { text: label }), control);
}
