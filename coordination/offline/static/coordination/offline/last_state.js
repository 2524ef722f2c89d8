// What the server last said that this person does at an incident, and what they said of their room: kept on this device, so
// that a reload without a network says it, and how old it is. One's own alone: no names, no timeline, nothing of others.
// Sealed as what is not sent (decision 0086).
//
// It goes at a sign-out with its key, when someone else signs in, when the incident has ended, and after twelve hours.

import { isTooOld, SealedStore } from "../client/unsent/sealed_store.js";

export const LAST_STATE = "last_state";
/** @param {string} incidentId */
const idOf = (incidentId) => `${LAST_STATE}.${incidentId}`;

/**
 * @typedef {{ text: string, duty: string, place: string }} Directive as the reader's language says it
 * @typedef {{
 *   user_id: string, site: string, is_exercise: boolean, at: number, directives: Directive[] | null,
 *   report: { title: string, at: number } | null
 * }} Last at: when the server said it, by this device's clock, in milliseconds; directives: null while it has not said any
 */

// Each writer reads what the one before has written. A page's scripts are bundles, each with a copy of this module, and
// windows share the store: the browser's lock orders them all. A promise orders this copy's, where there is no lock.
const LOCK = `musterpoint.${LAST_STATE}`;
/** @type {Promise<any>} */
let turn = Promise.resolve();

export class LastState {
  constructor({
    store = new SealedStore(),
    now = Date.now,
    unsealed = storageHere(),
    locks = globalThis.navigator.locks,
  } = {}) {
    this.store = store;
    this.now = now;
    this.locks = locks;
    this.unsealed = unsealed;
  }

  // What is kept of an incident for this person, or null. What is not theirs, or too old, is deleted.
  /** @param {string} incidentId @param {string} userId @returns {Promise<Last | null>} */
  get(incidentId, userId) {
    return this.#inTurn(() => this.#held(incidentId, userId));
  }

  // The server has just said what is to be done, perhaps nothing: what is kept is as old as this.
  /** @param {string} incidentId @param {string} userId @param {Partial<Last> & { directives: Directive[] }} said */
  put(incidentId, userId, said) {
    return this.#inTurn(async () => {
      const before = (await this.#held(incidentId, userId)) ?? { site: "", is_exercise: false, report: null };
      await this.#write(incidentId, { ...before, ...said, user_id: userId, at: this.now() });
    });
  }

  // A page of the incident was opened: it knows where that is and what one reported, and nothing new of what to do.
  /**
   * @param {string} incidentId
   * @param {string} userId
   * @param {{ site: string, is_exercise: boolean, report: Last["report"] }} said
   */
  begin(incidentId, userId, said) {
    return this.#inTurn(async () => {
      const before = (await this.#held(incidentId, userId)) ?? { directives: null, at: this.now() };
      await this.#write(incidentId, { ...before, ...said, user_id: userId });
    });
  }

  // One's own words of the room, once the server has them: they make nothing else newer.
  /** @param {string} incidentId @param {string | null | undefined} userId @param {Last["report"]} report */
  putReport(incidentId, userId, report) {
    return this.#inTurn(async () => {
      const before = await this.#held(incidentId, userId);
      if (before !== null) await this.#write(incidentId, { ...before, report });
    });
  }

  /** @param {string} incidentId */
  remove(incidentId) {
    return this.#inTurn(() => this.store.remove(idOf(incidentId)));
  }

  // Delete what is another person's or too old; return the incidents of which something is kept.
  /** @param {string} userId @returns {Promise<string[]>} */
  sweep(userId) {
    this.#dropUnsealed();
    return this.#inTurn(async () => {
      const kept = [];
      for (const { id, body } of await this.store.list(LAST_STATE))
        if (this.#holds(body.last, userId)) kept.push(body.incident_id);
        else await this.store.remove(id);
      return kept;
    });
  }

  wipe() {
    this.#dropUnsealed();
    return this.#inTurn(async () => {
      for (const { id } of await this.store.list(LAST_STATE)) await this.store.remove(id);
    });
  }

  /** @param {string} incidentId @param {string | null | undefined} userId @returns {Promise<Last | null>} */
  async #held(incidentId, userId) {
    const id = idOf(incidentId);
    const found = (await this.store.list(LAST_STATE)).find((one) => one.id === id);
    if (found !== undefined && this.#holds(found.body.last, userId)) return found.body.last;
    if (found !== undefined) await this.store.remove(id);
    return null;
  }

  // A clock that was turned back proves nothing.
  /** @param {Last} last @param {string | null | undefined} userId */
  #holds(last, userId) {
    return last.user_id === userId && last.at <= this.now() && !isTooOld(last, this.now());
  }

  /** @param {string} incidentId @param {Last} last */
  #write(incidentId, last) {
    const { user_id: userId, at } = last;
    return this.store.put({
      ...{ id: idOf(incidentId), user_id: userId, at, order: at, state: LAST_STATE },
      ...{ path: "", title: "", is_quiet: true, problem: null, body: { incident_id: incidentId, last } },
    });
  }

  /**
   * @template T
   * @param {() => Promise<T>} use
   * @returns {Promise<T>}
   */
  #inTurn(use) {
    const mine = turn.then(async () => (this.locks ? await this.locks.request(LOCK, use) : use()));
    turn = mine.catch(() => {});
    return mine;
  }

  // Releases before this one kept it in the clear.
  #dropUnsealed() {
    try {
      for (const key of Object.keys(this.unsealed ?? {}))
        if (key.startsWith(`${LAST_STATE}.`)) this.unsealed?.removeItem(key);
    } catch {
      // a browser that lets no one look keeps nothing either
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
