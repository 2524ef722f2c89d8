// Talk to the server over HTTP, as a page does: same origin, the session's cookie, JSON, problems as errors with a code.
// Every script of every package asks through here; the service worker, which imports nothing, has a way of its own.

import { Api as ClientApi, ApiProblem, Unreachable } from "./client/api.js";
import { word } from "./words.js";
import { csrfToken } from "./csrf.js";

export { ApiProblem, Unreachable };
/** @typedef {import("./client/api.js").Asked} Asked */

/** @param {string} type @param {object} detail */
const tell = (type, detail) => globalThis.dispatchEvent?.(new CustomEvent(type, { detail }));

// What the page asked for while its scripts were still on their way (incident/_early.html): once, and if it came.
/** @param {string} what */
async function askedBefore(what) {
  const { early } = globalThis;
  const asked = early?.[what];
  if (early === undefined || asked === undefined) return null;
  delete early[what];
  const answer = await asked;
  return answer?.ok ? answer : null;
}

// Answers that came inside the page (coordination/home/early.py), each good for once: the server said it a moment ago.
let brought = null;

/** @param {string} what method and address, as of a request */
export function broughtAlong(what) {
  brought ??= JSON.parse(globalThis.document?.getElementById("early-answers")?.textContent ?? "{}");
  const answer = brought[what] ?? null;
  delete brought[what];
  return answer;
}

export class Api extends ClientApi {
  /**
   * @param {object} options
   * @param {string} [options.base]
   * @param {typeof fetch} [options.fetcher]
   * @param {() => string} [options.token]
   * @param {() => string} [options.unreachable]
   * @param {(ms: number, signal?: AbortSignal) => Promise<unknown>} [options.pause]
   */
  constructor({ base, fetcher, token = csrfToken, unreachable = () => word("unreachable"), pause } = {}) {
    /** @param {string} method @returns {Record<string, string>} */
    const headers = (method) => (method === "GET" ? {} : { "X-CSRFToken": token() });
    super({ base, fetcher, headers, unreachable, pause, known: broughtAlong, asked: askedBefore, tell });
  }
}
