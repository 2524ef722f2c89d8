// Where the browser keeps what is not sent, sealed: the key is made here, lies beside it, and no script can read its bytes
// out (decision 0086). Ids, owner, state and times stand in the clear; words, addresses and files do not.

import { newKey, seal, unseal } from "./seal.js";

const DATABASE = "musterpoint.outbox";
const COMMANDS = "commands";
const KEYS = "keys";
const KEY = "outbox";
/** @type {("id" | "user_id" | "at" | "order" | "state")[]} */
const IN_CLEAR = ["id", "user_id", "at", "order", "state"];
const MAX_AGE_MS = 12 * 3600 * 1000;

/**
 * @typedef {{
 *   id: string, user_id: string, path: string, body: any, title: string, at: number, order: number,
 *   is_quiet: boolean, state: string, problem: any, file?: File | null, uploads?: string
 * }} Item is_quiet: no one needs to know when it is refused; file: what is uploaded before the command is sent
 */

/** @typedef {import("./seal.js").Sealed} Sealed */
/** @typedef {Pick<Item, "id" | "user_id" | "at" | "order" | "state"> & { words: Sealed, file: Sealed | null }} Kept */

/** @param {IDBRequest} request @returns {Promise<any>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whether what was said then is too old to be sent now. @param {{ at: number }} said @param {number} now */
export const isTooOld = ({ at }, now) => now - at > MAX_AGE_MS;

// Without such a store, or without a key (some private windows, a page without TLS), it lives as long as the page.
export class SealedStore {
  constructor({ factory = globalThis.indexedDB, subtle = globalThis.crypto?.subtle } = {}) {
    this.factory = factory;
    this.subtle = subtle;
    /** @type {Map<string, Item>} */
    this.memory = new Map();
    this.isPersistent = Boolean(factory && subtle);
  }

  async #database() {
    const open = this.factory.open(DATABASE, 2);
    open.onupgradeneeded = () => {
      const { result } = open;
      if (!result.objectStoreNames.contains(COMMANDS)) result.createObjectStore(COMMANDS, { keyPath: "id" });
      if (!result.objectStoreNames.contains(KEYS)) result.createObjectStore(KEYS);
    };
    const database = await answered(open);
    // A sign-out takes the whole database away, and must not wait for a page that forgot about it.
    database.onversionchange = () => database.close();
    return database;
  }

  /** @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} use */
  async #with(name, mode, use) {
    const database = await this.#database();
    try {
      return await answered(use(database.transaction(name, mode).objectStore(name)));
    } finally {
      database.close();
    }
  }

  // Two windows may make a key at once: the first one stays, and both use it.
  async #key() {
    const before = await this.#with(KEYS, "readonly", (keys) => keys.get(KEY));
    if (before) return before;
    const made = await newKey(this.subtle);
    await this.#with(KEYS, "readwrite", (keys) => keys.add(made, KEY)).catch(() => {});
    return this.#with(KEYS, "readonly", (keys) => keys.get(KEY));
  }

  /** @param {Item} item */
  async #sealed({ file = null, ...item }) {
    const key = await this.#key();
    const told = file === null ? item : { ...item, file_name: file.name, file_type: file.type };
    const words = new TextEncoder().encode(JSON.stringify(told));
    return {
      ...Object.fromEntries(IN_CLEAR.map((name) => [name, item[name]])),
      words: await seal(this.subtle, key, words, `words ${item.id}`),
      file: file === null ? null : await seal(this.subtle, key, await file.arrayBuffer(), `file ${item.id}`),
    };
  }

  /** @param {Kept} kept @returns {Promise<Item | null>} null: sealed with a key that is gone, or changed where it lies */
  async #opened(kept) {
    try {
      const key = await this.#key();
      const words = new TextDecoder().decode(await unseal(this.subtle, key, kept.words, `words ${kept.id}`));
      const { file_name: name, file_type: type, ...item } = JSON.parse(words);
      if (item.id !== kept.id || item.user_id !== kept.user_id) return null;
      if (kept.file === null) return item;
      const bytes = await unseal(this.subtle, key, kept.file, `file ${kept.id}`);
      return { ...item, file: new File([bytes], name, { type }) };
    } catch {
      return null;
    }
  }

  // Try the browser's store, and go on in memory where it refuses.
  /** @template T @param {() => T | Promise<T>} use @param {() => T} otherwise @returns {Promise<T>} */
  async #kept(use, otherwise) {
    if (this.isPersistent) {
      try {
        return await use();
      } catch {
        this.isPersistent = false;
      }
    }
    return otherwise();
  }

  /** @param {Item} item */
  put(item) {
    return this.#kept(
      async () => {
        const sealed = await this.#sealed(item);
        return this.#with(COMMANDS, "readwrite", (commands) => commands.put(sealed));
      },
      () => this.memory.set(item.id, item),
    );
  }

  /** @param {string} id */
  remove(id) {
    return this.#kept(
      () => this.#with(COMMANDS, "readwrite", (commands) => commands.delete(id)),
      () => this.memory.delete(id),
    );
  }

  // The key goes, too: what a disk still has of them is noise from then on.
  clear() {
    return this.#kept(
      async () => {
        await this.#with(COMMANDS, "readwrite", (commands) => commands.clear());
        await this.#with(KEYS, "readwrite", (keys) => keys.clear());
      },
      () => this.memory.clear(),
    );
  }

  // Of one state alone, or all: what is not asked for is not opened.
  /** @param {string | null} [state] @returns {Promise<Item[]>} */
  async list(state = null) {
    /** @param {{ state: string }} one */
    const isAsked = (one) => state === null || one.state === state;
    const found = await this.#kept(
      () => this.#listed(isAsked),
      () => [...this.memory.values()].filter(isAsked),
    );
    return found.sort((one, other) => one.order - other.order);
  }

  /** @param {(one: { state: string }) => boolean} isAsked */
  async #listed(isAsked) {
    /** @type {Kept[]} */
    const kept = await this.#with(COMMANDS, "readonly", (commands) => commands.getAll());
    const all = kept.filter(isAsked);
    const opened = await Promise.all(all.map((one) => this.#opened(one)));
    for (const [at, item] of opened.entries())
      if (item === null) await this.#with(COMMANDS, "readwrite", (commands) => commands.delete(all[at].id));
    return opened.filter((item) => item !== null);
  }
}
