// Speak to the interface for plans: every write names what it was made on (If-Match) and learns what it made (ETag).

import { Api } from "../../coordination/api.js";

export class PlanApi {
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #api = new Api();

  constructor(etag = "") {
    this.etag = etag;
  }

  /** @param {string} path */
  get(path) {
    return this.#api.get(path);
  }

  // What is drawn on a version; from now on writes are about it.
  /** @param {string} floorplanId @returns {Promise<import("./plan.js").Plan>} */
  async open(floorplanId) {
    return (await this.#asked("GET", `/floorplans/${floorplanId}/plan`)).json();
  }

  // Writes go one after the other: each needs the tag that the one before it made.
  /** @param {string} method @param {string} path @param {object | null} body @returns {Promise<any>} */
  write(method, path, body = null) {
    const turn = this.#queue.then(() => this.#write(method, path, body));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** @param {string} method @param {string} path @param {object | null} body */
  async #write(method, path, body) {
    const sent = body instanceof FormData ? { form: body } : { json: body ?? undefined };
    const response = await this.#asked(method, path, { ...sent, etag: this.etag });
    return response.status === 204 ? null : response.json();
  }

  /** @param {string} method @param {string} path @param {import("../../coordination/api.js").Asked} options */
  async #asked(method, path, options = {}) {
    const response = await this.#api.request(method, path, options);
    this.etag = response.headers.get("ETag") ?? this.etag;
    return response;
  }
}
