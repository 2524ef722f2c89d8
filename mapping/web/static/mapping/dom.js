// Make page elements and find the page's words. Text is always text: nothing here ever parses HTML.

const SVG = "http://www.w3.org/2000/svg";

export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function makeSvg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let words = null;

// The word for a key in the reader's language; a kind that has none shows itself without its dots.
export function word(key) {
  if (words === null) {
    const holder = document.getElementById("map-words");
    words = holder === null ? {} : JSON.parse(holder.textContent);
  }
  return typeof words[key] === "string" ? words[key] : String(key).replaceAll(/[._]/g, " ");
}
