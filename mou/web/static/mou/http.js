// Talk to the interface: same origin, the session's cookie, problems as errors with a code; If-Match where edits count.

import { csrfToken } from "./csrf.js";

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || String(status));
    this.status = status;
    this.code = body.code ?? "";
  }
}

async function answered(method, path, headers, body) {
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body,
    credentials: "same-origin",
    cache: "no-store",
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  throw new Problem(response.status, await response.json().catch(() => ({})));
}

export function ask(method, path, { body, edit } = {}) {
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (edit !== undefined) headers["If-Match"] = `"${edit}"`;
  return answered(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
}

// Send a form with a file; the browser names the parts.
export function send(method, path, form) {
  return answered(method, path, { accept: "application/json" }, form);
}
