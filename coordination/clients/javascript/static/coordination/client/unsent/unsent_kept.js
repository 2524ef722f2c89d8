// What the open room has not sent, through a reload and through the end of its window: each window keeps a list of its own
// in the sealed store; a list whose window is gone is taken over by the next one. The same ids make that harmless.

import { uuid } from "../ids.js";
import { isTooOld, SealedStore } from "./sealed_store.js";

export const WINDOW = "window";
const RELOAD_MS = 400; // so long the page before this one may still hold its lock

/** @typedef {import("../room/outbox.js").Unsent} Unsent */
/** @typedef {{ userId: string, roomId: string, store?: SealedStore }} Whose */
/** @typedef {(ms: number) => Promise<unknown>} Wait */

export class UnsentKept {
  /**
   * Open what is kept for a person and a room. Resolves to a storage for Outbox; it never rejects.
   * @param {Whose & { locks?: LockManager, now?: () => number, wait?: Wait }} options
   */
  static async open({
    userId,
    roomId,
    store = new SealedStore(),
    locks = globalThis.navigator.locks,
    now = Date.now,
    wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }) {
    const kept = new UnsentKept({ userId, roomId, store, now });
    if (locks) await kept.#hold(locks);
    await kept.#takeOver(locks, wait);
    return kept;
  }

  /** @param {Required<Whose> & { now: () => number }} parts */
  constructor({ userId, roomId, store, now }) {
    this.userId = userId;
    this.roomId = roomId;
    this.store = store;
    this.now = now;
    this.id = `window.${uuid()}`;
    /** @type {Unsent[]} */
    this.found = [];
    /** @type {Promise<unknown>} */
    this.writing = Promise.resolve();
  }

  // The lock says that this window lives; it goes with it.
  /** @param {LockManager} locks */
  #hold(locks) {
    return new Promise((resolve) => {
      locks.request(this.id, () => {
        resolve(undefined);
        return new Promise(() => {});
      });
    });
  }

  /** @param {LockManager | undefined} locks @param {Wait} wait */
  async #takeOver(locks, wait) {
    const mine = (await this.store.list()).filter(
      (one) => one.state === WINDOW && one.user_id === this.userId && one.body.room_id === this.roomId,
    );
    for (const one of mine) {
      if (isTooOld(one, this.now())) await this.store.remove(one.id);
      else if (!(await isAlive(locks, one.id, wait))) {
        this.found.push(...one.body.items);
        await this.store.remove(one.id);
      }
    }
    if (this.found.length > 0) this.setItem("", JSON.stringify(this.found));
  }

  /** @param {string} _key */
  getItem(_key) {
    return this.found.length > 0 ? JSON.stringify(this.found) : null;
  }

  // Written one after the other: the last list is the one that stays.
  /** @param {string} _key @param {string} text */
  setItem(_key, text) {
    const items = JSON.parse(text);
    this.writing = this.writing.then(() => this.#write(items)).catch(() => {});
  }

  /** @param {Unsent[]} items @returns {Promise<unknown>} */
  #write(items) {
    if (items.length === 0) return this.store.remove(this.id);
    const at = Math.min(...items.map((one) => one.at ?? this.now()));
    const what = { path: "", title: "", is_quiet: true, problem: null, body: { room_id: this.roomId, items } };
    return this.store.put({ id: this.id, user_id: this.userId, at, order: at, state: WINDOW, ...what });
  }

  /** The room is over, or not this person's any more: nothing of it stays. */
  async end() {
    await this.writing;
    for (const one of await this.store.list())
      if (one.state === WINDOW && one.body.room_id === this.roomId) await this.store.remove(one.id);
  }
}

/**
 * What windows of a room have not sent, for the page that stands in without a network.
 * @param {{ userId: string | undefined, roomId: string, store?: SealedStore }} whose
 * @returns {Promise<Unsent[]>}
 */
export async function unsentOf({ userId, roomId, store = new SealedStore() }) {
  const found = (await store.list()).filter(
    (one) => one.state === WINDOW && one.user_id === userId && one.body.room_id === roomId,
  );
  return found.flatMap((one) => one.body.items);
}

/** @param {LockManager | undefined} locks @param {string} id @param {Wait} wait */
async function isAlive(locks, id, wait) {
  if (!locks) return false;
  const isHeld = () => locks.request(id, { ifAvailable: true }, (lock) => lock === null);
  if (!(await isHeld())) return false;
  await wait(RELOAD_MS);
  return isHeld();
}
