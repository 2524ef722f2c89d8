// The pages of the map rules: attest a rule, choose the rules that count.

import { Api } from "../../coordination/api.js";
import { word } from "../../coordination/words.js";

const page = document.querySelector(".rules-page");
const say = page.querySelector("[data-say]");

const api = new Api({ unreachable: () => word("rules.unreachable") });

/** @param {string} method @param {string} path @param {object} json */
async function send(method, path, json) {
  try {
    await api.ask(method, path, { json });
    say.textContent = word("rules.saved");
    location.reload();
  } catch (error) {
    say.textContent = word("rules.failed", { why: error.message });
  }
}

/** @param {HTMLFormElement | null} form @param {(data: FormData) => Promise<void>} act */
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
