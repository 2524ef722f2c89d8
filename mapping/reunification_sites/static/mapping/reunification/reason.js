// Why a site is a good place, or none: a sentence with its numbers, lengths as people in the US say them. Pure.

import { textWith } from "../../coordination/words.js";
import { lengthText } from "../lengths.js";

/** @param {string} text @param {number[]} numbers */
export function reasonText(text, numbers) {
  return textWith(text, { ...numbers, length: lengthText(numbers[0]) });
}
