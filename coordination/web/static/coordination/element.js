// Make page elements. Text is always text: nothing here, and nothing that uses it, ever parses HTML.

export { uuid } from "./client/ids.js";

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K] & { target: any }) => unknown }} Listeners */
/** @typedef {Listeners & { [name: string]: unknown }} Attributes `text`, what listens to an event, or what is set */
/** @typedef {Node | string | null | undefined} Child */

/**
 * @template {Element} N
 * @param {N} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {N}
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = String(value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * @template {string} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = /** @type {any} */ (document.createElement(tag)); // as the tag says
  return fill(made, attributes, children);
}

/**
 * @param {string} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// Moves only what stands elsewhere, and takes away what is gone.
/** @param {Element} list @param {Element[]} lines */
export function putInOrder(list, lines) {
  let at = list.firstElementChild;
  const wanted = new Set(lines);
  for (const line of lines) {
    while (at && !wanted.has(at)) {
      const gone = at;
      at = at.nextElementSibling;
      gone.remove();
    }
    if (line === at) at = at.nextElementSibling;
    else list.insertBefore(line, at);
  }
  while (at) {
    const gone = at;
    at = at.nextElementSibling;
    gone.remove();
  }
}
