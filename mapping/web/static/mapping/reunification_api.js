// The reunification sites of a school over HTTP; what the server says of a refusal is thrown as an error's message.

import { csrfToken } from "../mou/csrf.js";
import { word } from "./dom.js";

export async function ask(schoolId, method, path, body, headers = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const address = `/api/v1/sites/${schoolId}/reunification-sites${path}`;
  const response = await fetch(address, {
    method,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), ...headers },
    ...sent,
  }).catch(() => null);
  if (response === null) throw new Error(word("rules.unreachable"));
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || String(response.status));
}
