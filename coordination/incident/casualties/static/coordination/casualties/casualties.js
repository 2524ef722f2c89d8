// What casualties are called and how many there are, from what the room knows. Pure.

import { label, word } from "../words.js";

/** @typedef {{ category: string, algorithm: string, at: string, by: string }} Triage */
/** @typedef {{ number: number, category: string, algorithm: string, triages: Record<string, Triage>, state: string,
 *   state_at: string, opened_at: string, tag?: string, age_group?: string, name?: string, where?: string,
 *   space_id?: string, level_id?: string, lon?: number, lat?: number, injuries: Record<string, string>,
 *   interventions: Record<string, string>, area?: string, unit?: string, hospital?: string, destination?: string,
 *   left_at?: string, arrived_at?: string, merged_into?: string, opened_by: string, is_reported?: boolean }} Casualty as the room has it */
/** @typedef {Record<string, Casualty>} Casualties by their ids */
/** @typedef {{ counts: Record<string, Record<string, number>>, children: Record<string, number>, counted_at: string }} Counts */
/** @typedef {{ name: string, immediate?: number, delayed?: number, minimal?: number, told_by?: string, told_at?: string }} Hospital */
/** @typedef {{ state: string, hospital?: number }} Reunification */

export const CATEGORIES = ["immediate", "delayed", "minimal", "expectant", "dead", "untriaged"];
/** @type {Record<string, string>} a sign for each category: a color alone says nothing at night, or to one who sees none */
export const SIGNS = { immediate: "▲", delayed: "◆", minimal: "●", expectant: "◐", dead: "✕", untriaged: "?" };
export const PLACES = ["found", "treated", "ready", "transporting", "at_hospital", "released"];
const TAKEN_AWAY = ["transporting", "at_hospital"];
const CHILDREN = new Set(["infant", "child", "teenager"]);
const NO_MORE = new Set(["counted_twice", "mistaken"]);

/** @param {{ state: string }} casualty */
export const isCounted = ({ state }) => !NO_MORE.has(state);

/** @param {string} category */
export const categoryText = (category) => `${SIGNS[category]} ${label("casualty_category", category)}`;

/** What a casualty is called: by its name, else its number; with its tag.
 * @param {Pick<Casualty, "number" | "name" | "age_group" | "tag">} casualty */
export function titleOf({ number, name, age_group, tag }) {
  const isChild = age_group !== undefined && CHILDREN.has(age_group);
  const called = word(isChild && !name ? "casualties.child" : "casualties.casualty", { n: number });
  const said = name ? `${called} · ${name}` : called;
  return tag ? word("casualties.tagged", { name: said, tag }) : said;
}

/** Those who count, the most urgent first; of one category those who wait longest.
 * @param {Casualties} casualties @returns {[string, Casualty][]} */
export function inOrderOfUrgency(casualties) {
  return Object.entries(casualties)
    .filter(([, one]) => isCounted(one))
    .sort(
      ([, one], [, other]) =>
        Number(TAKEN_AWAY.includes(one.state)) - Number(TAKEN_AWAY.includes(other.state)) ||
        CATEGORIES.indexOf(one.category) - CATEGORIES.indexOf(other.category) ||
        one.number - other.number,
    );
}

/** @param {Counts | undefined} counts @param {string} category @param {string} place */
export const countOf = (counts, category, place) => counts?.counts?.[category]?.[place] ?? 0;

/** @param {Counts | undefined} counts */
export const totalOf = (counts) =>
  CATEGORIES.reduce((sum, one) => sum + PLACES.reduce((of, place) => of + countOf(counts, one, place), 0), 0);

/** Children whom medics brought to hospitals, beside those whom the reunification counts there; null without one.
 * @param {Counts | undefined} counts @param {Record<string, Reunification>} reunifications */
export function childrenTakenAway(counts, reunifications) {
  const medics = TAKEN_AWAY.reduce((sum, one) => sum + (counts?.children?.[one] ?? 0), 0);
  const operation = Object.values(reunifications).findLast(({ state }) => state !== "closed");
  return operation ? { medics, reunification: operation.hospital ?? 0 } : null;
}
