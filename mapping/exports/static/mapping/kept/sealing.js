// What a kept pack is sealed with: a key that is made on this phone, lies beside it, and that no script can read out
// (decisions 0086 and 0174). It goes with the sign-out; what a flash disk still holds of a pack is noise from then on.

const DATABASE = "musterpoint.kept";
const KEYS = "keys";
const KEY = "packs";
const IV_BYTES = 12;

/** @param {IDBRequest} request @returns {Promise<any>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// The key in the browser's own store.
export class KeyOnPhone {
  constructor({ factory = globalThis.indexedDB } = {}) {
    this.factory = factory;
  }

  /** @param {IDBTransactionMode} mode @param {(keys: IDBObjectStore) => IDBRequest} use */
  async #with(mode, use) {
    const open = this.factory.open(DATABASE, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(KEYS);
    const database = await answered(open);
    database.onversionchange = () => database.close();
    try {
      return await answered(use(database.transaction(KEYS, mode).objectStore(KEYS)));
    } finally {
      database.close();
    }
  }

  async get() {
    if (!this.factory) return null;
    return (await this.#with("readonly", (keys) => keys.get(KEY))) ?? null;
  }

  // Two windows may make one at once: the first one stays.
  /** @param {CryptoKey} key */
  add(key) {
    return this.#with("readwrite", (keys) => keys.add(key, KEY)).catch(() => {});
  }

  async clear() {
    if (this.factory) await this.#with("readwrite", (keys) => keys.clear());
  }
}

export class Sealing {
  constructor({ keys = new KeyOnPhone(), subtle = globalThis.crypto?.subtle } = {}) {
    this.keys = keys;
    this.subtle = subtle;
  }

  async #key() {
    const before = await this.keys.get();
    if (before !== null) return before;
    await this.keys.add(await this.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
    return this.keys.get();
  }

  // `about` is bound in: what is moved to another name or pack does not open.
  /** @param {BufferSource} bytes @param {string} about */
  async seal(bytes, about) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const additionalData = new TextEncoder().encode(about);
    const sealed = await this.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await this.#key(), bytes);
    return new Blob([iv, sealed]).arrayBuffer();
  }

  // Null: sealed with a key that is gone, or changed where it lies.
  /** @param {ArrayBuffer} sealed @param {string} about */
  async open(sealed, about) {
    const key = await this.keys.get();
    if (key === null) return null;
    const additionalData = new TextEncoder().encode(about);
    try {
      const iv = sealed.slice(0, IV_BYTES);
      const bytes = await this.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed.slice(IV_BYTES));
      return new Uint8Array(bytes);
    } catch {
      return null;
    }
  }

  forget() {
    return this.keys.clear();
  }
}
