// Which actions this person has read here, in whichever window, and that the server hears of it: those in command see who
// has got the alert. A call that fails is made again, from this page or the next, until the server has heard it.

import { ApiProblem } from "../api.js";

const READ = "response.read";
const UNSENT = "response.read_unsent";
const MOST = 20;

/** @typedef {{ room_id: string, action_id: string }} ActionRead */

export class ActionsRead {
  /** @param {{ api: Pick<import("../api.js").Api, "post">, userId: string, kept?: Pick<Storage, "getItem" | "setItem"> }} parts */
  constructor({ api, userId, kept }) {
    this.api = api;
    this.userId = userId;
    this.kept = kept;
    /** @type {Record<string, any[]>} */
    this.here = {}; // where the browser keeps nothing, as long as the page stands
    this.isSending = false;
  }

  // What another window changes when something is read there.
  get keptAt() {
    return `${READ}.${this.userId}`;
  }

  /** @param {string} id */
  isRead(id) {
    return this.#list(READ).includes(id);
  }

  /** @param {string} id */
  remember(id) {
    this.#put(READ, [...this.#list(READ).filter((one) => one !== id), id]);
  }

  // Read, by a press of the button: the takeover does not wait for the server.
  /** @param {ActionRead} action */
  async note({ room_id, action_id }) {
    this.remember(action_id);
    this.#put(UNSENT, [...this.#unsentWithout(action_id), { room_id, action_id }]);
    await this.send();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (const one of this.#list(UNSENT)) {
        if (!(await this.#isHeard(one))) return;
        this.#put(UNSENT, this.#unsentWithout(one.action_id));
      }
    } finally {
      this.isSending = false;
    }
  }

  // Not found: it is over, or holds for this person no more. Whatever else is said may change, as with a new sign-in.
  /** @param {ActionRead} action */
  async #isHeard({ room_id, action_id }) {
    const path = `/rooms/${encodeURIComponent(room_id)}/response-actions/${encodeURIComponent(action_id)}/read`;
    try {
      await this.api.post(path, {});
    } catch (error) {
      return error instanceof ApiProblem && error.status === 404;
    }
    return true;
  }

  /** @param {string} id @returns {ActionRead[]} */
  #unsentWithout(id) {
    return this.#list(UNSENT).filter((one) => one.action_id !== id);
  }

  /** @param {string} name @returns {any[]} */
  #list(name) {
    try {
      const text = (this.kept ?? localStorage).getItem(`${name}.${this.userId}`);
      if (text !== null) return JSON.parse(text);
    } catch {
      // then what the page itself knows
    }
    return this.here[name] ?? [];
  }

  /** @param {string} name @param {any[]} list */
  #put(name, list) {
    this.here[name] = list.slice(-MOST);
    try {
      (this.kept ?? localStorage).setItem(`${name}.${this.userId}`, JSON.stringify(this.here[name]));
    } catch {
      // then it is shown again on the next page
    }
  }
}
