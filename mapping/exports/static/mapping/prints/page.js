// Ask for the sheets that were chosen, say that they are being made, and save the file; or say why there is none.
// Without scripts the form asks for the same address.

import { Api } from "../../coordination/api.js";
import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";

const form = document.querySelector("[data-print]");
const said = document.querySelector("[data-said]");
const problem = document.querySelector("[data-problem]");
const KEPT_FOR_MS = 60_000;
const BASE = "/api/v1";
const api = new Api({ base: BASE, unreachable: () => word("print.unreachable") });

/** @param {Response} response */
function fileName(response) {
  const told = response.headers.get("Content-Disposition") ?? "";
  return /filename="([^"]+)"/.exec(told)?.[1] ?? "print";
}

/** @param {Response} response */
async function save(response) {
  const address = URL.createObjectURL(await response.blob());
  const link = element("a", { href: address, download: fileName(response) });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it some time after the click.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_FOR_MS);
}

async function make() {
  const button = form.querySelector("button[type=submit]");
  const path = form.getAttribute("action").slice(BASE.length);
  const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  button.disabled = true;
  problem.hidden = true;
  said.textContent = word("print.making");
  try {
    await save(await api.request("GET", `${path}?${query}`));
    said.textContent = word("print.made");
  } catch (trouble) {
    said.textContent = "";
    const key = `print.${trouble.code}`;
    problem.textContent = word(key) === key.replaceAll(/[._]/g, " ") ? trouble.message : word(key);
    problem.hidden = false;
  }
  button.disabled = false;
}

form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  make();
});
form.dataset.ready = "yes";
