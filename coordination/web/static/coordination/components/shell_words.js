// The few words that components say themselves, on whichever page they stand; the server put them beside the page.

/** @type {Record<string, string>} */
const words = JSON.parse(globalThis.document?.getElementById("shell-words")?.textContent ?? "{}");

/**
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function shellWord(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A page's own script may bring the same component along: the first of them counts.
/**
 * @param {string} name
 * @param {CustomElementConstructor} made
 */
export function define(name, made) {
  if (!customElements.get(name)) customElements.define(name, made);
}
