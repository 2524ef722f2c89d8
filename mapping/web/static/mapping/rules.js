// The pages of the map rules: attest a rule, choose the rules that count.

import { csrfToken } from "../mou/csrf.js";
import { word } from "./dom.js";

const page = document.querySelector(".rules-page");
const say = page.querySelector("[data-say]");

async function send(method, path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      headers,
      body: JSON.stringify(body),
    });
  } catch {
    say.textContent = word("rules.failed").replace("{why}", () => word("rules.unreachable"));
    return;
  }
  if (response.ok) {
    say.textContent = word("rules.saved");
    location.reload();
    return;
  }
  const problem = await response.json().catch(() => ({}));
  say.textContent = word("rules.failed").replace(
    "{why}",
    () => problem.detail || problem.title || String(response.status),
  );
}

function onSubmit(form, act) {
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    await act(new FormData(form));
    button.disabled = false;
  });
}

for (const form of page.querySelectorAll("[data-attest]"))
  onSubmit(form, (data) =>
    send("POST", `/sites/${page.dataset.siteId}/map-rules/attestations`, {
      rule: form.dataset.attest,
      note: data.get("note"),
    }),
  );
const profile = `/districts/${page.dataset.districtId}/map-rules/profile`;
onSubmit(page.querySelector("[data-choose]"), (data) => send("PUT", profile, { key: data.get("key") }));
onSubmit(page.querySelector("[data-bring]"), async (data) =>
  send("PUT", profile, { toml: await data.get("file").text() }),
);
