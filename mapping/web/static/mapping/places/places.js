// Find places in what people write, and say places in words. The same as mapping/places in Python, held to it by
// tests/data/place_vectors.json. Pure: no page, no network; works on a gazetteer that was loaded before.
//
//   const book = new PlaceBook(await api.get(`/sites/${id}/gazetteer`));
//   book.mentionsIn("door 7, near the gym")   [{ start, end, places: [{ key, kind, id, level_id, lon, lat, confidence, said }] }]
//   book.wordsAt({ lon, lat, level_id, space_id })   "Room 112, first floor, side B, nearest exterior door 7, grid G10"
//   book.wordsOf(place)                              the same for one of the places above

import { boxOfCell, cellOf } from "../plan/cells.js";
import { lonlatFromUsng } from "./usng.js";

const USNG =
  /(?<![A-Za-z0-9])([0-9]{1,2}[C-HJ-NP-Xc-hj-np-x]) ?([A-HJ-NP-Za-hj-np-z]{2}) ?([0-9]{2,5} [0-9]{2,5}|[0-9]{4,10})(?![A-Za-z0-9])/g;
const LATLON = /(?<![0-9.])(-?[0-9]{1,2}\.[0-9]{3,9}) ?[,; ] ?(-?[0-9]{1,3}\.[0-9]{3,9})(?![0-9.])/g;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const TOGETHER = /^([a-z]+)([0-9]+[a-z]?)$/;
const BARE_NUMBER = /^[0-9]{2,5}$/;
const NUMBER_WITH_LETTER = /^(?:[a-z]{1,2}[0-9]{1,4}|[0-9]{1,4}[a-z])$/;
const MAX_CHARS = 8000;
const MAX_CANDIDATES = 12;
const MAX_PHRASE_TOKENS = 6;
const MAX_KEY_TOKENS = 3;
const MAX_WORD_TOKENS = 3;
const MAX_FILLERS = 2;
// A floor called "C" is meant only after the word for floor.
const MIN_NAME_CHARS = 3;
const SHORT_NUMBER = /^[0-9]{1,2}$/;
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

export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
}

export class PlaceBook {
  constructor({ version, lexicon, say, floors, has_many_buildings: hasManyBuildings, places, grid }) {
    this.version = version;
    this.say = say;
    this.floors = floors;
    this.hasManyBuildings = hasManyBuildings;
    this.grid = grid;
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
    this.words = { ...lexicon };
    for (const name of WORD_LISTS) this.words[name] = new Set(lexicon[name]);
    for (const name of ["floor_keys", "floor_letters"]) this.words[name] = new Map(Object.entries(lexicon[name]));
    this.words.floor_codes = lexicon.floor_codes.map(([pattern, start]) => [new RegExp(`^${pattern}$`), start]);
    this.kindOfWord = new Map(
      Object.entries(lexicon.kinds).flatMap(([kind, { words }]) => words.map((word) => [word, kind])),
    );
    this.byKey = new Map();
    this.byKind = new Map();
    this.byPhrase = new Map();
    this.places.forEach((place, index) => this.#index(place, index));
  }

  #index(place, index) {
    const add = (map, key) => (map.has(key) ? map.get(key).push(index) : map.set(key, [index]));
    for (const kind of place.kinds) {
      add(this.byKind, kind);
      for (const key of place.keys) add(this.byKey, `${kind}\n${key}`);
    }
    if (place.phrase !== "") add(this.byPhrase, place.phrase);
  }

  mentionsIn(text) {
    const given = coordinatesIn(text);
    const found = given.map((one) => ({ start: one.start, end: one.end, places: [one.place] }));
    const words = this.tokens(text).filter((one) => !given.some((it) => it.start < one.end && one.start < it.end));
    const reader = new Reader(this, words);
    for (let index = 0; index < words.length;) {
      const match = reader.at(index);
      const places = match === null ? [] : this.#candidates(match);
      if (places.length > 0 && Math.max(...match.weights.values()) >= this.words.linked_from)
        found.push({ start: words[index].start, end: words[match.end - 1].end, places });
      index = places.length > 0 ? match.end : index + 1;
    }
    return found.sort((a, b) => a.start - b.start);
  }

