// Fold entries' patches (RFC 7396) into a room's state. Pure: no page, no network, and no event by name.

/** @typedef {Record<string, Record<string, any>>} Objects of a room, by kind and id: what each has says its event */

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// The target with the patch applied. Neither is changed, and what the patch does not name stays the same object.
/** @param {any} target @param {any} patch @returns {any} any: as JSON has it */
export function merged(target, patch) {
  if (!isObject(patch)) return patch;
  /** @type {Record<string, any>} */
  const result = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else put(result, name, merged(Object.hasOwn(result, name) ? result[name] : undefined, value));
  }
  return result;
}

// A name is only a name, also `__proto__`.
/** @param {Record<string, any>} object @param {string} name @param {any} value */
export function put(object, name, value) {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

// The state after an entry.
/** @param {Objects} state @param {{ patch?: Objects }} content @returns {Objects} */
export const stateAfter = (state, content) => merged(state, content.patch ?? {});
