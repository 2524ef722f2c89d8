// Record what taking emergency access was found to be.

import { Api, ApiProblem } from "../api.js";

for (const form of document.querySelectorAll("form[data-review]"))
  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const problem = form.querySelector("[data-problem]");
    try {
      const review = { outcome: fields.get("outcome"), note: fields.get("note") };
      await new Api().post(`/emergency-access/${form.dataset.review}/review`, review);
      location.reload();
    } catch (error) {
      problem.textContent = error instanceof ApiProblem ? error.message : "…";
      problem.hidden = false;
    }
  });
