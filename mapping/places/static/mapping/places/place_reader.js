// Reads the words of one text against one book of places: rooms, doors, squares and floors, as people write them.

import { boxOfCell } from "../plan/cells.js";

const BARE_NUMBER = /^[0-9]{2,5}$/;
const NUMBER_WITH_LETTER = /^(?:[a-z]{1,2}[0-9]{1,4}|[0-9]{1,4}[a-z])$/;
const MAX_PHRASE_TOKENS = 6;
const MAX_KEY_TOKENS = 3;
const MAX_FLOOR_TOKENS = 12;
const MAX_WORD_TOKENS = 3;
const MAX_FILLERS = 2;
// A floor called "C" is meant only after the word for floor.
const MIN_NAME_CHARS = 3;
const SHORT_NUMBER = /^[0-9]{1,2}$/;

/** @typedef {import("./places.js").PlaceBook} PlaceBook */
/** @typedef {import("./places.js").Floor} Floor */
/** @typedef {import("./places.js").Token} Token */
/** @typedef {{ end: number, weights: Map<string, number> }} Reading candidates with weights, up to a token */

export class PlaceReader {
  /** @param {PlaceBook} book @param {Token[]} words */
  constructor(book, words) {
    this.book = book;
    this.words = words;
  }

  /** @param {number} start @returns {Reading | null} */
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

