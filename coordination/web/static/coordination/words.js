// The words of scripts in the reader's language, as the server put them beside the page. Every script asks here.

/** @typedef {Record<string, Record<string, string>>} Lists the labels of closed lists, by list and value */
/** @typedef {{ lists?: Lists, [key: string]: string | Lists | undefined }} WordTable */

// The elements with such json; a page has those that its scripts need, and its own come before what others bring.
const BESIDE_THE_PAGE = ["words", "map-words", "shell-words"];

const unread = new Set(BESIDE_THE_PAGE);
/** @type {WordTable} */
let catalogue = {};

// Words that come another way: with a file of their own, or in the json of something else.
/** @param {WordTable} table */
export function loadWords(table) {
  catalogue = { ...catalogue, ...table, lists: { ...catalogue.lists, ...table.lists } };
}

// A word or sentence by key; {names} are filled in as text. A missing key shows itself, without its dots: better odd than
// silent.
/** @param {string} key @param {Record<string, unknown>} values */
export function word(key, values = {}) {
  return textWith(textOf(key) ?? String(key).replaceAll(/[._]/g, " "), values);
}

// A text from elsewhere with its {names} filled in; one without a value stays as it is.
/** @param {string} text @param {Record<string, unknown>} values */
export function textWith(text, values) {
  return filledIn(text, (name) => (name in values ? String(values[name]) : `{${name}}`));
}

// The rest of every key that begins so, in the table's order: the values of a closed list.
/** @param {string} prefix */
export function keysAfter(prefix) {
  readTables();
  const found = Object.keys(catalogue).filter((key) => key.startsWith(prefix));
  return found.map((key) => key.slice(prefix.length));
}

/** @param {string} key */
function textOf(key) {
  if (!Object.hasOwn(catalogue, key)) readTables();
  const text = catalogue[key];
  return typeof text === "string" ? text : null;
}

/** @param {string} list @returns {Record<string, string>} */
function labelsOf(list) {
  if (!catalogue.lists?.[list]) readTables();
  return catalogue.lists?.[list] ?? {};
}

function readTables() {
  for (const id of unread) {
    const holder = globalThis.document?.getElementById(id);
    // A page may still be coming: the last element that is there may be there in part.
    if (!holder || (document.readyState === "loading" && holder.nextSibling === null)) continue;
    unread.delete(id);
    /** @type {WordTable} */
    const table = JSON.parse(holder.textContent);
    catalogue = { ...table, ...catalogue, lists: { ...table.lists, ...catalogue.lists } };
  }
}

// The stop behind a name, where the sentence ends there: a value that ends its sentence itself is given no second end, as
// in sentences.py.
const NAME = /\{(\w+)\}(\.(?=\s|$))?/g;

/** The names of a text's places. @param {string} text */
export const namesIn = (text) => [...text.matchAll(NAME)].map(([, name]) => name);

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
  return labelsOf(list)[value ?? ""] ?? String(value ?? "");
}

// The label of a value, whichever list it is of; an unknown one shows as it is.
/** @param {string | null | undefined} value */
export function anyLabel(value) {
  readTables();
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
  return Object.entries(labelsOf(list));
}
