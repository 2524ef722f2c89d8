// What an incident's page last knew, kept on this device for its person alone: sealed as what is not sent (decision 0086),
// for twelve hours at most. It is as old as the server's last word, however late it is read.
//
// It goes at a sign-out with its key, when another person signs in, when the incident is over or not this person's any
// more, and when the room is left.

import { isTooOld, SealedStore } from "../client/unsent/sealed_store.js";

export const LAST_KNOWN = "last_known";
const CHANGED_MS = 5000; // a busy incident is written down so often
const SAME_MS = 20_000; // a quiet one so often: only its age has changed

/**
 * @typedef {{ title: string, columns: string[], rows: string[][] }} Table
 * @typedef {{ time: string, who: string, text: string, is_struck: boolean }} Line
 * @typedef {{
 *   title: string, about: string, site: string, is_exercise: boolean, time: string, strip: string[], tables: Table[],
 *   lines: Line[]
 * }} Picture in the reader's language, by the site's clock; time: when the server last said that it is so
 * @typedef {{ room_id: string, incident_id: string, picture: Picture }} Body
 * @typedef {{ userId: string, store?: SealedStore, now?: () => number }} Whose
 */

/** @param {string} roomId */
const idOf = (roomId) => `${LAST_KNOWN}.${roomId}`;

export class LastKnown {
  /** @param {Whose & { roomId: string, incidentId: string }} whose */
  constructor({ userId, roomId, incidentId, store = new SealedStore(), now = Date.now }) {
    this.userId = userId;
    this.roomId = roomId;
    this.incidentId = incidentId;
    this.store = store;
    this.now = now;
    this.key = "";
    this.writtenAt = -Infinity;
    this.isOver = false;
    this.writing = Promise.resolve();
  }

  // `key` changes with what is shown; `heardAt` is when the server last spoke, by this device's clock.
  /** @param {{ key: string, heardAt: number, draw: () => Picture, isUrgent?: boolean }} seen */
  see({ key, heardAt, draw, isUrgent = false }) {
    // Without a store that outlives the page there is nothing to keep it in, and no reload that could show it.
    if (this.isOver || !this.store.isPersistent) return;
    const wait_ms = isUrgent ? 0 : key === this.key ? SAME_MS : CHANGED_MS;
    if (this.now() - this.writtenAt < wait_ms) return;
    this.key = key;
    this.writtenAt = this.now();
    const picture = draw();
    this.writing = this.writing.then(() => this.#write(picture, heardAt)).catch(() => {});
  }

  /** @param {Picture} picture @param {number} at */
  async #write(picture, at) {
    if (this.isOver) return;
    const body = { room_id: this.roomId, incident_id: this.incidentId, picture };
    const what = { path: "", title: "", is_quiet: true, problem: null, body };
    await this.store.put({
      id: idOf(this.roomId),
      user_id: this.userId,
      at,
      order: at,
      state: LAST_KNOWN,
      ...what,
    });
  }

  // What is being written is waited for: nothing comes back after this. An incident that was closed may be opened again.
  /** @param {{ isForGood: boolean }} how */
  async end({ isForGood }) {
    this.isOver = true;
    await this.writing;
    await this.store.remove(idOf(this.roomId));
    this.isOver = isForGood;
  }
}

/**
 * What was last known of the incident or room at an address, by this person and not too long ago; null: nothing.
 * @param {import("../../mapping/kept/kept_rules.js").Target} target
 * @param {Omit<Whose, "userId"> & { userId: string | undefined }} whose
 * @returns {Promise<{ at: number, picture: Picture } | null>}
 */
export async function lastKnownAt(target, { userId, store = new SealedStore(), now = Date.now }) {
  /** @type {Record<string, "incident_id" | "room_id">} */
  const names = { incidents: "incident_id", rooms: "room_id" };
  const name = names[target.kind];
  if (!name || !userId) return null;
  const found = (await sweepLastKnown({ userId, store, now })).find((one) => one.body[name] === target.id);
  return found === undefined ? null : { at: found.at, picture: found.body.picture };
}

/** Delete what is another person's, or too old; a clock that was turned back proves nothing. Returns what stays. @param {Whose} whose */
export async function sweepLastKnown({ userId, store = new SealedStore(), now = Date.now }) {
  const kept = [];
  for (const one of await store.list()) {
    if (one.state !== LAST_KNOWN) continue;
    if (one.user_id === userId && one.at <= now() && !isTooOld(one, now())) kept.push(one);
    else await store.remove(one.id);
  }
  return kept;
}

/**
 * The server is there: what is kept of an incident that is over, or not this person's any more, goes.
 * `but`: the incident that this page is connected to, which is told by its socket.
 * @param {{ userId: string, but?: string | null, ask?: typeof fetch, store?: SealedStore, now?: () => number }} how
 */
export async function dropLastKnownOfEnded({
  userId,
  but = null,
  ask = fetch,
  store = new SealedStore(),
  now = Date.now,
}) {
  for (const { id, body } of await sweepLastKnown({ userId, store, now })) {
    if (body.incident_id === but) continue;
    try {
      const answer = await ask(`/api/v1/incidents/${body.incident_id}`, { cache: "no-store" });
      const isGone = [401, 403, 404, 410].includes(answer.status);
      if (isGone || (answer.ok && (await answer.json()).status === "Closed")) await store.remove(id);
    } catch {
      return; // not reached: the next page asks
    }
  }
}
