// The editor's page: the way to a draft, the editor itself, and the steps from draft to verified to published.

import { Editor } from "./editor.js";
import { EditorMap } from "./map.js";
import { word } from "../../coordination/words.js";
import { PlanApi } from "../plan/plan_api.js";

const page = document.querySelector(".edit-page");
const { levelId, newestTag, planId } = page.dataset;
const state = document.getElementById("edit-state");

/** @param {string} text */
function tell(text, isProblem = false) {
  state.classList.toggle("is-problem", isProblem);
  state.textContent = text;
}

// A step of the whole version: what it was made on is what this page was made from.
/** @param {PlanApi} api @param {string} method @param {string} path @param {object | null} body */
async function step(api, method, path, body = null) {
  try {
    await api.write(method, path, body);
    location.reload();
  } catch (problem) {
    tell(problem.message, true);
  }
}

// A walked version is looked at, and no more.
async function showWalked() {
  const plan = await new PlanApi().open(planId).catch(() => null);
  if (plan === null) tell(word("load_failed"), true);
  else new EditorMap({ onPick: () => {}, onShape: () => {}, onDrawn: () => {} }).show(plan.features, { fit: true });
  return plan !== null;
}

// What could not be shown is neither verified, published nor given up.
let isShown = true;
const api = new PlanApi(newestTag);
document.getElementById("start-draft")?.addEventListener("click", () => step(api, "POST", `/levels/${levelId}/drafts`));
document.getElementById("publish")?.addEventListener("click", () => step(api, "POST", `/floorplans/${planId}/publish`));

if (page.dataset.state === "draft") {
  const editor = new Editor({ page, planId, tell });
  document
    .getElementById("verify")
    ?.addEventListener("submit", (/** @type {SubmitEvent & { target: any }} */ event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      const walkedWith = form
        .get("walked_with")
        .split("\n")
        .map((/** @type {string} */ line) => line.trim())
        .filter(Boolean);
      step(editor.api, "POST", `/floorplans/${planId}/verify`, {
        walked_on: form.get("walked_on"),
        walked_with: walkedWith,
        note: form.get("note").trim(),
      });
    });
  document
    .getElementById("discard")
    .addEventListener(
      "click",
      () => confirm(word("discard_really")) && step(editor.api, "DELETE", `/floorplans/${planId}`),
    );
  isShown = await editor.open();
} else if (page.dataset.state === "verified") isShown = await showWalked();
// Until here a step would have been lost, or made on nothing.
for (const button of page.querySelectorAll("[data-step]")) button.disabled = !isShown;
page.dataset.ready = "yes";
