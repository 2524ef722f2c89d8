// One school of several: which entries are its own, which of the whole incident, and what of the others is not shown.
// The rule is that of by_school.py. What may be of life safety is shown from every school.

import { element } from "../element.js";
import { objectOf, ruleOf } from "./entry_words.js";
import { word } from "../words.js";

/** @typedef {import("../client/log/room_log.js").Content} Content */
/** @typedef {{ id: string, name: string, agencyIds: string[] }} School agencyIds: among them that of the school itself */
/** @typedef {Pick<import("../room/room.js").Room, "log" | "siteId" | "siteName" | "siteAgencyIds">} RoomOfSchools */

/**
 * The schools that are or were in an incident: its own first, then the others by name; none where it has but one. Pure.
 * @param {RoomOfSchools} room
 * @returns {School[]}
 */
export function schoolsIn({ log, siteId, siteName, siteAgencyIds }) {
  const joined = Object.entries(log.objects("sites"))
    .filter(([id]) => id !== siteId)
    .map(([id, { site, school_id: schoolId }]) => ({ id, name: site, agencyIds: schoolId ? [schoolId] : [] }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return joined.length === 0 ? [] : [{ id: siteId, name: siteName, agencyIds: siteAgencyIds }, ...joined];
}

/**
 * Of which school an entry is; null: of the whole incident. What it is about counts before who wrote it. Pure.
 * @param {Pick<Content, "by" | "event" | "patch">} content
 * @param {RoomOfSchools} room
 * @param {(levelId: string) => string | undefined} siteIdOfLevel
 * @returns {string | null}
 */
export function schoolIdOf(content, room, siteIdOfLevel) {
  const { by, event } = content;
  const schools = schoolsIn(room);
  const found = { ...objectOf(content, room.log), ...event };
  const siteId = ruleOf(content).of_site ? (found.site_id ?? room.siteId) : event.site_id;
  if (schools.some(({ id }) => id === siteId)) return siteId;
  const levelId = found.level_id ?? found.place?.level_id;
  const ofLevel = levelId ? siteIdOfLevel(levelId) : undefined;
  if (schools.some(({ id }) => id === ofLevel)) return ofLevel;
  const ofName = theOne(schools, ({ name }) => name === found.place?.site);
  const who = found.agency_kind ? found : by;
  // District and responders are of the whole incident.
  if (ofName !== null || who.agency_kind !== "school") return ofName;
  return theOne(schools, ({ agencyIds }) => agencyIds.includes(who.agency_id));
}

/** @param {School[]} schools @param {(one: School) => boolean} isIt */
function theOne(schools, isIt) {
  const found = schools.filter(isIt);
  return found.length === 1 ? found[0].id : null;
}

/**
 * Let a list choose among the schools; what was chosen stays while it is there.
 * @param {HTMLSelectElement} select its first option means all
 * @param {School[]} schools
 */
export function fillSchools(select, schools) {
  const before = select.value;
  const options = [...select.options].slice(1);
  if (options.length === schools.length && schools.every(({ id }, n) => options[n].value === id)) return;
  select.replaceChildren(
    select.options[0],
    ...schools.map(({ id, name }) => element("option", { value: id, text: name })),
  );
  select.value = schools.some(({ id }) => id === before) ? before : "";
}

export class BySchool {
  /**
   * @param {{ root: HTMLElement, room: import("../room/room.js").Room,
   *   places: import("../map/room_places.js").RoomPlaces, onChange: () => void }} parts root: the timeline's
   */
  constructor({ root, room, places, onChange }) {
    this.room = room;
    this.places = places;
    this.bar = root.querySelector("[data-by-school]");
    this.select = this.bar.querySelector("select");
    this.says = this.bar.querySelector("[data-says]");
    this.list = root.querySelector("[data-entries]");
    this.openedBefore = 0; // up to here entries may have been seen before the reader narrowed it
    this.select.addEventListener("change", onChange);
  }

  get isNarrowed() {
    return this.select.value !== "";
  }

  showChoices() {
    const schools = schoolsIn(this.room);
    fillSchools(this.select, schools);
    this.bar.hidden = schools.length === 0;
  }

  showAll() {
    this.select.value = "";
  }

  // Hide a line of another school, and mark what is not of the chosen one.
  /** @param {HTMLElement} line @param {import("../client/log/room_log.js").Frame | null | undefined} frame */
  mark(line, frame) {
    line.querySelector(".entry-school")?.remove();
    line.hidden = false;
    // What is withheld says of no school.
    if (!this.isNarrowed || !frame?.content) return;
    const schoolId = schoolIdOf(frame.content, this.room, (levelId) => this.places.live.plan.siteIdOf(levelId));
    if (schoolId === this.select.value) return;
    line.hidden = schoolId !== null && !ruleOf(frame.content).calls;
    const text = schoolId === null ? word("by_school.whole") : this.#nameOf(schoolId);
    line.querySelector(".entry-head")?.append(element("span", { class: "badge entry-school", text }));
  }

  /** @param {string} schoolId */
  #nameOf(schoolId) {
    return schoolsIn(this.room).find(({ id }) => id === schoolId)?.name;
  }

  // What is not shown is said, and how much of it is newer than all that is.
  sayHidden() {
    const n = this.#hidden().length;
    let newer = 0;
    for (let line = this.list.lastElementChild; line?.hidden; line = line.previousElementSibling) newer += 1;
    const text = this.isNarrowed ? word("by_school.hidden", { n, newer }) : "";
    if (this.says.textContent !== text) this.says.textContent = text;
  }

  // Up to which entry the log has been on the screen: not beyond one that came since and was never shown.
  /** @param {number} shownTo */
  openedTo(shownTo) {
    const first = this.#hidden().find(({ dataset }) => Number(dataset.seq) > this.openedBefore);
    return first ? Math.min(shownTo, Number(first.dataset.seq) - 1) : shownTo;
  }

  /** @returns {HTMLElement[]} */
  #hidden() {
    return this.isNarrowed ? [...this.list.querySelectorAll(":scope > [hidden]")] : [];
  }
}
