// To whom a person speaks: what they chose last, each for messages, marks and their position; before that, responders
// speak to responders. Teachers' phones show no officers on a map unless someone wants it so.

/** @typedef {{ user_id: string, audiences: string[] }} Reader and the audiences they belong to (`welcome` says them) */

export class AudienceChoice {
  /** @param {{ me: Reader, storage?: Pick<Storage, "getItem" | "setItem"> | null }} options */
  constructor({ me, storage = null }) {
    this.me = me;
    this.storage = storage;
  }

  /** @param {string} what */
  of(what) {
    const kept = this.#kept(what);
    if (kept && this.me.audiences.includes(kept)) return kept;
    return this.me.audiences.includes("responders") ? "responders" : "everyone";
  }

  /** @param {string} what @param {string} audience */
  remember(what, audience) {
    try {
      this.storage?.setItem(this.#key(what), audience);
    } catch {
      // full or forbidden: the next choice begins as the first
    }
  }

  /** @param {string} what */
  #kept(what) {
    try {
      return this.storage?.getItem(this.#key(what)) ?? null;
    } catch {
      return null;
    }
  }

  /** @param {string} what */
  #key(what) {
    return `audience.${this.me.user_id}.${what}`;
  }
}
