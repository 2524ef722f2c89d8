// Make elements from words, never from markup; the one place where stored HTML becomes nodes lets known tags through.

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

export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// The server has cleaned it already; a browser that is given anything else drops it once more.
export function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const inside = [...node.childNodes].flatMap(copy);
    if (!ALLOWED.has(node.tagName)) return inside;
    const element = document.createElement(node.tagName);
    element.append(...inside);
    return [element];
  };
  return [...parsed.body.childNodes].flatMap(copy);
}

export function when(instant) {
  return new Date(instant).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
}

export function button(text, onclick, attributes = {}) {
  return make("button", { type: "button", class: "button", text, onclick, ...attributes });
}

export function choice(values, chosen, labelOf, attributes = {}) {
  const select = make("select", attributes);
  for (const value of values)
    select.append(make("option", { value, text: labelOf(value), selected: value === chosen }));
  return select;
}

export function field(label, control) {
  return make("label", { class: "field" }, make("span", { text: label }), control);
}
