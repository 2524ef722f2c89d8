// Find places in what people write, and say places in words. The same as mapping/places in Python, held to it by
// tests/data/place_vectors.json. Pure: no page, no network; works on a gazetteer that was loaded before.
//
//   const book = new PlaceBook(await api.get(`/sites/${id}/gazetteer`));
//   book.mentionsIn("door 7, near the gym")   [{ start, end, places: [{ key, kind, id, level_id, lon, lat, confidence, said }] }]
//   book.wordsAt({ lon, lat, level_id, space_id })   "Room 112, first floor, side B, nearest exterior door 7, grid G10"
//   book.wordsOf(place)                              the same for one of the places above

import { boxOfCell, cellOf } from "../plan/cells.js";
import { coordinatesIn } from "./coordinates.js";
import { PlaceReader } from "./place_reader.js";

/** @typedef {import("./coordinates.js").Place} Place */
/** @typedef {import("../plan/cells.js").Grid} Grid */
/** @typedef {{ text: string, start: number, end: number, isLoud: boolean, isAfterStop: boolean }} Token */
/** @typedef {{ id: string, building: string, said: string, keys: string[], phrases: string[],
 *   middle?: [number, number] | null }} Floor */
/** @typedef {{ id: string, kinds: string[], keys: string[], phrase: string, floor: number | null, lon: number, lat: number,
 *   said: string, number: string, door: number | null, side: string }} Known a place of the gazetteer; floor, door: its index */
/** @typedef {Record<"floors_alone" | "basements" | "floor_words" | "number_words" | "fillers" | "prepositions" | "units" |
 *   "joined", Set<string>> & Record<"floor_keys" | "floor_letters", Map<string, string>> & {
 *   floor_codes: [RegExp, string][], kinds: Record<string, { words: string[], alone: number }>, linked_from: number
 * }} Words what the reader goes by */
/** @typedef {Omit<Place, "key" | "confidence"> & { key?: string | null, confidence?: number }} Sayable */

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const TOGETHER = /^([a-z]+)([0-9]+[a-z]?)$/;
const MAX_CHARS = 8000;
const MAX_CANDIDATES = 12;
const WORD_LISTS = [
  "floors_alone",
  "basements",
  "floor_words",
  "number_words",
  "fillers",
  "prepositions",
  "units",
  "joined",
];

/** @param {string} text */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
}

export class PlaceBook {
  /**
   * As the gazetteer of a site comes from the server.
   * @param {{
   *   version: string, lexicon: Record<string, any>, say: Record<string, any>, floors: Floor[], places: any[][],
   *   has_many_buildings: boolean, grid: Grid | null
   * }} gazetteer
   */
  constructor({ version, lexicon, say, floors, has_many_buildings: hasManyBuildings, places, grid }) {
    this.version = version;
    this.say = say;
    this.floors = floors;
    this.hasManyBuildings = hasManyBuildings;
    this.grid = grid;
    /** @type {Known[]} */
    this.places = places.map(([id, kinds, keys, phrase, floor, lon, lat, said, number, door, side]) => ({
      id,
      kinds,
      keys,
      phrase,
      floor,
      lon,
      lat,
      said,
      number,
      door,
      side,
    }));
    this.words = wordsOf(lexicon);
    /** @type {Map<string, string>} */
    this.kindOfWord = new Map();
    for (const [kind, { words }] of Object.entries(this.words.kinds))
      for (const word of words) this.kindOfWord.set(word, kind);
    /** @type {Map<string, number[]>} */
    this.byKey = new Map();
    /** @type {Map<string, number[]>} */
    this.byKind = new Map();
    /** @type {Map<string, number[]>} */
    this.byPhrase = new Map();
    this.places.forEach((place, index) => this.#index(place, index));
  }

  /** @param {Known} place @param {number} index */
  #index(place, index) {
    /** @param {Map<string, number[]>} map @param {string} key */
    const add = (map, key) => map.set(key, [...(map.get(key) ?? []), index]);
    for (const kind of place.kinds) {
      add(this.byKind, kind);
      for (const key of place.keys) add(this.byKey, `${kind}\n${key}`);
    }
    if (place.phrase !== "") add(this.byPhrase, place.phrase);
  }

