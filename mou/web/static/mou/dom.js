// Controls with words; and the one place where stored HTML becomes nodes, which lets known tags through.

import { element } from "../coordination/element.js";

const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const ALLOWED = new Set(["P", "BR", "STRONG", "EM", "U", "UL", "OL", "LI", "BLOCKQUOTE"]);

export function word(key, named = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in named ? String(named[name]) : place));
}

// The rest of every key that begins so, in the catalogue's order: the values of a closed list.
word.list = (prefix) =>
  Object.keys(words)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));

// The server has cleaned it already; a browser that is given anything else drops it once more.
export function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const inside = [...node.childNodes].flatMap(copy);
    if (!ALLOWED.has(node.tagName)) return inside;
    return [element(node.tagName, {}, ...inside)];
  };
  return [...parsed.body.childNodes].flatMap(copy);
}

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

export function button(text, onclick, attributes = {}) {
  return element("button", { type: "button", class: "button", text, onclick, ...attributes });
}

export function choice(values, chosen, labelOf, attributes = {}) {
  const select = element("select", attributes);
  for (const value of values)
    select.append(element("option", { value, text: labelOf(value), selected: value === chosen }));
  return select;
}

export function field(label, control) {
  return element("label", { class: "field" }, element("span", { text: label }), control);
}
