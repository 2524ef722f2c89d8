// What has a number, and the one that follows in a run: its last digits count on, and keep their width. Pure.

export const NUMBERED = ["space", "opening"];

/**
 * @param {string} number such as 101, A-09 or 2.14b
 * @param {number} step
 * @returns {string} "" where it has no digits to count on
 */
export function numberAfter(number, step) {
  const found = /^(.*?)(\d+)(\D*)$/u.exec(number);
  if (found === null) return "";
  const [, before, digits, after] = found;
  return `${before}${String(BigInt(digits) + BigInt(step)).padStart(digits.length, "0")}${after}`;
}