  /** @param {string} text */
  mentionsIn(text) {
    const given = coordinatesIn(text);
    /** @type {{ start: number, end: number, places: Place[] }[]} */
    const found = given.map((one) => ({ start: one.start, end: one.end, places: [one.place] }));
    const words = this.tokens(text).filter((one) => !given.some((it) => it.start < one.end && one.start < it.end));
    const reader = new PlaceReader(this, words);
    for (let index = 0; index < words.length;) {
      const match = reader.at(index);
      const places = match === null ? [] : this.#candidates(match);
      if (match === null || places.length === 0) {
        index += 1;
        continue;
      }
      if (Math.max(...match.weights.values()) >= this.words.linked_from)
        found.push({ start: words[index].start, end: words[match.end - 1].end, places });
      index = match.end;
    }
    return found.sort((a, b) => a.start - b.start);
  }

  /** @param {string} text */
  tokens(text) {
    /** @type {Token[]} */
    const found = [];
    for (const match of text.slice(0, MAX_CHARS).matchAll(WORD)) {
      const start = match.index;
      const isAfterStop = text.slice(found.at(-1)?.end ?? 0, start).trim() !== "";
      found.push(...this.#cut(match[0], start, isAfterStop));
    }
    return found;
  }

  /** @param {string} word @param {number} start @param {boolean} isAfterStop @returns {Token[]} */
  #cut(word, start, isAfterStop) {
    const text = fold(word);
    const isLoud = word === word.toUpperCase();
    const end = start + word.length;
    const together = TOGETHER.exec(text);
    if (together === null || !this.words.joined.has(together[1]) || text.length !== word.length)
      return text === "" ? [] : [{ text, start, end, isLoud, isAfterStop }];
    const middle = start + together[1].length;
    return [
      { text: together[1], start, end: middle, isLoud, isAfterStop },
      { text: together[2], start: middle, end, isLoud, isAfterStop: false },
    ];
  }