  /** @param {Reading} place @param {Reading} floor @param {number} end @returns {Reading | null} */
  #on(place, floor, end) {
    /** @type {Set<number | null>} */
    const floors = new Set([...floor.weights.keys()].map((key) => Number(key.slice(1))));
    const kept = [...place.weights].filter(
      ([key]) => key[0] === "p" && floors.has(this.book.places[Number(key.slice(1))].floor),
    );
    const lifted = new Map(kept.map(([key, weight]) => [key, Math.max(weight, this.book.words.linked_from)]));
    return lifted.size === 0 ? null : { end, weights: lifted };
  }

  /** @param {number} start @returns {Reading | null} */
  #thing(start) {
    const readings = [
      this.#kindAndKey(start),
      this.#keyAndKind(start),
      this.#phrase(start),
      this.#number(start),
    ].filter((one) => one !== null);
    if (readings.length === 0) return null;
    const end = Math.max(...readings.map((one) => one.end));
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const one of readings.filter((it) => it.end === end))
      for (const [key, weight] of one.weights) weights.set(key, Math.max(weight, weights.get(key) ?? 0));
    return { end, weights };
  }

  /** @param {number} start @returns {Reading | null} */
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

  /** @param {string} kind @param {string} key @returns {Map<string, number>} */
  #keyed(kind, key) {
    if (key === "") return new Map();
    if (kind === "cell") return this.#cell(key.replaceAll(" ", ""), 1);
    return new Map((this.book.byKey.get(`${kind}\n${key}`) ?? []).map((index) => [`p${index}`, 1]));
  }

  /** @param {number} start @returns {Reading | null} */
  #keyAndKind(start) {
    for (let length = MAX_KEY_TOKENS; length > 0; length -= 1) {
      const [kind, end] = this.#kindWord(start + length);
      if (kind === null || kind === "cell" || this.words[start + length].isAfterStop) continue;
      const weights = this.#keyed(kind, this.#joined(start, length));
      if (weights.size > 0) return { end, weights };
    }
    return null;
  }

  /** @param {number} start @returns {Reading | null} */
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

  /** @param {number} start @returns {Reading | null} */
  #number(start) {
    const word = this.#word(start);
    const hasLetter = NUMBER_WITH_LETTER.test(word);
    if (!(BARE_NUMBER.test(word) || hasLetter) || this.book.words.units.has(this.#word(start + 1))) return null;
    /** @type {Map<string, number>} */
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

  /** @param {string} word @param {number} weight @returns {Map<string, number>} */
  #cell(word, weight) {
    const name = word.toUpperCase();
    return this.book.grid !== null && boxOfCell(this.book.grid, name) !== null
      ? new Map([[`c${name}`, weight]])
      : new Map();
  }

  // A floor by what it is called: "second floor", "2F", "lower level", or by a name of its own.
  /** @param {number} start @returns {Reading | null} */
  #floor(start) {
    const readings = [this.#floorByKey(start), this.#floorByName(start)].filter((one) => one !== null);
    if (readings.length === 0) return null;
    const end = Math.max(...readings.map((one) => one.end));
    return { end, weights: new Map(readings.filter((one) => one.end === end).flatMap(({ weights }) => [...weights])) };
  }

  /** @param {number} start @returns {Reading | null} */
  #floorByKey(start) {
    for (const [key, end] of this.#floorKeys(start)) {
      const weights = this.#floorsWhere(({ keys }) => key !== undefined && keys.includes(key));
      if (weights.size > 0 && !(end === start + 1 && this.#isPlace(start))) return { end, weights };
    }
    return null;
  }

  /** @param {number} start @returns {Generator<[string | undefined, number]>} */
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

  /** @param {string} word */
  #keyAlone(word) {
    const { floor_keys: keys, floor_letters: letters } = this.book.words;
    const number = SHORT_NUMBER.test(word) ? String(Number(word)) : "";
    return number || keys.get(word) || this.#keyOfCode(word) || (letters.get(word) ?? "");
  }

  /** @param {string} word */
  #keyOfCode(word) {
    for (const [pattern, start] of this.book.words.floor_codes) {
      const found = pattern.exec(word);
      if (found !== null) return `${start}${Number(found[1])}`;
    }
    return "";
  }

  /** @param {number} start @returns {Reading | null} */
  #floorByName(start) {
    const begin = this.book.words.floor_words.has(this.#word(start)) ? start + 1 : start;
    for (let length = MAX_FLOOR_TOKENS; length > 0; length -= 1) {
      const name = this.#joined(begin, length);
      const isShort = begin === start && ([...name].length < MIN_NAME_CHARS || /^\p{Nd}+$/u.test(name));
      const weights = this.#floorsWhere(({ phrases }) => name !== "" && phrases.includes(name));
      if (weights.size > 0 && !isShort) return { end: begin + length, weights };
    }
    return null;
  }

  /** @param {(floor: Floor) => boolean} fits @returns {Map<string, number>} */
  #floorsWhere(fits) {
    const fitting = this.book.floors.flatMap((floor, index) => (fits(floor) ? [index] : []));
    return new Map(fitting.map((index) => [`f${index}`, 0.9]));
  }

  // Whether a word alone names a room, a door or a square: then "B1" is not meant as a floor.
  /** @param {number} start */
  #isPlace(start) {
    const word = this.#word(start);
    return ["room", "door"].some((kind) => this.book.byKey.has(`${kind}\n${word}`)) || this.#cell(word, 1).size > 0;
  }

  /** @param {number} start @returns {[string, number] | [null, number]} */
  #kindWord(start) {
    for (let length = MAX_WORD_TOKENS; length > 0; length -= 1) {
      const kind = this.book.kindOfWord.get(this.#joined(start, length));
      if (kind !== undefined) return [kind, start + length];
    }
    return [null, start];
  }

  // How sure a word is that stands by itself: a word like "at" before it makes it a place.
  /** @param {number} start */
  #bare(start) {
    const { fillers, prepositions } = this.book.words;
    let before = start - 1;
    while (before >= 0 && fillers.has(this.#word(before)) && !prepositions.has(this.#word(before))) before -= 1;
    return before >= 0 && prepositions.has(this.#word(before)) ? 0.75 : 0.5;
  }

  /** @param {number} start */
  #afterFillers(start) {
    let end = start;
    while (end - start < MAX_FILLERS && this.book.words.fillers.has(this.#word(end))) end += 1;
    return end;
  }

  /** @param {number} index */
  #word(index) {
    return this.words[index]?.text ?? "";
  }

  /** @param {number} start @param {number} length */
  #joined(start, length) {
    if (start + length > this.words.length) return "";
    return this.words
      .slice(start, start + length)
      .map((one) => one.text)
      .join(" ");
  }
}
