// The page of components: what they do, tried by hand.

import { confirmed } from "../components/confirm.js";
import "../components/table_twin.js";
import { toast, unlessUndone } from "../components/toast.js";

/** @param {string} selector @param {(one: any) => void} act what an example does */
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

each("hold-button", (held) => held.addEventListener("held", () => toast(held.dataset.say, { tone: "ok" })));
each("[data-toast]", (button) => button.addEventListener("click", () => unlessUndone(button.dataset.toast)));
each("[data-toast-danger]", (button) =>
  button.addEventListener("click", () => toast(button.dataset.toastDanger, { tone: "danger" })),
);
each("[data-confirm-title]", (button) =>
  button.addEventListener("click", () =>
    confirmed({
      title: button.dataset.confirmTitle,
      about: button.dataset.confirmAbout,
      yes: button.dataset.confirmYes,
    }),
  ),
);
each("[data-try]", (form) =>
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault()),
);
each("table-twin[data-rows]", (twin) =>
  twin.show({
    columns: twin.dataset.columns.split("|"),
    rows: twin.dataset.rows
      .split(";")
      .map((/** @type {string} */ row) => ({ cells: row.split("|"), onOpen: () => toast(row) })),
  }),
);
