// The chain over a room's log: nothing was changed, taken out or put in. What may not be read is in it, too, by its digest.

import { stateAfter } from "./fold.js";
import { canonicalText } from "./canonical.js";
import { bytesOf, sha256 } from "./signatures.js";

/** The hash before the first entry. */
export const GENESIS = "0".repeat(64);
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** @typedef {import("./room_log.js").Frame} Frame */

// The log is not what it says it is: `seq` is the first entry that is wrong.
export class BrokenLog extends Error {
  /** @param {string} why @param {number} seq */
  constructor(why, seq) {
    super(why);
    this.seq = seq;
  }
}

/**
 * What a hash is made of, in bytes.
 * @param {string} hex
 * @param {number} length
 * @param {number} seq
 */
function bytesAt(hex, length, seq) {
  const bytes = bytesOf(hex, length);
  if (bytes === null) throw new BrokenLog(`#${seq} has a digest that is none`, seq);
  return bytes;
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** @param {{ salt: string, content: unknown, seq: number }} entry @returns {Promise<string>} */
export async function digestOf({ salt, content, seq }) {
  const text = new TextEncoder().encode(canonicalText(content));
  return sha256(joined(bytesAt(salt, SALT_BYTES, seq), text));
}

// Follows a log, from its beginning or from a state, and checks each frame against the one before it.
export class Chain {
  /** @param {{ seq?: number, hash?: string }} [after] the entry to go on from, as a state says it */
  constructor({ seq = 0, hash = GENESIS } = {}) {
    this.seq = seq;
    this.hash = hash;
  }

  /** The next entry, or withheld in its place. Throws BrokenLog. @param {Frame} frame */
  async take(frame) {
    const seq = this.seq + 1;
    if (frame.seq !== seq) throw new BrokenLog(`#${seq} is missing`, seq);
    if (frame.type === "entry") {
      const said = /** @type {any} */ (frame.content)?.seq;
      if (said !== seq) throw new BrokenLog(`#${seq} says that it is #${said}`, seq);
      const digest = await digestOf({ salt: frame.salt, content: frame.content, seq });
      if (digest !== frame.digest) throw new BrokenLog(`#${seq} is not what was recorded`, seq);
    }
    const link = joined(bytesAt(this.hash, HASH_BYTES, seq), bytesAt(frame.digest, HASH_BYTES, seq));
    const hash = await sha256(link);
    if (hash !== frame.hash) throw new BrokenLog(`the chain breaks at #${seq}`, seq);
    this.seq = seq;
    this.hash = hash;
  }
}

/**
 * Check a log from #1 on and return the hash of its last entry. Throws BrokenLog.
 * @param {Iterable<Frame>} frames
 */
export async function verifiedLog(frames) {
  const chain = new Chain();
  for (const frame of frames) await chain.take(frame);
  return chain.hash;
}

/**
 * How far two people's logs are the same, though they may read different entries. Throws BrokenLog: they part.
 * @param {Frame[]} one
 * @param {Frame[]} other
 */
export function sameAsFarAsBothGo(one, other) {
  const both = Math.min(one.length, other.length);
  const parts = one.slice(0, both).findIndex(({ hash }, index) => hash !== other[index].hash);
  if (parts >= 0) throw new BrokenLog(`the two logs part at #${parts + 1}`, parts + 1);
  return both;
}

/**
 * What the reader of a log sees of the room after an entry, without kinds of which there is nothing.
 * @param {Frame[]} frames from #1 on
 * @param {number} seq
 */
export function stateAt(frames, seq) {
  /** @type {import("./fold.js").Objects} */
  let state = {};
  for (const { content } of frames.slice(0, seq)) if (content) state = stateAfter(state, content);
  return Object.fromEntries(Object.entries(state).filter(([, objects]) => Object.keys(objects).length > 0));
}
