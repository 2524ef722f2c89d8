// Come into the room: one command, then the page again, now from inside.

import { Api, ApiProblem } from "../api.js";
import { uuid } from "../element.js";

const form = document.getElementById("join");
const problem = form.querySelector("[data-problem]");
let id = uuid(); // pressing twice joins once; what was refused stays refused

form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const agency_id = new FormData(form).get("agency_id");
    await new Api().post(`/rooms/${form.dataset.room}/commands`, { type: "join_room", id, agency_id });
    location.reload();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    button.disabled = false;
    if (error instanceof ApiProblem && error.isFinal) id = uuid();
  }
});
