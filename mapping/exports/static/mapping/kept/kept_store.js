// Packs on this phone, in the browser's own cache: one person's, and never another's.
//
// A pack is a cache of its own, its files sealed. `about` is written into it last: one without it was never finished and
// counts for nothing. It stands in the clear: whose it is, of which site, and since when decide what is deleted. Every change is made under one lock of all windows, and asks first whose this phone is: what a slow answer
// brings after the sign-out is thrown away.

import { isExpired } from "./kept_rules.js";
import { checkedFile, manifestOf, UNCHECKED } from "./pack_check.js";
import { Sealing } from "./sealing.js";

/** @typedef {import("./kept_rules.js").KeptAbout} KeptAbout */
/** @typedef {import("./pack_check.js").Bytes} Bytes */

const WHO = "kept.who";
const PACK = "kept.pack.";
const LOCK = "kept";
// Addresses inside a cache; no server ever hears of them.
/** @param {string} name */
const addressOf = (name) => `/kept-files/${name}`;
const ABOUT = addressOf("about");

/** @param {KeptAbout} about @param {string} name */
const sealedAs = (about, name) => `${about.user_id} ${about.pack_id} ${name}`;

/** @param {unknown} value */
const asJson = (value) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });

export class NotTheirs extends Error {}

// For a write without a caller that waits: a sign-out deletes the stores in the browser, also in the middle of a write.
/** @param {unknown} error */
export function ifTakenAway(error) {
  if (!(error instanceof DOMException)) throw error;
}

export class KeptStore {
  constructor({
    caches = globalThis.caches,
    locks = globalThis.navigator.locks,
    channel = new BroadcastChannel("kept"),
    sealing = new Sealing(),
  } = {}) {
    this.caches = caches;
    this.locks = locks;
    this.channel = channel;
    this.sealing = sealing;
    /** @type {(() => unknown)[]} */
    this.listeners = [];
    channel.addEventListener("message", () => this.#heard());
  }

  // Call `listener` after every change, of whichever window.
  /** @param {() => unknown} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  #heard() {
    for (const listener of this.listeners) listener();
  }

  // Claim the store for the signed-in person: delete what was kept for anyone else.
  /** @param {{ user_id: string, language: string }} who */
  claim({ user_id, language }) {
    return this.#alone(async () => {
      const before = await this.who();
      // Also without a known owner: that mark may be gone while what was kept still remains.
      if (before?.user_id !== user_id) await this.#removeAll();
      const cache = await this.caches.open(WHO);
      await cache.put(ABOUT, asJson({ user_id, language }));
      await this.#sealAll();
    });
  }

  // {user_id, language} of whose packs these are, or null.
  async who() {
    if (!(await this.caches.has(WHO))) return null;
    return readFrom(await this.caches.open(WHO), ABOUT, (found) => found.json());
  }

  // What is kept for this person, by name of the site.
  async list() {
    const who = await this.who();
    const found = who === null ? [] : (await this.#finished()).filter(({ about }) => about.user_id === who.user_id);
    return found.map(({ about }) => about).sort((a, b) => a.site_name.localeCompare(b.site_name));
  }

  /** @param {string} siteId */
  async about(siteId) {
    return (await this.list()).find((one) => one.site_id === siteId) ?? null;
  }

  /** @param {string} siteId */
  async open(siteId) {
    const about = await this.about(siteId);
    return about === null ? null : new KeptPack(await this.caches.open(`${PACK}${about.pack_id}`), about, this.sealing);
  }

  // Put a pack in the place of the one before it. Throws NotTheirs: meanwhile this person is not the one any more.
  /** @param {KeptAbout} about @param {Map<string, Bytes>} files */
  put(about, files) {
    return this.#alone(async () => {
      await this.#mustBe(about.user_id);
      const name = `${PACK}${about.pack_id}`;
      await this.#write(about, files);
      try {
        // A sign-out elsewhere may have emptied everything while this was written.
        await this.#mustBe(about.user_id);
      } catch (error) {
        await this.caches.delete(name);
        throw error;
      }
      for (const one of await this.#all())
        if (one.name !== name && (one.about === null || one.about.site_id === about.site_id))
          await this.caches.delete(one.name);
    });
  }

  /** @param {KeptAbout} about @param {Map<string, BufferSource>} files */
  async #write(about, files) {
    const cache = await this.caches.open(`${PACK}${about.pack_id}`);
    for (const [file, bytes] of files)
      await cache.put(addressOf(file), new Response(await this.sealing.seal(bytes, sealedAs(about, file))));
    await cache.put(ABOUT, asJson({ ...about, is_sealed: true }));
  }

  // What was kept before packs were sealed is sealed anew, in the place of what lies there: it must open in a basement
  // where nothing new comes.
  async #sealAll() {
    for (const { name, about } of await this.#all()) {
      if (about === null || about.is_sealed) continue;
      const cache = await this.caches.open(name);
      const files = new Map();
      for (const { url } of await cache.keys()) {
        const file = decodeURIComponent(new URL(url).pathname).slice(addressOf("").length);
        const bytes = addressOf(file) === ABOUT ? null : await readFrom(cache, url, (found) => found.arrayBuffer());
        if (bytes !== null) files.set(file, bytes);
      }
      await this.#write({ ...about, pack_id: crypto.randomUUID() }, files);
      await this.caches.delete(name);
    }
  }

  // `change` gets what is known of a kept site and returns what is to be changed of it.
  /** @param {string} siteId @param {(about: KeptAbout) => Partial<KeptAbout>} change */
  change(siteId, change) {
    return this.#alone(async () => {
      const who = await this.who();
      for (const { name, about } of await this.#all())
        if (about?.site_id === siteId && about.user_id === who?.user_id)
          await (await this.caches.open(name)).put(ABOUT, asJson({ ...about, ...change(about) }));
    });
  }

  /** @param {string} siteId */
  remove(siteId) {
    return this.#alone(async () => {
      for (const { name, about } of await this.#all()) if (about?.site_id === siteId) await this.caches.delete(name);
    });
  }

  // Delete what was not confirmed for too long; return the names of the sites that the user had asked to keep.
  /** @param {number} now */
  sweep(now) {
    return this.#alone(async () => {
      const expired = (await this.#finished()).filter(({ about }) => isExpired(about, now));
      for (const { name } of expired) await this.caches.delete(name);
      return expired.filter(({ about }) => !about.is_by_itself).map(({ about }) => about.site_name);
    });
  }

  // The person signed out, or another person signed in.
  removeAll() {
    return this.#alone(() => this.#removeAll());
  }

  async #removeAll() {
    for (const name of await this.caches.keys())
      if (name === WHO || name.startsWith(PACK)) await this.caches.delete(name);
    // The key last: a pack without it is noise, a key without a pack opens nothing.
    await this.sealing.forget();
  }

  /** @param {string} userId */
  async #mustBe(userId) {
    if ((await this.who())?.user_id !== userId) throw new NotTheirs();
  }

  // A pack that was never finished counts for nothing.
  async #finished() {
    return (await this.#all()).flatMap(({ name, about }) => (about === null ? [] : [{ name, about }]));
  }

  async #all() {
    /** @type {{ name: string, about: KeptAbout | null }[]} */
    const found = [];
    for (const name of (await this.caches.keys()).filter((one) => one.startsWith(PACK))) {
      const about = await readFrom(await this.caches.open(name), ABOUT, (kept) => kept.json());
      found.push({ name, about });
    }
    return found;
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async #alone(work) {
    const done = await this.locks.request(LOCK, work);
    this.channel.postMessage("changed");
    this.#heard();
    return done;
  }
}

