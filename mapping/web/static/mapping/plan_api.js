// Speak to the interface for plans: every write names what it was made on (If-Match) and learns what it made (ETag).

import { csrfToken } from "../mou/csrf.js";

export class PlanProblem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.code = problem.code ?? "";
  }
}

export class PlanApi {
  #queue = Promise.resolve();

  constructor(etag = "") {
    this.etag = etag;
  }

  async get(path) {
    return (await this.#ask("GET", path, {})).json();
  }

  // What is drawn on a version; from now on writes are about it.
  async open(floorplanId) {
    const response = await this.#ask("GET", `/floorplans/${floorplanId}/plan`, {});
    this.etag = response.headers.get("ETag") ?? this.etag;
    return response.json();
  }

  // Writes go one after the other: each needs the tag that the one before it made.
  write(method, path, body = null) {
    const turn = this.#queue.then(() => this.#write(method, path, body));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #write(method, path, body) {
    const headers = { "If-Match": this.etag, "X-CSRFToken": csrfToken() };
    const isForm = body instanceof FormData;
    if (body !== null && !isForm) headers["Content-Type"] = "application/json";
    const response = await this.#ask(method, path, {
      headers,
      body: body === null || isForm ? body : JSON.stringify(body),
    });
    this.etag = response.headers.get("ETag") ?? this.etag;
    return response.status === 204 ? null : response.json();
  }

  async #ask(method, path, { headers = {}, body = null }) {
    const options = {
      method,
      body,
      credentials: "same-origin",
      cache: "no-store",
      headers: { Accept: "application/json", ...headers },
    };
    const response = await fetch(`/api/v1${path}`, options);
    if (!response.ok) throw new PlanProblem(response.status, await response.json().catch(() => ({})));
    return response;
  }
}