  tokens(text) {
    const found = [];
    for (const match of text.slice(0, MAX_CHARS).matchAll(WORD)) {
      const start = match.index;
      const isAfterStop = text.slice(found.at(-1)?.end ?? 0, start).trim() !== "";
      found.push(...this.#cut(match[0], start, isAfterStop));
    }
    return found;
  }

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

  #place(key, confidence) {
    if (key[0] === "c") {
      const [west, south, east, north] = boxOfCell(this.grid, key.slice(1));
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
      const { id, building, said } = this.floors[index];
      const points = this.places.filter((one) => one.floor === index);
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

  wordsOf(place) {
    const named = place.key?.[0] === "p" ? this.places[Number(place.key.slice(1))] : null;
    return this.#words({ ...place, named, floor: named?.floor ?? null });
  }

  // What somebody would say who points at the map: the room if a floor and a room are known, else as much as is.
  wordsAt({ lon, lat, level_id: levelId = null, space_id: spaceId = null }) {
    const named = this.places.find((one) => one.id === spaceId) ?? null;
    const known = this.floors.findIndex((one) => one.id === levelId);
    const floor = named?.floor ?? (known === -1 ? null : known);
    return this.#words({ kind: named?.kinds[0] ?? "point", said: named?.said ?? null, lon, lat, named, floor });
  }

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

  #floorWords(floor) {
    const { building, said } = this.floors[floor];
    return this.hasManyBuildings && building !== "" ? [building, said] : [said];
  }

  #nearestDoor(lon, lat, floor) {
    const building = floor === null ? "" : this.floors[floor].building;
    const houseOf = (door) => (door.floor === null ? "" : this.floors[door.floor].building);
    let [best, least] = [null, this.say.near_deg];
    for (const index of this.byKind.get("exterior") ?? []) {
      const door = this.places[index];
      if (building !== "" && houseOf(door) !== building) continue;
      const apart = Math.hypot((door.lon - lon) * Math.cos((lat * Math.PI) / 180), door.lat - lat);
      if (apart < least) [best, least] = [index, apart];
    }
    return best;
  }
}

// Reads one text's words against one book. A reading is { end, weights }: candidates with weights, up to a token.
class Reader {
  constructor(book, words) {
    this.book = book;
    this.words = words;
  }

  at(start) {
    const floor = this.#floor(start);
    if (floor !== null) {
      const place = this.#thing(this.#afterFillers(floor.end));
      return (place === null ? null : this.#on(place, floor, place.end)) ?? floor;
    }
    const place = this.#thing(start);
    if (place === null) return null;
    const then = this.#floor(this.#afterFillers(place.end));
    return (then === null ? null : this.#on(place, then, then.end)) ?? place;
  }

  #on(place, floor, end) {
    const floors = new Set([...floor.weights.keys()].map((key) => Number(key.slice(1))));
    const kept = [...place.weights].filter(
      ([key]) => key[0] === "p" && floors.has(this.book.places[Number(key.slice(1))].floor),
    );
    const lifted = new Map(kept.map(([key, weight]) => [key, Math.max(weight, this.book.words.linked_from)]));
    return lifted.size === 0 ? null : { end, weights: lifted };
  }

  #thing(start) {
    const readings = [
      this.#kindAndKey(start),
      this.#keyAndKind(start),
      this.#phrase(start),
      this.#number(start),
    ].filter((one) => one !== null);
    if (readings.length === 0) return null;
    const end = Math.max(...readings.map((one) => one.end));
    const weights = new Map();
    for (const one of readings.filter((it) => it.end === end))
      for (const [key, weight] of one.weights) weights.set(key, Math.max(weight, weights.get(key) ?? 0));
    return { end, weights };
  }