// What is taken away between its finding and its reading is not there any more; each browser has errors of its own for it.
/**
 * @template T
 * @param {Cache} cache
 * @param {string} address
 * @param {(found: Response) => Promise<T>} read
 * @returns {Promise<T | null>}
 */
async function readFrom(cache, address, read) {
  try {
    const found = await cache.match(address);
    return found === undefined ? null : await read(found);
  } catch {
    return null;
  }
}

// A kept pack. Each read is checked again, because the stored copy may have been changed.
export class KeptPack {
  /** @type {import("./pack_check.js").Manifest | null} null until it is checked */
  #manifest = null;

  /** @param {Cache} cache @param {KeptAbout} about @param {Sealing} sealing */
  constructor(cache, about, sealing) {
    this.cache = cache;
    this.about = about;
    this.sealing = sealing;
  }

  /** @param {string} name @returns {Promise<Bytes | null>} */
  async bytes(name) {
    const sealed = await readFrom(this.cache, addressOf(name), (found) => found.arrayBuffer());
    if (sealed === null) return null;
    if (!this.about.is_sealed) return new Uint8Array(sealed);
    // What does not open was changed where it lies: no file of a pack is empty, so the check says so.
    return (await this.sealing.open(sealed, sealedAs(this.about, name))) ?? new Uint8Array();
  }

  // The manifest, and whether its signature was good, or could not be checked in this browser. Throws PackRefused.
  async #signed() {
    const files = new Map();
    for (const name of ["manifest.json", "manifest.sig", "public_key.txt"]) {
      const bytes = await this.bytes(name);
      if (bytes !== null) files.set(name, bytes);
    }
    const { manifest, signature } = await manifestOf(files, { siteId: this.about.site_id, key: this.about.key });
    this.#manifest = manifest;
    return { manifest, signature: this.about.signature === UNCHECKED ? UNCHECKED : signature };
  }

  /** @param {string} name */
  async file(name) {
    const manifest = this.#manifest ?? (await this.#signed()).manifest;
    return checkedFile(manifest, name, await this.bytes(name));
  }

  /** @param {string} name */
  has(name) {
    return this.#manifest !== null && name in this.#manifest.files;
  }

  /** @param {string} name @returns {Promise<any>} */
  async json(name) {
    return JSON.parse(new TextDecoder().decode(await this.file(name)));
  }

  // Every file, before anything of it is believed. Throws PackRefused.
  async check() {
    const { manifest, signature } = await this.#signed();
    for (const name of Object.keys(manifest.files)) await this.file(name);
    return signature;
  }
}
