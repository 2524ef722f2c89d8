// Read a log from its beginning, in parts, and check that it is what was recorded.

import { BrokenLog, Chain } from "../client/log/chain.js";

// As pages.py asks for the first parts while the scripts are on their way.
const PAGE = 500;
// Between so many entries the page may draw and answer.
const CHECKED_AT_ONCE = 100;

/** @typedef {import("../client/log/room_log.js").Frame} Frame */

/**
 * The entries above one, in parts, up to the head that the first answer says.
 * @param {{ api: { get: (path: string) => Promise<any> }, roomId: string, after: number,
 *   onPart: (frames: Frame[], head: number) => unknown }} parts
 */
export async function readEntries({ api, roomId, after, onPart }) {
  /** @type {number | null} */
  let end = null;
  for (let seq = after; end === null || seq < end;) {
    const { head, entries } = await api.get(`/rooms/${roomId}/entries?after=${seq}&limit=${PAGE}`);
    end ??= /** @type {number} */ (head);
    if (entries.length === 0) return;
    seq = entries[entries.length - 1].seq;
    onPart(entries, end);
  }
}

/**
 * Check a log beside the page's own work. Returns the first entry that is not what was recorded; null where all are.
 * Where the browser cannot check (no secure context), throws what it says.
 * @param {Chain} chain
 * @param {Frame[]} frames those after the chain's entry
 */
export async function firstBroken(chain, frames) {
  try {
    for (const [n, frame] of frames.entries()) {
      await chain.take(frame);
      if (n % CHECKED_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    return null;
  } catch (error) {
    if (error instanceof BrokenLog) return error.seq;
    throw error;
  }
}
