// Signed heads of logs, as they are mailed and exported: they prove how long a log was, which it cannot do by itself.

import { canonicalText } from "./canonical.js";
import { isSigned } from "./signatures.js";

const BEGINS = '{"musterpoint_head"';

/** @typedef {{ seq: number, hash: string, at: string, room_id: string, incident_id: string, is_exercise: boolean }} Head */
/** @typedef {{ musterpoint_head: Head, signature: string, key: string }} SignedHead key: of the server, as it says itself */
/** @typedef {"agrees" | "not_signed" | "not_checked" | "too_short" | "other_log"} HeadVerdict
 *   not_checked: it agrees, and this platform knows no Ed25519, or no key was given; too_short: the log's end was cut off */

/**
 * The signed heads that stand in a text: in a mail, or in `heads.jsonl`.
 * @param {string} text
 * @returns {SignedHead[]}
 */
export function headsIn(text) {
  // A mail as it travels has soft line breaks (RFC 2045, 6.7); the line itself has no such character.
  const whole = text.replaceAll("=\r\n", "").replaceAll("=\n", "");
  const found = [];
  let end = 0;
  for (let start = whole.indexOf(BEGINS); start >= 0; start = whole.indexOf(BEGINS, end)) {
    end = endOfObject(whole, start);
    if (end < 0) break;
    try {
      found.push(JSON.parse(whole.slice(start, end)));
    } catch {
      // it only begins as one
    }
  }
  return found;
}

// Where the object that begins there ends. No text inside it has a brace or a quote: ids, times, hashes, words.
/** @param {string} text @param {number} start */
function endOfObject(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * What a signed head says of a log that was verified. `keys`: of the server, got from elsewhere; one of them must have
 * signed, since a server that lost its key has a new one.
 * @param {{ hash: string }[]} frames from #1 on
 * @param {SignedHead} signed
 * @param {string[]} keys in hex
 * @returns {Promise<HeadVerdict>}
 */
export async function headVerdict(frames, { musterpoint_head: head, signature }, keys) {
  const statement = new TextEncoder().encode(canonicalText(head));
  const checks = await Promise.all(keys.map((key) => isSigned(statement, { signature, key })));
  if (checks.length > 0 && checks.every((one) => one === false)) return "not_signed";
  if (frames.length < head.seq) return "too_short";
  if (frames[head.seq - 1]?.hash !== head.hash) return "other_log";
  return checks.includes(true) ? "agrees" : "not_checked";
}
