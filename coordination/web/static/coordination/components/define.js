// Name an element of our own. A page's own script may bring the same component along: the first of them counts.

/**
 * @param {string} name
 * @param {CustomElementConstructor} made
 */
export function define(name, made) {
  if (!customElements.get(name)) customElements.define(name, made);
}