  /** @param {{ weights: Map<string, number> }} reading @returns {Place[]} */
  #candidates({ weights }) {
    const values = [...weights.values()];
    const total = values.reduce((sum, one) => sum + one, 0);
    if (weights.size > MAX_CANDIDATES || total <= 0) return [];
    const best = Math.max(...values);
    const places = [...weights].map(([key, weight]) =>
      this.#place(key, Math.floor(((best * weight) / total) * 100 + 0.5) / 100),
    );
    return places.filter((one) => one !== null).sort((a, b) => b.confidence - a.confidence);
  }

  /** @param {string} key @param {number} confidence @returns {Place | null} */
  #place(key, confidence) {
    if (key[0] === "c") {
      const box = this.grid === null ? null : boxOfCell(this.grid, key.slice(1));
      if (box === null) return null;
      const [west, south, east, north] = box;
      return {
        key,
        kind: "cell",
        id: null,
        level_id: null,
        lon: (west + east) / 2,
        lat: (south + north) / 2,
        confidence,
        said: this.say.cell_alone.replace("{}", key.slice(1)),
      };
    }
    const index = Number(key.slice(1));
    if (key[0] === "f") {
      const { id, building, said, middle: drawn } = this.floors[index];
      /** @type {{ lon: number, lat: number }[]} */
      const points = this.places.filter((one) => one.floor === index);
      // Nothing on it has a name: it lies where it is drawn.
      if (points.length === 0 && drawn) points.push({ lon: drawn[0], lat: drawn[1] });
      if (points.length === 0) return null;
      const house = this.hasManyBuildings && building !== "" ? `${building}, ` : "";
      return {
        key,
        kind: "floor",
        id,
        level_id: id,
        lon: middle(points.map((one) => one.lon)),
        lat: middle(points.map((one) => one.lat)),
        confidence,
        said: house + said,
      };
    }
    const { id, kinds, floor, lon, lat, said } = this.places[index];
    return {
      key,
      kind: kinds[0],
      id,
      level_id: floor === null ? null : this.floors[floor].id,
      lon,
      lat,
      confidence,
      said,
    };
  }

  /** @param {Sayable} place */
  wordsOf(place) {
    const named = place.key?.[0] === "p" ? this.places[Number(place.key.slice(1))] : null;
    return this.#words({ ...place, named, floor: named?.floor ?? null });
  }

  // Name a point on the map in words: the room if a floor and a room are known, else as much as is.
  /** @param {{ lon: number, lat: number, level_id?: string | null, space_id?: string | null }} at */
  wordsAt({ lon, lat, level_id: levelId = null, space_id: spaceId = null }) {
    const named = this.places.find((one) => one.id === spaceId) ?? null;
    const known = this.floors.findIndex((one) => one.id === levelId);
    const floor = named?.floor ?? (known === -1 ? null : known);
    return this.#words({ kind: named?.kinds[0] ?? "point", said: named?.said ?? null, lon, lat, named, floor });
  }

  /**
   * @param {{ kind: string, said: string | null, lon: number, lat: number, named: Known | null, floor: number | null }} about
   */
  #words({ kind, said, lon, lat, named, floor }) {
    const door = named === null ? this.#nearestDoor(lon, lat, floor) : named.door;
    const side = named === null ? (door === null ? "" : this.places[door].side) : named.side;
    const number = door === null || kind === "door" ? "" : this.places[door].number;
    if (kind === "floor") return said;
    const parts = [said, ...(floor === null ? [] : this.#floorWords(floor))];
    if (side !== "")
      parts.push(
        Object.hasOwn(this.say.compass_names, side)
          ? this.say.compass.replace("{}", this.say.compass_names[side])
          : this.say.side.replace("{}", side),
      );
    if (number !== "") parts.push(this.say.door.replace("{}", () => number));
    const cell = this.grid === null ? null : cellOf(this.grid, [lon, lat]);
    if (cell !== null && kind !== "cell") parts.push(this.say.cell.replace("{}", cell));
    return parts.filter((part) => part !== null).join(", ");
  }

  /** @param {number} floor */
  #floorWords(floor) {
    const { building, said } = this.floors[floor];
    return this.hasManyBuildings && building !== "" ? [building, said] : [said];
  }

  /** @param {number} lon @param {number} lat @param {number | null} floor */
  #nearestDoor(lon, lat, floor) {
    const building = floor === null ? "" : this.floors[floor].building;
    /** @param {Known} door */
    const houseOf = (door) => (door.floor === null ? "" : this.floors[door.floor].building);
    /** @type {number | null} */
    let best = null;
    let least = this.say.near_deg;
    for (const index of this.byKind.get("exterior") ?? []) {
      const door = this.places[index];
      if (building !== "" && houseOf(door) !== building) continue;
      const apart = Math.hypot((door.lon - lon) * Math.cos((lat * Math.PI) / 180), door.lat - lat);
      if (apart >= least) continue;
      best = index;
      least = apart;
    }
    return best;
  }
}

/** @param {Record<string, any>} lexicon @returns {Words} */
function wordsOf(lexicon) {
  const words = { ...lexicon };
  for (const name of WORD_LISTS) words[name] = new Set(lexicon[name]);
  for (const name of ["floor_keys", "floor_letters"]) words[name] = new Map(Object.entries(lexicon[name]));
  /** @type {[string, string][]} */
  const codes = lexicon.floor_codes;
  words.floor_codes = codes.map(([pattern, start]) => [new RegExp(`^${pattern}$`), start]);
  return /** @type {any} */ (words);
}

/** @param {number[]} values */
const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
