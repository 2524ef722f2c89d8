// What someone has said and the server has not yet: kept on this device until it is sent, also through a reload, and for
// twelve hours at most. It keeps each command's id, so that sending twice has effect once. One window sends at a time, in
// the order things were said; a file goes before the command that names it.
//
// It is for what needs no room's socket: any command goes by its own request. Who signs out empties it (`wipe`).

import { ApiProblem } from "../api.js";
import { REFUSED as FOR_GOOD, verdictOfAnswer } from "../refusals.js";
import { isTooOld, SealedStore } from "./sealed_store.js";

export const WAITING = "waiting";
export const REFUSED = "refused";

const LOCK = "outbox";
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** @typedef {import("./sealed_store.js").Item} Item */

// Tells "changed" whenever something is added, sent or refused, "sent" with {item, answer} for each that was sent, and
// "late" with {item} for each that became too old.
export class PersistentOutbox extends EventTarget {
  /**
   * @param {{
   *   userId: string, api: Pick<import("../api.js").Api, "post" | "upload">, store?: SealedStore,
   *   locks?: Pick<LockManager, "request">, channel?: BroadcastChannel, now?: () => number
   * }} parts
   */
  constructor({
    userId,
    api,
    store = new SealedStore(),
    locks = globalThis.navigator.locks,
    channel = new BroadcastChannel("outbox"),
    now = Date.now,
  }) {
    super();
    this.userId = userId;
    this.store = store;
    this.api = api;
    this.locks = locks;
    this.channel = channel;
    this.now = now;
    this.failures = 0;
    this.isAway = false; // the last try did not reach the server
    channel.addEventListener("message", () => this.dispatchEvent(new Event("changed")));
  }

  get isPersistent() {
    return this.store.isPersistent;
  }

  // What others left here goes; what this person left is sent.
  async start() {
    for (const item of await this.store.list()) if (item.user_id !== this.userId) await this.store.remove(item.id);
    await this.#letOldGo();
    const { document } = globalThis;
    globalThis.addEventListener?.("online", () => this.flush());
    document?.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    await this.flush();
  }

  /**
   * `body.id` is the command's id; a `file` is uploaded to `uploads` first, and the command is told its `upload_id`.
   * @param {{ path: string, body: any, title: string, isQuiet?: boolean, file?: File | null, uploads?: string }} said
   */
  async add({ path, body, title, isQuiet = false, file = null, uploads = "" }) {
    const at = this.now();
    const order = at + performance.now() / 1e6;
    const item = { id: body.id, user_id: this.userId, path, body, title, at, order, is_quiet: isQuiet, file, uploads };
    await this.store.put({ ...item, state: WAITING, problem: null });
    this.#changed();
  }

  // Empty at a sign-out: nothing of this person stays on the device.
  static wipe(store = new SealedStore()) {
    return store.clear();
  }

  list() {
    return this.store.list();
  }

  /** What was said to a room that is over, or not this person's any more, is not sent: it goes. @param {string} roomId */
  async dropRoom(roomId) {
    const items = await this.store.list();
    for (const { id, path, body } of items)
      if (path.startsWith(`/rooms/${roomId}/`) || body?.room_id === roomId) await this.store.remove(id);
    this.#changed();
  }

  // Said half a day ago, it would be taken for what is so now.
  async #letOldGo() {
    for (const item of await this.store.list()) {
      if (!isTooOld(item, this.now())) continue;
      await this.store.remove(item.id);
      this.dispatchEvent(new CustomEvent("late", { detail: { item } }));
    }
  }

  /** @param {string} id */
  async dismiss(id) {
    await this.store.remove(id);
    this.#changed();
  }

  // Send what waits, oldest first; what the server does not take stays here with its reason.
  flush() {
    clearTimeout(this.timer);
    return this.locks.request(LOCK, () => this.#sendAll());
  }

  async #sendAll() {
    await this.#letOldGo();
    for (const item of await this.store.list()) {
      if (item.state !== WAITING || item.user_id !== this.userId) continue;
      if (!(await this.#send(item))) return;
    }
    this.failures = 0;
  }

  // Returns whether the next one may be sent.
  /** @param {Item} item */
  async #send(item) {
    try {
      const answer = await this.api.post(item.path, await this.#bodyOf(item));
      this.isAway = false;
      await this.store.remove(item.id);
      this.dispatchEvent(new CustomEvent("sent", { detail: { item, answer } }));
    } catch (error) {
      const isRefused = error instanceof ApiProblem && verdictOfAnswer(error) === FOR_GOOD;
      if (!isRefused) return this.#later(error);
      this.isAway = false;
      if (item.is_quiet) await this.store.remove(item.id);
      else
        await this.store.put({
          ...item,
          file: null,
          state: REFUSED,
          problem: { code: error.code, message: error.message },
        });
    }
    this.#changed();
    return true;
  }

  // A file that has arrived is not sent again, whatever happens to the command after it.
  /** @param {Item} item */
  async #bodyOf(item) {
    if (!item.file) return item.body;
    const { upload_id } = await this.api.upload(item.uploads ?? "", item.file);
    const body = { ...item.body, upload_id };
    await this.store.put({ ...item, body, file: null });
    return body;
  }

  /** @param {{ retryAfter_s?: number | null }} error */
  #later(error) {
    this.isAway = true;
    const wait_ms = error.retryAfter_s ? error.retryAfter_s * 1000 : PAUSES_MS[Math.min(this.failures, 5)];
    this.failures += 1;
    this.timer = setTimeout(() => this.flush(), wait_ms * (0.75 + Math.random() / 2));
    this.#changed();
    return false;
  }

  #changed() {
    this.channel.postMessage("changed");
    this.dispatchEvent(new Event("changed"));
  }
}
