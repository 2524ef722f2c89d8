// The page that brings a survey in. The chosen file stays in the form between steps, so that the server need not keep
// it; how much is sent, and how far the reading is, are shown meanwhile.

import { Api } from "../api.js";
import "../components/work_progress.js";
import { uuid } from "../element.js";

const ASKED_EVERY_MS = 1000;
const api = new Api();
const form = document.querySelector("#survey");
const working = document.querySelector("#working");
const label = working.getAttribute("label");

form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const reading = uuid();
  data.set("reading_id", reading);
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  working.hidden = false;
  send(data, reading);
});

// fetch tells nothing of what was sent.
/** @param {FormData} data @param {string} reading */
function send(data, reading) {
  const request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => show(working.dataset.sending, loaded, total));
  request.upload.addEventListener("load", () => {
    show(label, 0, 0);
    follow(reading, request);
  });
  request.addEventListener("load", () => put(request));
  request.addEventListener("error", () => leave());
  request.send(data);
}

/** @param {string} words @param {number} done @param {number} total */
function show(words, done, total) {
  working.setAttribute("label", words);
  if (total > 0) working.setAttribute("max", String(total));
  else working.removeAttribute("max");
  working.setAttribute("value", String(done));
}

/** @param {string} reading @param {XMLHttpRequest} request */
async function follow(reading, request) {
  while (request.readyState !== XMLHttpRequest.DONE) {
    try {
      const { done, total } = await api.ask("GET", `/climate/readings/${reading}`);
      show(label, done, total);
    } catch {
      // It has not begun, or has ended.
    }
    await new Promise((go) => setTimeout(go, ASKED_EVERY_MS));
  }
}

// The new answer in the place of the old one; the file, the year and who answered stay as they were chosen.
/** @param {XMLHttpRequest} request */
function put(request) {
  const fresh = request.response?.getElementById("answer");
  if (!fresh) {
    // Signed out meanwhile, say: the page itself tells.
    location.reload();
    return;
  }
  document.querySelector("#answer").replaceWith(document.importNode(fresh, true));
  leave();
  const title = document.querySelector("#look-title") ?? document.querySelector("#answer .problem");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
}

function leave() {
  working.hidden = true;
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}
