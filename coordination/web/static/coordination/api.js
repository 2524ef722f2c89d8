// Talk to the server over HTTP: same origin, the session's cookie, problems as errors with a code.

import { csrfToken } from "../mou/csrf.js";

export class ApiProblem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
  }

  get isFinal() {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

export class Unreachable extends Error {}

async function problemOf(response) {
  try {
    const body = await response.json();
    return { code: "error", title: "", ...body };
  } catch {
    return { code: `http_${response.status}`, title: response.statusText };
  }
}

export class Api {
  constructor({ base = "/api/v1", fetcher = globalThis.fetch.bind(globalThis), token = csrfToken } = {}) {
    this.base = base;
    this.fetcher = fetcher;
    this.token = token;
  }

  get(path, { signal } = {}) {
    return this.#ask(path, { method: "GET", headers: {}, signal });
  }

  post(path, body, { signal } = {}) {
    const headers = { "content-type": "application/json", "X-CSRFToken": this.token() };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body), signal });
  }

  upload(path, file) {
    const form = new FormData();
    form.append("file", file, file.name);
    return this.#ask(path, { method: "POST", headers: { "X-CSRFToken": this.token() }, body: form });
  }

  async #ask(path, { method, headers, body, signal }) {
    let response;
    try {
      response = await this.fetcher(this.base + path, {
        method,
        headers: { accept: "application/json", ...headers },
        body,
        signal,
        credentials: "same-origin",
        cache: "no-store",
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Unreachable("the server was not reached");
    }
    if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
    return response.status === 204 ? null : response.json();
  }
}
