// What the reader of an incident does now, said once in plain words: what waits for their answer, what a directive has for
// them, what no one has taken and they may take. Each part of the strip says its own; nothing is made up here. Pure.

/** @typedef {import("./strip_order.js").Part} Part */

/**
 * The tasks of the reader, what comes first at the front.
 * @param {Part[]} parts in the reader's order
 * @returns {string[]}
 */
export const tasksOf = (parts) => parts.flatMap(({ task }) => (task ? [task] : []));

// What cannot wait before what can.
const DECISIONS = ["mayday", "all_clear", "confirm", "offer", "message", "same", "unsure"];

/**
 * What waits for the decision of who commands, each kind once, with its number.
 * @param {Part[]} parts
 * @returns {[kind: string, n: number][]}
 */
export function decisionsOf(parts) {
  const waiting = parts.flatMap(({ decisions = [] }) => decisions);
  return DECISIONS.map(
    (kind) => /** @type {[string, number]} */ ([kind, waiting.filter((one) => one === kind).length]),
  ).filter(([, n]) => n > 0);
}

/**
 * The words of a row that says it: the first task, and the one after it; where none is theirs, that there is none. And the
 * first in short, for a phone, in wordings from long to short.
 * @param {Part[]} parts
 * @param {string} none what is said where nothing is the reader's to do
 */
export function taskRow(parts, none) {
  const [first = none, next = ""] = tasksOf(parts);
  const { ask = first, asks = [ask] } = parts.find(({ task }) => task) ?? {};
  return { first, next, asks };
}

// What stands for as long as a directive does, and waits for nothing.
const STANDING = new Set(["lockdown", "response"]);

/**
 * The row of a reader whose task comes from who commands, or is to give it: that first, and what a directive asks of them
 * behind it. What waits for their own answer goes before both.
 * @param {Part[]} parts
 * @param {ReturnType<typeof taskRow>} row
 * @param {string[]} orders how their task comes, in wordings from long to short
 * @param {{ isAlone?: boolean }} [options] isAlone: what a directive asks is for others to do
 * @returns {ReturnType<typeof taskRow>}
 */
export function ordersRow(parts, row, orders, { isAlone = false } = {}) {
  const [named] = orders;
  const part = parts.find(({ task }) => task);
  const [, second] = parts.filter(({ task, kind }) => task && !STANDING.has(kind));
  // Who gives tasks answers all that waits for them before.
  if (part && !STANDING.has(part.kind)) return { ...row, next: (isAlone && second?.task) || named };
  if (!part || isAlone) return { first: named, next: "", asks: orders };
  return { first: `${named} ${part.task}`, next: row.next, asks: [`${named} ${part.ask ?? part.task}`, ...orders] };
}
