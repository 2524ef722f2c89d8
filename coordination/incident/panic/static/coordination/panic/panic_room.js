// In which room someone who presses most likely is: chosen by hand a moment ago, else what the server knows now, else
// what was chosen on this device before. A page stays open for days, so that it is asked anew when shown and when held.

import { element } from "../element.js";
import { word } from "../words.js";

const BY_HAND_HOLDS_MS = 30 * 60_000;
const NEAR = 4;
// A position that is no better than this says nothing of rooms.
const PRECISE_M = 100;
// Two classrooms on: a person farther from a room than this and their accuracy is not in it.
const IN_ROOM_M = 40;
// As far as a campus reaches from its middle.
const AT_SITE_M = 500;
const METRES_PER_DEGREE = 111_320;

/** @typedef {{ space_id: string, label: string, building: string, level: string, mine: string | null, lon: number,
 *   lat: number }} PanicPlace a room of the site, and why it is the reader's (docs/openapi.json) */
/** @typedef {{ lon: number, lat: number }} LonLat */
/** @typedef {LonLat & { accuracy_m: number }} Position */

export class PanicRoom {
  /** @param {{ api: any, form: any, why: HTMLElement, now?: () => number }} given */
  constructor({ api, form, why, now = () => Date.now() }) {
    this.api = api;
    this.site = form.elements.site_id;
    this.select = form.elements.space_id;
    this.why = why;
    this.now = now;
    /** @type {PanicPlace[]} */
    this.places = [];
    /** @type {Position | null} */
    this.position = null;
    /** @type {string | undefined} */
    this.drawn = undefined; // which rooms the list has
    this.isSiteAsked = false;
    this.site.addEventListener("change", () => this.#siteChosen());
    this.select.addEventListener("change", () => this.#chosen());
    this.select.addEventListener("blur", () => this.#draw());
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
    addEventListener("pageshow", ({ persisted }) => persisted && this.ask());
    this.#preselectSite();
    this.#draw();
    this.ask();
  }

  /** Ask the server anew; what comes too late or not at all changes nothing. */
  async ask() {
    const site = this.site.value;
    let places;
    try {
      places = await this.api.get(`/sites/${site}/panic-places`);
    } catch {
      return; // the alarm works without a list
    }
    if (site !== this.site.value) return;
    this.places = places;
    this.#draw();
  }

  /** @param {Position | null} position */
  moved(position) {
    this.position = position !== null && position.accuracy_m <= PRECISE_M ? position : null;
    if (this.position !== null) this.#nearestSite(this.position);
    this.#draw();
  }

  // A person of several schools presses for the one where they stand, unless they have just said another.
  /** @param {Position} position */
  #nearestSite(position) {
    const hand = this.#kept("panic.site");
    if (this.isSiteAsked || (hand !== null && this.now() - hand.at < BY_HAND_HOLDS_MS)) return;
    /** @param {HTMLOptionElement} option */
    const far = ({ dataset }) => metres({ lon: Number(dataset.lon), lat: Number(dataset.lat) }, position);
    const [nearest] = [...this.site.options].sort((one, other) => far(one) - far(other));
    if (nearest.value === this.site.value || far(nearest) > AT_SITE_M) return;
    this.site.value = nearest.value;
    this.places = [];
    this.ask();
  }

  #draw() {
    const near = this.#near();
    const key = JSON.stringify([this.places, near.map(({ space_id: id }) => id)]);
    // Nothing moves under a finger that is choosing.
    if (document.activeElement === this.select) return;
    if (key !== this.drawn) {
      this.drawn = key;
      const unknown = element("option", { value: "", text: word("panic.no_place") });
      const floors = Object.entries(groups(this.places, floorOf)).map(([label, rooms]) => group(label, rooms));
      this.select.replaceChildren(unknown, ...(near.length > 0 ? [group(word("panic.near"), near)] : []), ...floors);
    }
    this.#preselect();
  }

  #preselect() {
    const [value, why] = this.#likely();
    this.select.value = value;
    if (this.select.selectedIndex < 0) this.select.value = "";
    const text = this.select.value === value ? why : "";
    if (this.why.textContent !== text) this.why.textContent = text;
  }

  /** @returns {[string, string]} */
  #likely() {
    const hand = this.#kept(`panic.room.${this.site.value}`);
    if (hand !== null && this.now() - hand.at < BY_HAND_HOLDS_MS) return [hand.value, ""];
    const mine = this.places.find((one) => one.mine !== null);
    if (mine !== undefined && this.#isFarFrom(mine)) return ["", word("panic.far_from", { room: mine.label })];
    if (mine !== undefined) return [mine.space_id, word(`panic.mine_${mine.mine}`)];
    const before = this.places.find(({ space_id: id }) => id === hand?.value);
    if (before === undefined || this.#isFarFrom(before)) return ["", ""];
    return [before.space_id, word("panic.mine_before")];
  }

  /** @param {LonLat} room */
  #isFarFrom(room) {
    return this.position !== null && metres(room, this.position) > IN_ROOM_M + this.position.accuracy_m;
  }

  // Which rooms are near is found here; the position goes with a press, and before it nowhere.
  #near() {
    const { position } = this;
    if (position === null) return [];
    /** @param {LonLat} room */
    const far = (room) => metres(room, position);
    const close = this.places.filter((room) => far(room) <= IN_ROOM_M + position.accuracy_m);
    return close.sort((one, other) => far(one) - far(other)).slice(0, NEAR);
  }

  #chosen() {
    this.#keep(`panic.room.${this.site.value}`, this.select.value);
    this.why.textContent = "";
  }

  #siteChosen() {
    this.#keep("panic.site", this.site.value);
    this.places = [];
    this.#draw();
    this.ask();
  }

  // Who comes to several schools is most likely where they were last.
  #preselectSite() {
    const before = this.#kept("panic.site")?.value;
    this.isSiteAsked = [...this.site.options].some((one) => one.defaultSelected);
    if (!this.isSiteAsked && [...this.site.options].some((one) => one.value === before)) this.site.value = before;
  }

  /** @param {string} key @param {string} value */
  #keep(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify({ value, at: this.now() }));
    } catch {
      // private windows keep nothing
    }
  }

  /** @param {string} key @returns {{ value: string, at: number } | null} what was chosen, and when */
  #kept(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      return typeof kept?.value === "string" && typeof kept.at === "number" ? kept : null;
    } catch {
      return null;
    }
  }
}

/** @param {PanicPlace} room */
const floorOf = ({ building, level }) => [building, level].filter(Boolean).join(" · ");

/** @param {PanicPlace[]} rooms @param {(room: PanicPlace) => string} keyOf */
function groups(rooms, keyOf) {
  /** @type {Record<string, PanicPlace[]>} */
  const found = {};
  for (const room of rooms) (found[keyOf(room)] ??= []).push(room);
  return found;
}

/** @param {string} label @param {PanicPlace[]} rooms */
function group(label, rooms) {
  const options = rooms.map((room) => element("option", { value: room.space_id, text: room.label }));
  return element("optgroup", { label }, ...options);
}

// On the ground of one school the earth is flat.
/** @param {LonLat} one @param {LonLat} other */
function metres(one, other) {
  const east = (one.lon - other.lon) * Math.cos((one.lat * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.hypot(east, one.lat - other.lat);
}
