// What the server last said that this person does at an incident, and what they said of their room: kept on this device, so
// that a reload without a network says it, and how old it is. One's own alone: no names, no timeline, nothing of others.
//
// It goes at a sign-out, when somebody else signs in, when the incident has ended, and after twelve hours.

const PREFIX = "last_state.";
export const MAX_AGE_MS = 12 * 3_600_000;

/**
 * @typedef {{ text: string, duty: string, place: string }} Directive as the reader's language says it
 * @typedef {{
 *   user_id: string, site: string, is_exercise: boolean, at: number, directives: Directive[] | null,
 *   report: { title: string, at: number } | null
 * }} Last at: when the server said it, by this device's clock, in milliseconds; directives: null while it has not said any
 */

export class LastState {
  constructor({ storage = storageHere(), now = Date.now } = {}) {
    this.storage = storage;
    this.now = now;
  }

  // What is kept of an incident for this person, or null. What is not theirs, or too old, is deleted.
  /** @returns {Last | null} */
  get(incidentId, userId) {
    const found = this.#read(PREFIX + incidentId);
    if (found === null || !this.#holds(found, userId)) {
      this.remove(incidentId);
      return null;
    }
    return found;
  }

  // The server has just said what is to be done, perhaps nothing: what is kept is as old as this.
  /** @param {Partial<Last> & { directives: Directive[] }} said */
  put(incidentId, userId, said) {
    const before = this.get(incidentId, userId) ?? { site: "", is_exercise: false, report: null };
    this.#write(PREFIX + incidentId, { ...before, ...said, user_id: userId, at: this.now() });
  }

  // A page of the incident was opened: it knows where that is and what one reported, and nothing new of what to do.
  /** @param {{ site: string, is_exercise: boolean, report: Last["report"] }} said */
  begin(incidentId, userId, said) {
    const before = this.get(incidentId, userId) ?? { directives: null, at: this.now() };
    this.#write(PREFIX + incidentId, { ...before, ...said, user_id: userId });
  }

  // One's own words of the room, once the server has them: they make nothing else newer.
  putReport(incidentId, userId, report) {
    const before = this.get(incidentId, userId);
    if (before !== null) this.#write(PREFIX + incidentId, { ...before, report });
  }

  remove(incidentId) {
    this.#try((storage) => storage.removeItem(PREFIX + incidentId));
  }

  // Delete what is another person's or too old; return the incidents of which something is kept.
  sweep(userId) {
    return this.#ids().filter((id) => this.get(id, userId) !== null);
  }

  wipe() {
    for (const id of this.#ids()) this.remove(id);
  }

  // A clock that was turned back proves nothing.
  #holds(found, userId) {
    const age_ms = this.now() - found.at;
    return found.user_id === userId && age_ms >= 0 && age_ms <= MAX_AGE_MS;
  }

  #ids() {
    return (
      this.#try((storage) =>
        Array.from({ length: storage.length }, (_, index) => storage.key(index))
          .filter((key) => key?.startsWith(PREFIX))
          .map((key) => key.slice(PREFIX.length)),
      ) ?? []
    );
  }

  #read(key) {
    try {
      return JSON.parse(this.#try((storage) => storage.getItem(key)) ?? "null");
    } catch {
      return null;
    }
  }

  #write(key, value) {
    this.#try((storage) => storage.setItem(key, JSON.stringify(value)));
  }

  // A browser that keeps nothing, or has no room: then a reload says less.
  #try(use) {
    try {
      return this.storage === null ? null : use(this.storage);
    } catch {
      return null;
    }
  }
}

function storageHere() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
