// What somebody has said and the server has not yet: kept on this device until it is sent, also through a reload. It keeps
// each command's id, so that sending twice has effect once. One window sends at a time, in the order things were said.
//
// Pages of somebody signed in claim it for them; a page of nobody, and a sign-out, empty it (outbox_here.js).

import { Api, ApiProblem } from "./api.js";

export const WAITING = "waiting";
export const REFUSED = "refused";

const DATABASE = "musterpoint.outbox";
const COMMANDS = "commands";
const LOCK = "outbox";
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * @typedef {{
 *   id: string, user_id: string, path: string, body: any, title: string, at: number, order: number,
 *   is_quiet: boolean, state: string, problem: any
 * }} Item is_quiet: nobody needs to know when it is refused
 */

/** @param {IDBRequest} request @returns {Promise<any>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Where the browser keeps it. Without such a store (some private windows) it lives as long as the page.
export class OutboxStore {
  constructor(factory = globalThis.indexedDB) {
    this.factory = factory;
    this.memory = new Map();
    this.isPersistent = Boolean(factory);
  }

  async #commands(mode) {
    const open = this.factory.open(DATABASE, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(COMMANDS, { keyPath: "id" });
    const database = await answered(open);
    // A sign-out takes the whole database away, and must not wait for a page that forgot about it.
    database.onversionchange = () => database.close();
    return { database, commands: database.transaction(COMMANDS, mode).objectStore(COMMANDS) };
  }

  /** @param {IDBTransactionMode} mode @param {(commands: IDBObjectStore) => IDBRequest} use */
  async #with(mode, use) {
    const { database, commands } = await this.#commands(mode);
    try {
      return await answered(use(commands));
    } finally {
      database.close();
    }
  }

  // Try the browser's store, and go on in memory where it refuses.
  async #kept(mode, use, otherwise) {
    if (this.isPersistent) {
      try {
        return await this.#with(mode, use);
      } catch {
        this.isPersistent = false;
      }
    }
    return otherwise();
  }

  /** @param {Item} item */
  put(item) {
    return this.#kept(
      "readwrite",
      (commands) => commands.put(item),
      () => this.memory.set(item.id, item),
    );
  }

  remove(id) {
    return this.#kept(
      "readwrite",
      (commands) => commands.delete(id),
      () => this.memory.delete(id),
    );
  }

  clear() {
    return this.#kept(
      "readwrite",
      (commands) => commands.clear(),
      () => this.memory.clear(),
    );
  }

  /** @returns {Promise<Item[]>} */
  async list() {
    const found = await this.#kept(
      "readonly",
      (commands) => commands.getAll(),
      () => [...this.memory.values()],
    );
    return found.sort((one, other) => one.order - other.order);
  }
}

// Tells "changed" whenever something is added, sent or refused, and "sent" with {item, answer} for each that was sent.
export class PersistentOutbox extends EventTarget {
  constructor({
    userId,
    store = new OutboxStore(),
    api = new Api(),
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
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    await this.flush();
  }

  /** @param {{ path: string, body: any, title: string, isQuiet?: boolean }} said `body.id` is the command's id */
  async add({ path, body, title, isQuiet = false }) {
    const at = this.now();
    const order = at + performance.now() / 1e6;
    const item = { id: body.id, user_id: this.userId, path, body, title, at, order, is_quiet: isQuiet };
    await this.store.put({ ...item, state: WAITING, problem: null });
    this.#changed();
  }

  // Empty at a sign-out: nothing of this person stays on the device.
  static wipe(store = new OutboxStore()) {
    return store.clear();
  }

  list() {
    return this.store.list();
  }

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
    for (const item of await this.store.list()) {
      if (item.state !== WAITING || item.user_id !== this.userId) continue;
      if (!(await this.#send(item))) return;
    }
    this.failures = 0;
  }

  // Returns whether the next one may be sent.
  async #send(item) {
    try {
      const answer = await this.api.post(item.path, item.body);
      this.isAway = false;
      await this.store.remove(item.id);
      this.dispatchEvent(new CustomEvent("sent", { detail: { item, answer } }));
    } catch (error) {
      const isRefused = error instanceof ApiProblem && error.isFinal && error.status !== 401;
      if (!isRefused) return this.#later(error);
      this.isAway = false;
      if (item.is_quiet) await this.store.remove(item.id);
      else await this.store.put({ ...item, state: REFUSED, problem: { code: error.code, message: error.message } });
    }
    this.#changed();
    return true;
  }

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
