// A place for an outbox where there is no IndexedDB, as in Node and in native shells: one text, sealed with a key that the
// app keeps where the platform keeps keys, in whatever store the app has for texts.

import { seal, unseal } from "./seal.js";

/** @typedef {{ getItem: (name: string) => string | null | Promise<string | null>,
 *   setItem: (name: string, text: string) => unknown }} TextStore */

export class SealedText {
  /**
   * Open what is kept under a name; what does not open with this key is gone.
   * @param {{ store: TextStore, name: string, key: CryptoKey, subtle?: SubtleCrypto }} where
   */
  static async open({ store, name, key, subtle = crypto.subtle }) {
    const kept = new SealedText({ store, name, key, subtle });
    await kept.#read();
    return kept;
  }

  /** @param {{ store: TextStore, name: string, key: CryptoKey, subtle: SubtleCrypto }} where */
  constructor({ store, name, key, subtle }) {
    this.store = store;
    this.name = name;
    this.key = key;
    this.subtle = subtle;
    /** @type {string | null} */
    this.text = null;
    /** @type {Promise<unknown>} settled once all that was said is written */
    this.writing = Promise.resolve();
  }

  async #read() {
    const kept = await this.store.getItem(this.name);
    if (!kept) return;
    try {
      const [iv, bytes] = kept.split(".").map((part) => Uint8Array.from(atob(part), (one) => one.charCodeAt(0)));
      const opened = await unseal(this.subtle, this.key, { iv, bytes: bytes.buffer }, this.name);
      this.text = new TextDecoder().decode(opened);
    } catch {
      this.text = null;
    }
  }

  /** @param {string} _key */
  getItem(_key) {
    return this.text;
  }

  // Written one after the other: the last text is the one that stays.
  /** @param {string} _key @param {string} text */
  setItem(_key, text) {
    this.text = text;
    this.writing = this.writing.then(() => this.#write(text)).catch(() => {});
  }

  /** @param {string} text */
  async #write(text) {
    const { iv, bytes } = await seal(this.subtle, this.key, new TextEncoder().encode(text), this.name);
    const parts = [iv, new Uint8Array(bytes)].map((part) => btoa(String.fromCharCode(...part)));
    await this.store.setItem(this.name, parts.join("."));
  }
}
