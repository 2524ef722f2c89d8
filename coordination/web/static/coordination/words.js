// The page's words in the reader's language, from the json the server put into the page.

/** @typedef {Record<string, Record<string, string>>} Lists the labels of closed lists, by list and value */
/** @typedef {{ lists?: Lists, [key: string]: string | Lists | undefined }} WordTable */

/** @type {WordTable} */
let catalogue = {};

// What is above every page brings words of its own; those of the page come before them.
/** @param {WordTable} table */
export function loadWords(table) {
  catalogue = { ...catalogue, ...table, lists: { ...catalogue.lists, ...table.lists } };
}

// A word or sentence by key; {names} are filled in as text. A missing key shows itself: better odd than silent.
/** @param {string} key @param {Record<string, unknown>} values */
export function word(key, values = {}) {
  const text = typeof catalogue[key] === "string" ? catalogue[key] : key;
  return filledIn(text, (name) => (name in values ? String(values[name]) : `{${name}}`));
}

// The stop behind a name, where the sentence ends there: a value that ends its sentence itself is given no second end, as
// in sentences.py.
const NAME = /\{(\w+)\}(\.(?=\s|$))?/g;

/** A text with its {names} filled in. @param {string} text @param {(name: string) => string} valueOf */
export const filledIn = (text, valueOf) =>
  text.replace(NAME, (_whole, name, stop) =>
    stop && valueOf(name) ? sentence(valueOf(name)) : valueOf(name) + (stop ?? ""),
  );

/** One sentence with its end. @param {string} text */
export const sentence = (text) => (/[.!?…]$/.test(text.trimEnd()) ? text.trimEnd() : `${text.trimEnd()}.`);

/** What is not empty, each with its end. @param {string[]} parts */
export const sentences = (parts) => parts.filter(Boolean).map(sentence).join(" ");

// The label of a value of a closed list, such as incident_type ACTSHOOT; an unknown one shows as it is.
/** @param {string} list @param {string | null | undefined} value */
export function label(list, value) {
  return catalogue.lists?.[list]?.[value ?? ""] ?? String(value ?? "");
}

// The label of a value, whichever list it is of; an unknown one shows as it is.
/** @param {string | null | undefined} value */
export function anyLabel(value) {
  const list = Object.values(catalogue.lists ?? {}).find((one) => Object.hasOwn(one, value ?? ""));
  return list?.[value ?? ""] ?? String(value ?? "");
}

// What a field says to this reader: `words_in` has by language what `words` says in English.
/** @param {Record<string, any>} object @param {string} field @returns {any} */
export function saidIn(object, field, language = globalThis.document?.documentElement.lang) {
  const others = object[`${field}_in`];
  return others && Object.hasOwn(others, language ?? "") ? others[language] : object[field];
}

/** @param {string} list @returns {[string, string][]} */
export function choices(list) {
  return Object.entries(catalogue.lists?.[list] ?? {});
}
