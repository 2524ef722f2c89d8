// The words of an alarm (docs/mobile.md#the-words-in-an-alarm): kept on the phone, and fetched anew where they changed.

import { ApiProblem } from "../api.js";

const NOT_MODIFIED = 304;

/** @typedef {{ etag: string, words: any }} KeptWords */

/**
 * The words as the server has them now. Where it cannot be reached, those that are kept stay good: keep the answer.
 * @param {{ origin: string, kept?: KeptWords | null, fetcher?: typeof fetch }} options
 * @returns {Promise<KeptWords>} Throws ApiProblem, TypeError: there is no answer, and nothing is kept.
 */
export async function freshSafetyWords({ origin, kept = null, fetcher = globalThis.fetch.bind(globalThis) }) {
  /** @type {Record<string, string>} */
  const headers = kept === null ? {} : { "If-None-Match": kept.etag };
  try {
    const answer = await fetcher(`${origin}/api/v1/safety-words`, { headers });
    if (answer.status === NOT_MODIFIED && kept !== null) return kept;
    if (!answer.ok) throw new ApiProblem(answer.status, { code: `http_${answer.status}` });
    return { etag: answer.headers.get("ETag") ?? "", words: await answer.json() };
  } catch (error) {
    if (kept !== null) return kept;
    throw error;
  }
}