  #kindAndKey(start) {
    const [kind, end] = this.#kindWord(start);
    if (kind === null) return null;
    const at = this.book.words.number_words.has(this.#word(end)) ? end + 1 : end;
    for (let length = MAX_KEY_TOKENS; length > 0; length -= 1) {
      const weights = this.#keyed(kind, this.#joined(at, length));
      if (weights.size > 0) return { end: at + length, weights };
    }
    const { alone } = this.book.words.kinds[kind];
    const all = alone > 0 ? (this.book.byKind.get(kind) ?? []) : [];
    return all.length === 0 ? null : { end, weights: new Map(all.map((index) => [`p${index}`, alone])) };
  }

  #keyed(kind, key) {
    if (key === "") return new Map();
    if (kind === "cell") return this.#cell(key.replaceAll(" ", ""), 1);
    return new Map((this.book.byKey.get(`${kind}\n${key}`) ?? []).map((index) => [`p${index}`, 1]));
  }

  #keyAndKind(start) {
    for (let length = MAX_KEY_TOKENS; length > 0; length -= 1) {
      const [kind, end] = this.#kindWord(start + length);
      if (kind === null || kind === "cell" || this.words[start + length].isAfterStop) continue;
      const weights = this.#keyed(kind, this.#joined(start, length));
      if (weights.size > 0) return { end, weights };
    }
    return null;
  }

  #phrase(start) {
    for (let length = MAX_PHRASE_TOKENS; length > 0; length -= 1) {
      const indexes = this.book.byPhrase.get(this.#joined(start, length)) ?? [];
      if (indexes.length > 0) {
        const weight = length > 1 ? 0.9 : this.#bare(start);
        return { end: start + length, weights: new Map(indexes.map((index) => [`p${index}`, weight])) };
      }
    }
    return null;
  }

  #number(start) {
    const word = this.#word(start);
    const hasLetter = NUMBER_WITH_LETTER.test(word);
    if (!(BARE_NUMBER.test(word) || hasLetter) || this.book.words.units.has(this.#word(start + 1))) return null;
    const weights = new Map();
    const likely = { room: hasLetter ? 0.8 : this.#bare(start), door: hasLetter ? 0.8 : 0 };
    for (const [kind, weight] of Object.entries(likely)) {
      for (const index of weight > 0 ? (this.book.byKey.get(`${kind}\n${word}`) ?? []) : [])
        weights.set(`p${index}`, Math.max(weight, weights.get(`p${index}`) ?? 0));
    }
    if (hasLetter)
      for (const [key, weight] of this.#cell(word, this.words[start].isLoud ? 0.8 : 0.5)) weights.set(key, weight);
    return weights.size === 0 ? null : { end: start + 1, weights };
  }

  #cell(word, weight) {
    const name = word.toUpperCase();
    return this.book.grid !== null && boxOfCell(this.book.grid, name) !== null
      ? new Map([[`c${name}`, weight]])
      : new Map();
  }

  // A floor by what it is called: "second floor", "2F", "lower level", or by a name of its own.
  #floor(start) {
    const readings = [this.#floorByKey(start), this.#floorByName(start)].filter((one) => one !== null);
    if (readings.length === 0) return null;
    const end = Math.max(...readings.map((one) => one.end));
    return { end, weights: new Map(readings.filter((one) => one.end === end).flatMap(({ weights }) => [...weights])) };
  }

  #floorByKey(start) {
    for (const [key, end] of this.#floorKeys(start)) {
      const weights = this.#floorsWhere(({ keys }) => keys.includes(key));
      if (weights.size > 0 && !(end === start + 1 && this.#isPlace(start))) return { end, weights };
    }
    return null;
  }

  *#floorKeys(start) {
    const { floor_words: floorWords, floors_alone: alone, floor_keys: keys, basements } = this.book.words;
    const [word, then] = [this.#word(start), this.#word(start + 1)];
    if (floorWords.has(word)) yield [this.#keyAlone(then), start + 2];
    if (floorWords.has(then)) yield [keys.get(word) || this.#keyOfCode(word), start + 2];
    if (alone.has(word)) {
      const isNumbered = basements.has(word) && SHORT_NUMBER.test(then);
      yield isNumbered ? [`b${Number(then)}`, start + 2] : [keys.get(word), start + 1];
    }
    yield [this.#keyOfCode(word), start + 1];
  }

  #keyAlone(word) {
    const { floor_keys: keys, floor_letters: letters } = this.book.words;
    const number = SHORT_NUMBER.test(word) ? String(Number(word)) : "";
    return number || keys.get(word) || this.#keyOfCode(word) || (letters.get(word) ?? "");
  }

  #keyOfCode(word) {
    for (const [pattern, start] of this.book.words.floor_codes) {
      const found = pattern.exec(word);
      if (found !== null) return `${start}${Number(found[1])}`;
    }
    return "";
  }

  #floorByName(start) {
    const begin = this.book.words.floor_words.has(this.#word(start)) ? start + 1 : start;
    for (let length = MAX_KEY_TOKENS; length > 0; length -= 1) {
      const name = this.#joined(begin, length);
      const isShort = begin === start && ([...name].length < MIN_NAME_CHARS || /^\p{Nd}+$/u.test(name));
      const weights = this.#floorsWhere(({ phrases }) => name !== "" && phrases.includes(name));
      if (weights.size > 0 && !isShort) return { end: begin + length, weights };
    }
    return null;
  }

  #floorsWhere(fits) {
    return new Map(this.book.floors.flatMap((floor, index) => (fits(floor) ? [[`f${index}`, 0.9]] : [])));
  }

  // Whether a word alone names a room, a door or a square: then "B1" is not meant as a floor.
  #isPlace(start) {
    const word = this.#word(start);
    return ["room", "door"].some((kind) => this.book.byKey.has(`${kind}\n${word}`)) || this.#cell(word, 1).size > 0;
  }

  #kindWord(start) {
    for (let length = MAX_WORD_TOKENS; length > 0; length -= 1) {
      const kind = this.book.kindOfWord.get(this.#joined(start, length));
      if (kind !== undefined) return [kind, start + length];
    }
    return [null, start];
  }

  // How sure a word is that stands by itself: a word like "at" before it makes it a place.
  #bare(start) {
    const { fillers, prepositions } = this.book.words;
    let before = start - 1;
    while (before >= 0 && fillers.has(this.#word(before)) && !prepositions.has(this.#word(before))) before -= 1;
    return before >= 0 && prepositions.has(this.#word(before)) ? 0.75 : 0.5;
  }

  #afterFillers(start) {
    let end = start;
    while (end - start < MAX_FILLERS && this.book.words.fillers.has(this.#word(end))) end += 1;
    return end;
  }

  #word(index) {
    return this.words[index]?.text ?? "";
  }

  #joined(start, length) {
    if (start + length > this.words.length) return "";
    return this.words
      .slice(start, start + length)
      .map((one) => one.text)
      .join(" ");
  }
}

function coordinatesIn(text) {
  const found = [];
  const add = (match, kind, lonlat, said) => {
    if (lonlat === null) return;
    const [lon, lat] = lonlat;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      place: { key: null, kind, id: null, level_id: null, lon, lat, confidence: 1, said },
    });
  };
  for (const match of text.matchAll(USNG)) {
    const [zone, square] = [match[1].toUpperCase(), match[2].toUpperCase()];
    const parts = match[3].split(" ");
    const half = parts[0].length / 2;
    const digits =
      parts.length === 1 && Number.isInteger(half) ? [parts[0].slice(0, half), parts[0].slice(half)] : parts;
    if (digits.length === 2 && digits[0].length === digits[1].length)
      add(match, "usng", lonlatFromUsng(zone, square, digits), `${zone} ${square} ${digits.join(" ")}`);
  }
  for (const match of text.matchAll(LATLON)) {
    const [lat, lon] = [Number(match[1]), Number(match[2])];
    if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) add(match, "lonlat", [lon, lat], `${match[1]}, ${match[2]}`);
  }
  return found;
}

const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
