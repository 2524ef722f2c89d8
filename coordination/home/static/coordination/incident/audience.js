// To whom a person speaks: what they chose last, each for messages, marks and their position; before that, responders
// speak to responders. Teachers' phones show no officers on a map unless someone wants it so.

export class AudienceMemory {
  /** @param {{ me: { user_id: string, audiences: string[] }, storage: Storage | null }} options */
  constructor({ me, storage }) {
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

  // A form with a choice of audiences begins with the last one.
  /** @param {any} form @param {string} what */
  prepare(form, what) {
    const choice = form.elements.audience;
    if (choice) choice.value = this.of(what);
  }

  // What was chosen in a form; where there is no choice, the only audience there is.
  /** @param {{ audience?: string }} answer @param {string} what @returns {string} */
  chosen(answer, what) {
    const audience = answer.audience ?? this.of(what);
    this.remember(what, audience);
    return audience;
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

// Storage may be forbidden; the page works without.
/** @param {() => Storage} find */
export function storage(find) {
  try {
    return find();
  } catch {
    return null;
  }
}
