// Ask before what cannot be taken back: a dialog that names the thing and the deed, with the safe answer first.

import { element } from "../element.js";
import { word } from "../words.js";

/**
 * @param {{ title: string, about?: string, yes: string, isDanger?: boolean }} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, about = "", yes, isDanger = true }) {
  return new Promise((resolve) => {
    const heading = `confirm-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    /** @param {string} value */
    const answer = (value) => () => dialog.close(value);
    const dialog = /** @type {HTMLDialogElement} */ (
      element(
        "dialog",
        { class: "dialog", role: "alertdialog", "aria-labelledby": heading },
        element(
          "div",
          { class: "stack" },
          element("h2", { id: heading, text: title }),
          about === "" ? null : element("p", { text: about }),
          element(
            "div",
            { class: "dialog-buttons" },
            element("button", { type: "button", class: "button", text: word("cancel"), onclick: answer("") }),
            element("button", {
              type: "button",
              class: `button ${isDanger ? "danger" : "primary"}`,
              "data-confirm": true,
              text: yes,
              onclick: answer("yes"),
            }),
          ),
        ),
      )
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
