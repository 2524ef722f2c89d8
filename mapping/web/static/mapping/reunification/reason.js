// Why a site is a good place, or none: a sentence with its numbers, lengths as people in the US say them. Pure.

import { lengthText } from "../lengths.js";

/** @param {string} text @param {number[]} numbers */
export function reasonText(text, numbers) {
  return text
    .replace("{length}", () => lengthText(numbers[0]))
    .replace(/\{(\d)\}/g, (_all, n) => String(numbers[Number(n)]));
}
