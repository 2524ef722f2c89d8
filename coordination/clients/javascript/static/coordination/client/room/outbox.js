// What was asked and is not in the log yet. Each keeps its id, so that sending twice has effect once. Pure but for
// `storage`.

import { REFUSED as FOR_GOOD, verdictOfNack } from "../refusals.js";

export const SENDING = "sending";
export const WAITING = "waiting";
export const REFUSED = "refused";
export const RECORDED = "recorded"; // acknowledged, and the entry is still on its way

/** @typedef {{ id: string, type: string, [name: string]: any }} Command of a room (docs/asyncapi.json) */
/** @typedef {{ code?: string, status?: number, title?: string, detail?: string, retry_after_s?: number }}
 *   Problem why it was refused */
/** @typedef {{ command: Command, state: string, problem: Problem | null, seq: number | null, at?: number,
 *   note: string | null }} Unsent */
/** @typedef {Pick<Storage, "getItem" | "setItem">} KeepsText */

export class Outbox {
  /** @param {{ key?: string, storage?: KeepsText | null }} options */
  constructor({ key = "", storage = null } = {}) {
    this.key = key;
    /** @type {KeepsText | null} */
    this.storage = storage;
    /** @type {Map<string, Unsent>} */
    this.items = new Map(); // by the command's id
    this.#restore();
  }

  /**
   * @param {Command} command
   * @param {{ at?: number, note?: string | null }} options
   */
  add(command, { at, note = null } = {}) {
    this.items.set(command.id, { command, state: WAITING, problem: null, seq: null, at, note });
    this.#keep();
  }

  // The store comes after the page: what it has from before stands in front of what was said meanwhile.
  /** @param {KeepsText} storage */
  keepIn(storage) {
    const said = this.items;
    this.items = new Map();
    this.storage = storage;
    this.#restore();
    for (const [id, item] of said) this.items.set(id, item);
    this.#keep();
  }

  // What is on the screen stays there; nothing of it is kept any more.
  keepNowhere() {
    this.storage = null;
  }

  list() {
    return [...this.items.values()];
  }

  // What a fresh connection has to send, oldest first.
  unsent() {
    return this.list().filter((item) => item.state === WAITING);
  }

  get underWay() {
    return this.list().filter((item) => item.state === SENDING).length;
  }

  /** @param {string} id */
  sending(id) {
    this.#set(id, { state: SENDING });
  }

  // The connection ended: no one knows whether what was under way arrived. The same id makes asking again harmless.
  connectionLost() {
    for (const item of this.items.values()) if (item.state === SENDING) item.state = WAITING;
    this.#keep();
  }

  /** @param {string} id @param {number | null} seq @param {number} last */
  acked(id, seq, last) {
    if (!this.items.has(id)) return;
    if (seq === null || seq <= last) this.#drop(id);
    else this.#set(id, { state: RECORDED, seq });
  }

  /** @param {string} id @param {Problem} problem */
  nacked(id, problem) {
    if (verdictOfNack(problem) === FOR_GOOD) this.#set(id, { state: REFUSED, problem });
    else this.#set(id, { state: WAITING });
  }

  // An entry came in: whatever of ours it records is done.
  /** @param {import("../log/room_log.js").Frame} frame */
  arrived(frame) {
    const id = frame.type === "entry" ? frame.content?.command_id : undefined;
    if (id && this.items.has(id)) this.#drop(id);
    else this.reached(frame.seq);
  }

  // The log has come this far, perhaps by a state: whatever was recorded up to here is in it.
  /** @param {number} seq */
  reached(seq) {
    for (const [id, item] of this.items) if (item.state === RECORDED && (item.seq ?? 0) <= seq) this.#drop(id);
  }

  /** @param {string} id */
  dismiss(id) {
    const item = this.items.get(id) ?? null;
    this.#drop(id);
    return item;
  }

  /** @param {string} id @param {Partial<Unsent>} changes */
  #set(id, changes) {
    const item = this.items.get(id);
    if (!item) return;
    Object.assign(item, changes);
    this.#keep();
  }

  /** @param {string} id */
  #drop(id) {
    if (this.items.delete(id)) this.#keep();
  }

  #keep() {
    if (!this.storage) return;
    try {
      this.storage.setItem(this.key, JSON.stringify(this.list()));
    } catch {
      // full or forbidden: then a reload loses what is unsent, and leaving the page asks first
    }
  }

  #restore() {
    if (!this.storage) return;
    try {
      for (const item of JSON.parse(this.storage.getItem(this.key) ?? "[]")) {
        if (item.state !== REFUSED) item.state = WAITING;
        this.items.set(item.command.id, item);
      }
    } catch {
      this.items.clear();
    }
  }
}
