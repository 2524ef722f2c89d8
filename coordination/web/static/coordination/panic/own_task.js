// What the reader of an incident does now, said once in plain words: what waits for their answer, what a directive has for
// them, what nobody has taken and they may take. Each part of the strip says its own; nothing is made up here. Pure.

/** @typedef {import("./strip_order.js").Part} Part */

/**
 * The tasks of the reader, what comes first at the front.
 * @param {Part[]} parts in the reader's order
 * @returns {string[]}
 */
export const tasksOf = (parts) => parts.flatMap(({ task }) => (task ? [task] : []));

/**
 * The words of a row that says it: the first task, and the one after it; where none is theirs, that there is none.
 * @param {Part[]} parts
 * @param {string} none what is said where nothing is the reader's to do
 */
export function taskRow(parts, none) {
  const [first = none, next = ""] = tasksOf(parts);
  return { first, next };
}
