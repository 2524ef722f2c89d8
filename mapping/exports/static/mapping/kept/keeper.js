// Keep a site's offline pack on this phone, and keep it true: fetched with the session, checked, stored, refreshed by
// what is new, and deleted as soon as the server says that it is not this person's any more.

import { withRoom } from "./kept_rules.js";
import { NotTheirs } from "./kept_store.js";
import { MANIFEST, PackRefused, wholePack } from "./pack_check.js";
import { filesOf, MAX_BYTES, ZipError } from "./zip_in.js";

// What became of it. Only KEPT and SAME mean that the server was reached and all is well.
export const KEPT = "kept";
export const SAME = "same";
export const ENDED = "ended"; // not found: deleted
export const SIGNED_OUT = "signed_out"; // everything is deleted
export const UNREACHABLE = "unreachable";
export const LATER = "later"; // it was reached, and has no pack to give now
export const REFUSED = "refused"; // what came is not to be trusted; what was there before stays
export const FULL = "full"; // the phone has no room for it
export const BUSY = "busy"; // another window does it

class Answered extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/** @typedef {import("./kept_rules.js").KeptAbout} KeptAbout */
/** @typedef {import("./kept_rules.js").RoomHere} RoomHere */
/** @typedef {import("./kept_store.js").KeptPack} KeptPack */
/** @typedef {import("./kept_store.js").KeptStore} KeptStore */
/** @typedef {import("./pack_check.js").Bytes} Bytes */
/** @typedef {{ isAsked: boolean, room: RoomHere | null, onProgress: (done: number, all: number) => void }} Order
 *   isAsked: a person wants it; it then stays after the room for which it was kept by itself */
/** @typedef {{ state: string, code?: string, file?: string, siteName?: string }} Outcome */

export class Keeper {
  /**
   * `key`: the server's public key, hexadecimal, from its own page. `token`: the CSRF token of now.
   * @param {{
   *   store: KeptStore, userId: string, key: string, maxAge_h: number, token: () => string, fetcher?: typeof fetch,
   *   locks?: LockManager, now?: () => number
   * }} parts
   */
  constructor({
    store,
    userId,
    key,
    maxAge_h,
    token,
    fetcher = globalThis.fetch.bind(globalThis),
    locks = globalThis.navigator.locks,
    now = Date.now,
  }) {
    this.store = store;
    this.userId = userId;
    this.key = key;
    this.maxAge_h = maxAge_h;
    this.token = token;
    this.fetcher = fetcher;
    this.locks = locks;
    this.now = now;
  }

  // Fetch the pack, or what is new of it.
  /**
   * @param {string} siteId
   * @param {Partial<Order>} order
   * @returns {Promise<Outcome>}
   */
  async keep(siteId, { isAsked = false, room = null, onProgress = () => {} } = {}) {
    /** @param {Lock | null} lock @returns {Promise<Outcome>} */
    const work = async (lock) => (lock === null ? { state: BUSY } : this.#keep(siteId, { isAsked, room, onProgress }));
    return this.locks.request(`kept.fetch.${siteId}`, { ifAvailable: true }, work);
  }

  // One is not in that room any more: what was kept for nothing else goes.
  /** @param {string} siteId @param {string} roomId */
  async forgetRoom(siteId, roomId) {
    const about = await this.store.about(siteId);
    if (about === null) return;
    const rooms = about.rooms.filter((one) => one.room_id !== roomId);
    if (about.is_by_itself && rooms.length === 0) await this.store.remove(siteId);
    else await this.store.change(siteId, () => ({ rooms }));
  }

  /** @param {string} siteId @param {Order} order @returns {Promise<Outcome>} */
  async #keep(siteId, order) {
    const old = await this.store.open(siteId);
    const siteName = old?.about.site_name ?? "";
    try {
      return { state: await this.#fetch(siteId, old, order), siteName };
    } catch (error) {
      if (error instanceof PackRefused && old !== null) return this.#anew(siteId, old, order);
      return this.#failed(error, siteId, siteName);
    }
  }

  // What lies here may have been changed where it lies: then nothing of it is built upon.
  /** @param {string} siteId @param {KeptPack} old @param {Order} order @returns {Promise<Outcome>} */
  async #anew(siteId, old, order) {
    try {
      return { state: await this.#fetch(siteId, null, { ...order, about: old.about }), siteName: old.about.site_name };
    } catch (error) {
      return this.#failed(error, siteId, old.about.site_name);
    }
  }

  /**
   * @param {string} siteId
   * @param {KeptPack | null} old
   * @param {Order & { about?: KeptAbout | null }} order
   */
  async #fetch(siteId, old, { isAsked, room, onProgress, about = old?.about ?? null }) {
    const response = await this.#ask(
      siteId,
      old === null ? null : { files: await filesKnown(old), tag: old.about.tag },
    );
    const now = new Date(this.now()).toISOString();
    const changes = {
      contact_at: now,
      room_at: room === null ? (about?.room_at ?? null) : now,
      max_age_h: this.maxAge_h,
      is_by_itself: !isAsked && (about?.is_by_itself ?? true),
      rooms: withRoom(about?.rooms ?? [], room),
    };
    if (response.status === 204) {
      await this.store.change(siteId, () => changes);
      return SAME;
    }
    const files = await filesOf(await bytesOf(response, onProgress));
    const pack = await wholePack(files, {
      siteId,
      key: this.key,
      base: async (name) => (old === null ? null : old.bytes(name)),
    });
    await this.store.put({ ...changes, ...this.#about(siteId, pack, response) }, pack.files);
    return KEPT;
  }

  /** @param {string} siteId @param {Awaited<ReturnType<typeof wholePack>>} pack @param {Response} response */
  #about(siteId, { manifest, signature, files }, response) {
    return {
      pack_id: crypto.randomUUID(),
      site_id: siteId,
      site_name: manifest.site_name,
      user_id: this.userId,
      key: this.key,
      signature,
      tag: (response.headers.get("ETag") ?? "").replaceAll('"', "") || null,
      made_at: manifest.made_at,
      size_bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
    };
  }

