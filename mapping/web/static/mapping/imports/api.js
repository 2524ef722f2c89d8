// What the pages about imports share: the way to the server, and words with numbers in them.

import { Api } from "../../coordination/api.js";
import { word } from "../words.js";

export const api = new Api({ unreachable: () => word("import.unreachable") });

// The word of a key with numbers and names put into it; what is put in is never looked at again.
/** @param {string} key @param {...(string | number)} values */
export function filled(key, ...values) {
  return word(key).replace(/\{(\d)\}/g, (_all, place) => String(values[Number(place)]));
}
