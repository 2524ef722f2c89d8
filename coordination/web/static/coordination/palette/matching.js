// How well a title fits what was typed: whole beginnings first, then words that begin so, then letters in order. Pure.

import { fold } from "../../mapping/places/places.js";

/**
 * @param {string} text
 * @param {string} typed
 * @returns {number} 0 for no fit; more is better
 */
export function fitOf(text, typed) {
  const whole = fold(text);
  const wanted = fold(typed).trim();
  if (wanted === "") return 1;
  if (whole === wanted) return 100;
  if (whole.startsWith(wanted)) return 80;
  const words = whole.split(/[^\p{L}\p{N}]+/u);
  const parts = wanted.split(/\s+/);
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 60;
  if (whole.includes(wanted)) return 40;
  return wanted.length >= 3 && inOrder(whole, wanted.replaceAll(" ", "")) ? 10 : 0;
}

/** @param {string} whole @param {string} letters */
function inOrder(whole, letters) {
  let at = -1;
  for (const letter of letters) {
    at = whole.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/**
 * The best fitting first; `rank` of a found thing counts where its title was not compared.
 * @param {import("./palette.js").Found[]} found
 * @param {string} typed
 */
export function bestOf(found, typed, most = 12) {
  return found
    .map((one) => ({ ...one, fit: one.rank ?? Math.max(fitOf(one.title, typed), fitOf(one.also ?? "", typed) - 5) }))
    .filter((one) => one.fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .slice(0, most);
}
