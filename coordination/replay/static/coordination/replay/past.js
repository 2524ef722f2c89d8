// A log that is over, as its reader has it, and the state after any of its entries. Pure: no page, no network, no clock.
// It folds forward from where it stands; the way back begins at the nearest state that was kept.

import { merged, put } from "../client/log/fold.js";

/** A state is kept after so many entries: the way back is never longer than that. */
export const KEPT_EVERY = 200;

/** @typedef {import("../client/log/fold.js").Objects} Objects */
/** @typedef {import("../client/log/room_log.js").Frame} Frame */
/** @typedef {{ seq: number, state: Objects, known: Objects }} Moment the room after an entry, as its reader knew it;
 *   known: also what had been removed by then, as it was last */

/** @type {Moment} */
const BEFORE_ALL = Object.freeze({ seq: 0, state: {}, known: {} });

export class Past {
  constructor() {
    /** @type {Frame[]} */
    this.frames = [];
    /** @type {number[]} */
    this.times_ms = []; // of each entry: its own, or the latest before it; an entry is known only after those before it
    /** @type {Moment[]} */
    this.kept = [BEFORE_ALL];
    this.moment = BEFORE_ALL;
  }

  get last() {
    return this.frames.length;
  }

  // The next entries, in order. Throws when one is missing.
  /** @param {Frame[]} frames */
  add(frames) {
    for (const frame of frames) {
      if (frame.seq !== this.last + 1) throw new RangeError(`#${this.last + 1} is missing`);
      this.frames.push(frame);
      const before_ms = this.times_ms.at(-1) ?? -Infinity;
      this.times_ms.push(Math.max(before_ms, frame.content ? Date.parse(frame.content.at) : -Infinity));
    }
  }

  // Forget all entries above one: they are not what was recorded.
  /** @param {number} seq */
  cutAfter(seq) {
    this.frames.length = this.times_ms.length = Math.min(this.last, seq);
    this.kept = this.kept.filter((one) => one.seq <= seq);
    this.moment = this.kept[this.kept.length - 1];
  }

  // The room after an entry: the fold of what this reader may read of the entries up to it.
  /** @param {number} seq from 0, which is before all */
  at(seq) {
    const wanted = Math.max(0, Math.min(seq, this.last));
    const back = this.kept[Math.min(Math.floor(wanted / KEPT_EVERY), this.kept.length - 1)];
    let moment = this.moment.seq <= wanted && this.moment.seq >= back.seq ? this.moment : back;
    while (moment.seq < wanted) {
      const stop = Math.min(wanted, (Math.floor(moment.seq / KEPT_EVERY) + 1) * KEPT_EVERY);
      moment = after(moment, this.frames.slice(moment.seq, stop));
      if (moment.seq === this.kept.length * KEPT_EVERY) this.kept.push(moment);
    }
    this.moment = moment;
    return moment;
  }

  /** @param {number} seq @returns {Frame | null} */
  entry(seq) {
    return this.frames[seq - 1] ?? null;
  }

  // When it was after an entry; null where the reader may read none so far.
  /** @param {number} seq @returns {number | null} */
  time_ms(seq) {
    const at_ms = this.times_ms[seq - 1] ?? -Infinity;
    return Number.isFinite(at_ms) ? at_ms : null;
  }

  // The last entry that its reader knew at an instant; 0 when there was none. What is withheld says no time: it is
  // never taken for something that had been there.
  /** @param {number} at_ms */
  seqAt(at_ms) {
    let [low, high] = [0, this.last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times_ms[middle] <= at_ms) low = middle + 1;
      else high = middle;
    }
    while (low > 0 && !this.frames[low - 1].content) low -= 1;
    return low;
  }
}

// The moment after more entries. What is kept of the one before stays as it is: of each kind one copy is made, and not
// one for each entry, which would copy four hundred rooms a thousand times.
/** @param {Moment} moment @param {Frame[]} frames @returns {Moment} */
function after({ seq, state, known }, frames) {
  const [here, ever] = [new Copies(state), new Copies(known)];
  for (const { content } of frames)
    for (const [kind, changes] of Object.entries(content?.patch ?? {})) fold(here.of(kind), ever.of(kind), changes);
  return { seq: seq + frames.length, state: here.objects, known: ever.objects };
}

// What was never removed is one object in both.
/** @param {Record<string, any>} here @param {Record<string, any>} ever @param {Record<string, any>} changes */
function fold(here, ever, changes) {
  for (const [id, change] of Object.entries(changes)) {
    const [before, beforeEver] = [here, ever].map((one) => (Object.hasOwn(one, id) ? one[id] : undefined));
    if (change === null) delete here[id];
    else {
      const next = merged(before, change);
      put(here, id, next);
      put(ever, id, before === beforeEver ? next : merged(beforeEver, change));
    }
  }
}

class Copies {
  /** @param {Objects} objects */
  constructor(objects) {
    this.objects = { ...objects };
    /** @type {Set<string>} kinds whose copy is ours */
    this.own = new Set();
  }

  /** @param {string} kind @returns {Record<string, any>} which may be written to */
  of(kind) {
    if (!this.own.has(kind)) {
      put(this.objects, kind, { ...(Object.hasOwn(this.objects, kind) ? this.objects[kind] : {}) });
      this.own.add(kind);
    }
    return this.objects[kind];
  }
}
