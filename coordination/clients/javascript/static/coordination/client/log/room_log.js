// A reader's copy of a room's log: what is known, how far it reaches, and whether a frame fits. Pure: no page, no
// network.

import { merged, stateAfter } from "./fold.js";

export const FIT = Object.freeze({ TAKEN: "taken", OLD: "old", GAP: "gap", NONE: "none" });

/** @typedef {import("./fold.js").Objects} Objects */
/** @typedef {{ event: Record<string, any>, patch?: Objects, room_id: string, at: string, by: Record<string, any>,
 *   audience: string, command_id?: string | null }} Content */
/** @typedef {Record<string, any> & { type: string, seq: number, content?: Content }} Frame of the socket (docs/asyncapi.json) */

export class RoomLog {
  constructor({ head = 0 } = {}) {
    /** @type {Map<number, Frame>} */
    this.entries = new Map(); // seq → entry or withheld frame
    /** @type {Objects} */
    this.known = {}; // as the state, with what has been removed: lines of the timeline still speak of it
    this.head = head; // the furthest the server ever said the log reaches
    this.last = 0;
    /** @type {Objects | null} */
    this.state = null;
    /** @type {{ taken: number, state: Objects } | null} */
    this.parts = null;
  }

  // Throw the state away; the next hello goes without `after`. Entries stay: what has been read was true.
  forget() {
    this.last = 0;
    this.state = null;
    this.parts = null;
  }

  // The server has another, shorter log than this: nothing of this copy can be trusted.
  reset() {
    this.entries.clear();
    this.known = {};
    this.head = 0;
    this.forget();
  }

  get hasState() {
    return this.state !== null;
  }

  get isCurrent() {
    return this.hasState && this.last >= this.head;
  }

  // The objects of a kind, by id.
  /** @param {string} kind @returns {Record<string, any>} */
  objects(kind) {
    return this.state?.[kind] ?? {};
  }

  // An object as it is or was last known to be; null if it never was.
  /** @param {string} kind @param {string} id @returns {any} */
  object(kind, id) {
    return this.known[kind]?.[id] ?? null;
  }

  /** @param {Frame} frame */
  apply(frame) {
    switch (frame.type) {
      case "state":
        return this.#state(frame);
      case "entry":
      case "withheld":
        return this.#entry(frame);
      case "welcome":
      case "beacon":
      case "pong":
        this.#raiseHead(frame.head);
        return FIT.NONE;
      case "resync_required":
        this.reset();
        this.#raiseHead(frame.head);
        return FIT.NONE;
      default:
        return FIT.NONE;
    }
  }

  // The whole state (since 0), or the objects that have changed since an entry that is here; in parts.
  /** @param {Frame} frame */
  #state(frame) {
    if (frame.seq < this.last) return FIT.OLD;
    if (frame.since > this.last) return FIT.GAP;
    if (frame.part === 1) this.parts = { taken: 0, state: frame.since === 0 ? {} : (this.state ?? {}) };
    if (this.parts === null || this.parts.taken !== frame.part - 1) return FIT.GAP;
    const state = withObjects(this.parts.state, frame.objects);
    this.parts = { taken: frame.part, state };
    if (frame.part < frame.parts) return FIT.NONE;
    this.state = state;
    this.parts = null;
    this.last = frame.seq;
    this.known = { ...this.known };
    for (const [kind, objects] of Object.entries(state)) this.known[kind] = { ...this.known[kind], ...objects };
    this.#raiseHead(frame.seq);
    return FIT.TAKEN;
  }

  /** @param {Frame} frame */
  #entry(frame) {
    this.#raiseHead(frame.seq);
    if (this.state === null || frame.seq > this.last + 1) return FIT.GAP;
    if (frame.seq <= this.last) return FIT.OLD;
    if (frame.type === "entry" && frame.content) {
      this.state = stateAfter(this.state, frame.content);
      this.known = merged(this.known, withoutRemovals(frame.content.patch));
    }
    this.entries.set(frame.seq, frame);
    this.last = frame.seq;
    return FIT.TAKEN;
  }

  /** @param {number} head */
  #raiseHead(head) {
    if (Number.isInteger(head) && head > this.head) this.head = head;
  }

  // Entries that were fetched to be read, not to be folded: the state has them in it already.
  /** @param {Frame[]} frames */
  addHistory(frames) {
    const added = frames.filter((frame) => frame.seq <= this.last && !this.entries.has(frame.seq));
    /** @type {Objects} */
    let older = {};
    for (const frame of added) {
      this.entries.set(frame.seq, frame);
      older = merged(older, withoutRemovals(frame.content?.patch));
    }
    for (const [kind, objects] of Object.entries(older))
      for (const [id, object] of Object.entries(objects))
        // What is known already is newer; of what is there, nothing older is of use.
        if (!this.objects(kind)[id]) this.#learn(kind, id, object);
    return added.map((frame) => frame.seq);
  }

  /** @param {string} kind @param {string} id @param {any} older */
  #learn(kind, id, older) {
    this.known[kind] = { ...this.known[kind], [id]: merged(older, this.object(kind, id) ?? {}) };
  }

  // The lowest seq from which everything up to `last` is here; last + 1 when the newest entry is missing.
  get floor() {
    let floor = this.last + 1;
    while (this.entries.has(floor - 1)) floor -= 1;
    return floor;
  }

  get hasEverything() {
    return this.hasState && this.floor <= 1;
  }

  // Whether entries are missing between some that are here, as after a catch-up by state.
  get hasHole() {
    return this.hasState && this.entries.size > this.last + 1 - this.floor;
  }
}

/** @param {Objects} state @param {Record<string, Record<string, any>>} changes */
function withObjects(state, changes) {
  /** @type {Objects} */
  const result = { ...state };
  for (const [kind, objects] of Object.entries(changes)) {
    result[kind] = { ...result[kind] };
    for (const [id, value] of Object.entries(objects)) {
      if (value === null) delete result[kind][id];
      else result[kind][id] = value;
    }
  }
  return result;
}

/** @param {Objects} patch @returns {Objects} */
export function withoutRemovals(patch = {}) {
  /** @param {Record<string, any>} objects */
  const there = (objects) => Object.fromEntries(Object.entries(objects).filter(([, value]) => value !== null));
  return Object.fromEntries(Object.entries(patch).map(([kind, objects]) => [kind, there(objects)]));
}
