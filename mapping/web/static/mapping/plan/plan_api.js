// Speak to the interface for plans: every write names what it was made on (If-Match) and learns what it made (ETag).

import { Api } from "../../coordination/api.js";

export class PlanApi {
  #queue = Promise.resolve();
  #api = new Api();

  constructor(etag = "") {
    this.etag = etag;
  }

  get(path) {
    return this.#api.get(path);
  }

  // What is drawn on a version; from now on writes are about it.
  async open(floorplanId) {
    return (await this.#asked("GET", `/floorplans/${floorplanId}/plan`)).json();
  }

  // Writes go one after the other: each needs the tag that the one before it made.
  write(method, path, body = null) {
    const turn = this.#queue.then(() => this.#write(method, path, body));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #write(method, path, body) {
    const sent = body instanceof FormData ? { form: body } : { json: body ?? undefined };
    const response = await this.#asked(method, path, { ...sent, etag: this.etag });
    return response.status === 204 ? null : response.json();
  }

  /** @param {import("../../coordination/api.js").Asked} options */
  async #asked(method, path, options = {}) {
    const response = await this.#api.request(method, path, options);
    this.etag = response.headers.get("ETag") ?? this.etag;
    return response;
  }
}
