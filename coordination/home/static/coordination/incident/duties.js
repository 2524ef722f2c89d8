// What a person answers for is sent at once and never kept in the browser: what lacks is said in its dialog.

import { ApiProblem } from "../api.js";
import { word } from "../words.js";

export class Missing extends Error {}

/** @param {Error} error */
export function problemOf(error) {
  if (error instanceof Missing || error instanceof ApiProblem) return error.message;
  return word("problem.unreachable");
}