  /** @param {string} siteId @param {{ files: Record<string, string>, tag: string | null } | null} known */
  async #ask(siteId, known) {
    /** @type {RequestInit} */
    const options = { credentials: "same-origin", cache: "no-store", headers: {} };
    if (known !== null) {
      options.method = "POST";
      options.headers = { "content-type": "application/json", "X-CSRFToken": this.token() };
      options.body = JSON.stringify(known);
    }
    const response = await this.fetcher(`/api/v1/sites/${siteId}/pack`, options);
    if (!response.ok) throw new Answered(response.status);
    return response;
  }

  /** @param {any} error @param {string} siteId @param {string} siteName @returns {Promise<Outcome>} */
  async #failed(error, siteId, siteName) {
    if (error instanceof Answered && error.status === 404) {
      await this.store.remove(siteId);
      return { state: ENDED, siteName };
    }
    if (error instanceof NotTheirs || (error instanceof Answered && error.status === 401)) {
      // Another person who signed in claims the store from their own page. After a sign-out this person's packs go.
      if (error instanceof Answered) await this.store.removeAll();
      return { state: SIGNED_OUT };
    }
    if (error instanceof PackRefused) return { state: REFUSED, code: error.code, file: error.file, siteName };
    if (error instanceof ZipError) return { state: REFUSED, code: "incomplete", file: "", siteName };
    if (error.name === "QuotaExceededError") return { state: FULL, siteName };
    // A server that is busy or in trouble, or no network: what is kept stays as it is.
    if (error instanceof Answered) return { state: LATER, siteName };
    return { state: UNREACHABLE, siteName };
  }
}

// By what really lies here: a manifest that cannot be read knows of no file, and all of them come.
/** @param {KeptPack} old @returns {Promise<Record<string, string>>} */
async function filesKnown(old) {
  try {
    const { files } = JSON.parse(new TextDecoder().decode((await old.bytes(MANIFEST)) ?? undefined));
    const known = /** @type {import("./pack_check.js").Manifest["files"]} */ (files);
    return Object.fromEntries(Object.entries(known).map(([name, { sha256 }]) => [name, sha256]));
  } catch {
    return {};
  }
}

/** @param {Response} response @param {Order["onProgress"]} onProgress */
async function bytesOf(response, onProgress) {
  const total = Number(response.headers.get("Content-Length")) || 0;
  /** @type {Bytes[]} */
  const parts = [];
  let length = 0;
  if (response.body === null) throw new ZipError("no answer");
  const reader = response.body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    parts.push(step.value);
    length += step.value.length;
    if (length > MAX_BYTES) throw new ZipError("too large");
    onProgress(length, total);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
