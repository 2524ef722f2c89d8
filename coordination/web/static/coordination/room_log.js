// A reader's copy of a room's log: what is known, how far it reaches, and whether a frame fits. Pure: no page, no
// network.

import { applyEntry, FoldError, foldFromState, stateFromFold } from "./fold.js";

export const FIT = Object.freeze({ TAKEN: "taken", OLD: "old", GAP: "gap", FAULT: "fault", NONE: "none" });

export class RoomLog {
  constructor({ head = 0 } = {}) {
    this.head = head; // the furthest the server ever said the log reaches
    this.forget();
    this.entries = new Map(); // seq → entry or withheld frame
  }

  // Throw the state away; the next hello goes without `after`. Entries stay: what has been read was true.
  forget() {
    this.last = 0;
    this.fold = null;
  }

  get hasState() {
    return this.fold !== null;
  }

  get isCurrent() {
    return this.hasState && this.last >= this.head;
  }

  // The state as the server would send it; for tests and for whoever needs it whole.
  state() {
    return stateFromFold(this.fold, this.last);
  }

  apply(frame) {
    switch (frame.type) {
      case "snapshot":
        return this.#snapshot(frame);
      case "entry":
      case "withheld":
        return this.#entry(frame);
      case "welcome":
      case "beacon":
      case "pong":
      case "resync_required":
        this.#raiseHead(frame.head);
        return FIT.NONE;
      default:
        return FIT.NONE;
    }
  }

  #snapshot(frame) {
    if (frame.seq < this.last) return FIT.OLD;
    this.fold = foldFromState(frame.state);
    this.last = frame.seq;
    this.#raiseHead(frame.seq);
    return FIT.TAKEN;
  }

  #entry(frame) {
    this.#raiseHead(frame.seq);
    if (!this.hasState || frame.seq > this.last + 1) return FIT.GAP;
    if (frame.seq <= this.last) return FIT.OLD;
    if (frame.type === "entry") {
      try {
        applyEntry(this.fold, frame.content);
      } catch (error) {
        if (error instanceof FoldError) return FIT.FAULT;
        throw error;
      }
    }
    this.entries.set(frame.seq, frame);
    this.last = frame.seq;
    return FIT.TAKEN;
  }

  #raiseHead(head) {
    if (Number.isInteger(head) && head > this.head) this.head = head;
  }

  // Entries that were fetched to be read, not to be folded: the snapshot has them in it already.
  addHistory(frames) {
    const added = frames.filter((frame) => frame.seq <= this.last && !this.entries.has(frame.seq));
    for (const frame of added) this.entries.set(frame.seq, frame);
    return added.map((frame) => frame.seq);
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
}
