// Talk to a server over HTTP: JSON, and problems as errors with a code. Who asks proves who they are by `headers`: an app
// by its token (session.js), a page of the server by its cookie and the token against forgery.

// The server refused, and said why (RFC 9457): `problem` is its body, `message` its sentence.
export class ApiProblem extends Error {
  /**
   * @param {number} status
   * @param {Partial<import("./wire.js").Problem>} problem
   * @param {number | null} retryAfter_s what the server asked for before the next try
   */
  constructor(status, problem, retryAfter_s = null) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
    this.code = problem.code ?? "";
    this.retryAfter_s = retryAfter_s;
  }

  // Sending it again gets the same answer: also for what met a fault of the server's and was given up.
  get isFinal() {
    if (this.code === "command_failed") return true;
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

export class Unreachable extends Error {
  isUnreachable = true;
}

/** @param {Response} response */
async function problemOf(response) {
  const told = { code: `http_${response.status}`, title: response.statusText };
  const body = await response.json().catch(() => null);
  const wait_s = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const problem = body === null ? told : { code: "error", title: "", ...body };
  return new ApiProblem(response.status, problem, Number.isNaN(wait_s) ? null : wait_s);
}

// Lanes are full: nothing was begun, so that anything may be asked again. The database is away: what was sent may be
// recorded, so that only what reads is asked again. So often, ever more slowly; then it is said.
const BUSY = "server_busy";
const AWAY = "try_later";
const MOST_WAITS = 4;
const MOST_WAIT_S = 20;
let questions = 0;

/** @param {number} ms @param {AbortSignal} [signal] */
function paused(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("given up", "AbortError"));
    });
  });
}

/**
 * Whether a question may be asked once more, by what it was refused with.
 * @param {any} error
 * @param {string} method
 * @param {Asked} options
 */
const maySayAgain = ({ code }, method, { isRepeated }) =>
  code === BUSY || (code === AWAY && method === "GET" && !isRepeated);

/** @typedef {{ question: number, due?: number, isAway?: boolean }} Waits for what, until when, and why */

/**
 * What a request brings. `isRepeated`: who asks comes again by itself, and says at once that what it shows is old.
 * @typedef {object} Asked
 * @property {any} [json]
 * @property {FormData} [form]
 * @property {number} [edit]
 * @property {string} [etag]
 * @property {AbortSignal} [signal]
 * @property {boolean} [isRepeated]
 */

export class Api {
  /**
   * @param {object} options
   * @param {string} [options.base]
   * @param {typeof fetch} [options.fetcher]
   * @param {(method: string) => Record<string, string>} [options.headers] what proves who asks
   * @param {() => string} [options.unreachable] what is said when no answer came at all
   * @param {(ms: number, signal?: AbortSignal) => Promise<unknown>} [options.pause]
   * @param {(what: string) => any} [options.known] an answer that is here already, by method and address; null: none
   * @param {(what: string) => Promise<Response | null>} [options.asked] a request that is under way already
   * @param {(headers: Headers) => unknown} [options.heard] what every answer says beside its body
   * @param {(type: "server-waits" | "server-answered", detail: Waits) => unknown} [options.tell]
   */
  constructor({
    base = "/api/v1",
    fetcher = globalThis.fetch.bind(globalThis),
    headers = () => ({}),
    unreachable = () => "The server cannot be reached.",
    pause = paused,
    known = () => null,
    asked = async () => null,
    heard = () => {},
    tell = () => {},
  } = {}) {
    this.base = base;
    this.fetcher = fetcher;
    this.headers = headers;
    this.unreachable = unreachable;
    this.pause = pause;
    this.known = known;
    this.asked = asked;
    this.heard = heard;
    this.tell = tell;
  }

  /**
   * @param {string} path
   * @param {{ signal?: AbortSignal, isRepeated?: boolean }} options
   */
  get(path, { signal, isRepeated } = {}) {
    return this.ask("GET", path, { signal, isRepeated });
  }

  /**
   * @param {string} path
   * @param {any} json
   * @param {{ signal?: AbortSignal }} options
   */
  post(path, json, { signal } = {}) {
    return this.ask("POST", path, { json, signal });
  }

  /** @param {string} path @param {File} file */
  upload(path, file) {
    const form = new FormData();
    form.append("file", file, file.name);
    return this.ask("POST", path, { form });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Asked} options `edit` or `etag`: what this was made on; someone else's change in between refuses it
   */
  async ask(method, path, options = {}) {
    const known = this.known(`${method} ${this.base + path}`);
    if (known !== null) return known;
    const response = await this.request(method, path, options);
    return response.status === 204 ? null : response.json();
  }

  /**
   * Ask, and ask again where the server has too much to do, or cannot answer what is only read. A press of the alarm has
   * its own lane and its own pace.
   * @param {string} method
   * @param {string} path
   * @param {Asked} options
   */
  async request(method, path, options = {}) {
    const question = ++questions;
    try {
      for (let waits = 0; ; waits++) {
        try {
          return await this.#request(method, path, options);
        } catch (error) {
          if (!maySayAgain(error, method, options) || waits === MOST_WAITS || path === "/panics") throw error;
          const wait_ms =
            1000 * Math.min((error.retryAfter_s ?? 1) * 2 ** waits, MOST_WAIT_S) * (1 + Math.random() / 2);
          this.tell("server-waits", { question, due: Date.now() + wait_ms, isAway: error.code === AWAY });
          await this.pause(wait_ms, options.signal);
        }
      }
    } finally {
      this.tell("server-answered", { question });
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Asked} options
   */
  async #request(method, path, { json, form, edit, etag, signal } = {}) {
    /** @type {Record<string, string>} */
    const headers = { accept: "application/json", ...this.headers(method) };
    if (json !== undefined) headers["content-type"] = "application/json";
    if (edit !== undefined) headers["If-Match"] = `"${edit}"`;
    if (etag !== undefined) headers["If-Match"] = etag;
    const body = json === undefined ? form : JSON.stringify(json);
    /** @type {RequestInit} */
    const sent = { method, headers, body, signal, credentials: "same-origin", cache: "no-cache" };
    const answer = (await this.asked(`${method} ${this.base + path}`)) ?? this.fetcher(this.base + path, sent);
    const response = await Promise.resolve(answer).catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new Unreachable(this.unreachable());
    });
    this.heard(response.headers);
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}
