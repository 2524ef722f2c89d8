// Say an entry in words: one line a person can read at a glance. Returns plain text; nothing here touches the page, and
// nothing names an event: what each says is declared by the server (timeline_words.py, which fills in the same way).

import { merged } from "../client/log/fold.js";
import { anyLabel, filledIn, label, namesIn, saidIn, word } from "../words.js";

const SEPARATOR = " · ";

/**
 * @typedef {{ text: string, labels: Record<string, string> }} Template
 * @typedef {Template & {
 *   about: [string, string] | null, items: Record<string, Template>, quiet: boolean, strikable: boolean, place: boolean,
 *   of_site: boolean, calls: boolean
 * }} LineRule of_site: what it is about is of one of the sites; calls: its alert may be of life safety
 */

/** @typedef {import("../client/log/room_log.js").Content} Content */
/** @typedef {{ object: (kind: string, id: string) => any }} KnownObjects */

/** @type {Record<string, LineRule>} */
let rules = {};

/** @param {Record<string, LineRule>} table */
export function loadLineRules(table) {
  rules = table;
}

/** @type {LineRule} */
const UNKNOWN = {
  text: "",
  labels: {},
  about: null,
  items: {},
  quiet: false,
  strikable: false,
  place: false,
  of_site: false,
  calls: false,
};

/** @param {Pick<Content, "event">} content */
export function ruleOf(content) {
  return Object.hasOwn(rules, content.event.type) ? rules[content.event.type] : UNKNOWN;
}

/** @param {Pick<Content, "event" | "patch">} content @param {KnownObjects} log */
export function entryText(content, log) {
  const rule = ruleOf(content);
  if (rule === UNKNOWN) return word("entry.unknown", { type: content.event.type });
  return filled(rule, { ...objectOf(content, log), ...content.event }, rule.items);
}

// The object that an entry is about, as it was after it, or before it if the entry removed it; null if it is not known.
/** @param {Pick<Content, "event" | "patch">} content @param {KnownObjects} log @returns {any} */
export function objectOf(content, log) {
  const { about } = ruleOf(content);
  if (about === null) return null;
  const [kind, idField] = about;
  const id = String(content.event[idField]);
  const patched = content.patch?.[kind]?.[id] ?? null;
  const known = log.object(kind, id);
  return patched === null ? known : merged(known, patched);
}

// Where on the map an entry belongs: the place of its object, unless it removed it.
/**
 * @param {Pick<Content, "event" | "patch">} content
 * @param {KnownObjects} log
 * @returns {{ lon: number, lat: number, level_id: string | null } | null}
 */
export function placeOf(content, log) {
  const { about, place } = ruleOf(content);
  if (!place || about === null || !content.patch?.[about[0]]?.[String(content.event[about[1]])]) return null;
  const object = objectOf(content, log);
  const [lon, lat] = object.points?.[0] ?? [object.lon, object.lat];
  return lon === undefined ? null : { lon, lat, level_id: object.level_id ?? null };
}

/**
 * @param {Template} template
 * @param {Record<string, any>} values
 * @param {Record<string, Template>} [items]
 * @returns {string}
 */
function filled(template, values, items = {}) {
  const say = (/** @type {string} */ name) => said(saidIn(values, name), template.labels[name], items[name]);
  const parts = template.text.split(SEPARATOR);
  const saysSomething = (/** @type {string} */ part) => {
    const names = namesIn(part);
    return names.length === 0 || names.some((name) => say(name) !== "");
  };
  // What separates something that is missing goes with it.
  const kept = parts.filter((part) => parts.length === 1 || saysSomething(part));
  return kept
    .map((part) => filledIn(part, say))
    .join(SEPARATOR)
    .trim();
}

/**
 * @param {any} value of a field
 * @param {string | undefined} list whose labels it has
 * @param {Template | undefined} item how each of several is said
 * @returns {string}
 */
function said(value, list, item) {
  if (value === undefined || value === null) return "";
  if (item) return value.map((/** @type {Record<string, any>} */ one) => filled(item, one)).join("; ");
  const oneSaid = (/** @type {any} */ one) => (list ? label(list, one) : String(one));
  return Array.isArray(value) ? value.map(oneSaid).join(", ") : oneSaid(value);
}

// What was asked and is not in the log yet: what a person wrote or chose, behind the name of what they asked for.
/** @param {import("../client/room/outbox.js").Command} command */
export function commandText(command) {
  const title = command.type === "post_message" ? "" : word(`command.${command.type}`);
  const { kind, status, label: name, text, caption, note, reason } = command;
  return [title, anyLabel(kind), anyLabel(status), name, text, caption, note, reason].filter(Boolean).join(SEPARATOR);
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
