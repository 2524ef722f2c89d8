// What reviewers said about a clause, and the form for saying more.

import { element } from "../../coordination/element.js";
import { word } from "../../coordination/words.js";
import { button, field, nodesOf, when } from "../dom.js";

/** @typedef {import("./clause_card.js").Clause} Clause */
/** @typedef {{ id: string, author: string, agency_name: string, created_at: string, state: string, text: string,
 *   suggested_html: string, is_mine: boolean }} Remark */
/** @typedef {{ text: string, suggested_html: string }} Said */
/** @typedef {{ mayKeep: boolean, mayReview: boolean, act: (what: string, remark: Remark) => unknown,
 *   send: (said: Said) => Promise<boolean> }} RemarkOptions */

/** @param {Remark} remark @param {RemarkOptions} options */
function remarkOf(remark, { mayKeep, mayReview, act }) {
  const head = element("p", { class: "small quiet" });
  head.textContent = [remark.author, remark.agency_name, when(remark.created_at), word(`comment.${remark.state}`)]
    .filter(Boolean)
    .join(" · ");
  const item = element("li", { class: `remark remark-${remark.state}` }, head);
  if (remark.text) item.append(element("p", { text: remark.text }));
  if (remark.suggested_html)
    item.append(
      element("p", { class: "small", text: word("suggestion") }),
      element("blockquote", {}, ...nodesOf(remark.suggested_html)),
    );
  if (remark.state === "open" && mayReview) {
    const row = element("div", { class: "row" });
    if (remark.suggested_html && mayKeep) row.append(button(word("accept"), () => act("accept", remark)));
    if (mayKeep || remark.is_mine)
      row.append(
        button(word(remark.suggested_html ? "reject" : "resolve"), () =>
          act(remark.suggested_html ? "reject" : "resolve", remark),
        ),
      );
    item.append(row);
  }
  return item;
}

/** @param {Clause} clause @param {RemarkOptions["send"]} send */
function writing(clause, send) {
  const text = element("textarea", { rows: 2, maxlength: 4000 });
  const suggesting = element("input", { type: "checkbox" });
  const words = element(
    "div",
    {
      class: "body suggested",
      contenteditable: "true",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": word("suggestion"),
      hidden: true,
    },
    ...nodesOf(clause.body_html),
  );
  suggesting.addEventListener("change", () => {
    words.hidden = !suggesting.checked;
  });
  const form = element(
    "form",
    { class: "stack" },
    field(word("remark"), text),
    element("label", { class: "choice" }, suggesting, element("span", { text: word("suggest") })),
    words,
    element("button", { type: "submit", class: "button", text: word("send") }),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = await send({ text: text.value, suggested_html: suggesting.checked ? words.innerHTML : "" });
    if (sent) (form.reset(), (words.hidden = true));
  });
  return form;
}

// Draw the remarks of a clause. A form with words in it is left alone: no one's half sentence is lost.
/** @param {HTMLElement} box @param {Clause} clause @param {RemarkOptions} options */
export function drawRemarks(box, clause, options) {
  const open = clause.comments.filter((one) => one.state === "open").length;
  let list = box.querySelector("ul");
  if (!list) {
    list = element("ul", { class: "stack" });
    box.replaceChildren(element("summary"), list);
    if (options.mayReview) box.append(writing(clause, options.send));
  }
  box.querySelector("summary").textContent = word("remarks", { n: open });
  list.replaceChildren(...clause.comments.map((one) => remarkOf(one, options)));
}
