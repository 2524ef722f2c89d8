// Speak to the interface for imports. A problem carries the words of the server; no answer at all has ours.

import { csrfToken } from "../mou/csrf.js";
import { word } from "./dom.js";

export class ImportProblem extends Error {
  constructor(text, code = "") {
    super(text);
    this.code = code;
  }
}

// The word of a key with numbers and names put into it; what is put in is never looked at again.
export function filled(key, ...values) {
  return word(key).replace(/\{(\d)\}/g, (_all, place) => String(values[Number(place)]));
}

export async function ask(method, path, { form = null, json = null } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  if (json !== null) headers["Content-Type"] = "application/json";
  const body = json === null ? form : JSON.stringify(json);
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body,
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => null);
  if (response === null) throw new ImportProblem(word("import.unreachable"));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ImportProblem(answer.detail || answer.title || String(response.status), answer.code);
  return answer;
}
