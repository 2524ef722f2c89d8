// Talk to the interface: same origin, the session's cookie, problems as errors with a code; If-Match where edits count.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || String(status));
    this.status = status;
    this.code = body.code ?? "";
  }
}

export async function ask(method, path, { body, edit } = {}) {
  const headers = { accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  if (body !== undefined) headers["content-type"] = "application/json";
  if (edit !== undefined) headers["If-Match"] = `"${edit}"`;
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
    cache: "no-store",
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  throw new Problem(response.status, await response.json().catch(() => ({})));
}
