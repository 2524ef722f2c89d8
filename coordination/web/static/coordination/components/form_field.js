// A field that says what is wrong beside itself, and to a screen reader:
// <form-field><label class="field"><span>Name</span><input name="name" required></label></form-field>

import { element } from "../element.js";
import { define } from "./define.js";

let fields = 0;

class FormField extends HTMLElement {
  /** @type {any} one of three elements, which have what is used of them in common */
  control = null;
  error = element("p", { class: "field-error", hidden: true });

  connectedCallback() {
    this.control = this.querySelector("input, select, textarea");
    if (this.control === null || this.contains(this.error)) return;
    this.error = this.querySelector(".field-error") ?? this.error;
    this.error.id ||= `field-error-${fields++}`;
    this.append(this.error);
    if (this.error.textContent) this.say(this.error.textContent);
    // The browser's own bubble goes with the next click; what is wrong stays until it is mended.
    this.control.addEventListener("invalid", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.say(this.control.validationMessage);
      this.closest("form")?.querySelector(":invalid")?.focus();
    });
    this.control.addEventListener("input", () => this.say(""));
  }

  /** @param {string} text what is wrong, or nothing */
  say(text) {
    this.error.textContent = text;
    this.error.hidden = text === "";
    this.control.toggleAttribute("aria-invalid", text !== "");
    if (text !== "") this.control.setAttribute("aria-invalid", "true");
    const hints = (this.control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    const others = hints.filter((/** @type {string} */ id) => id !== this.error.id);
    this.control.setAttribute("aria-describedby", [...others, ...(text ? [this.error.id] : [])].join(" "));
    if (this.control.getAttribute("aria-describedby") === "") this.control.removeAttribute("aria-describedby");
  }
}
define("form-field", FormField);
