// The response action that the incident's type proposes: one tap starts it by the command that every start takes. It is
// offered until there is any action at the reader's school: people who hide are not sent out by a proposal. Who leads at the
// school reads the first actions in the strip too, while they are the first.

import { uuid } from "../element.js";
import { actionsAtOwnSite, isAtJoined, mayStartProposed } from "../incident/offers/offers.js";
import { advicePart, isAdvisedFirst } from "./advice_part.js";

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const panel = /** @type {HTMLDetailsElement | null} */ (document.getElementById("first-actions"));
  if (!panel) return {};
  const start = startOf(page, panel);
  let isFirst = false;
  const onProposal = () => {
    page.strip.unfold(false);
    page.showPanel("actions");
    panel.open = true;
    panel.scrollIntoView({ block: "start" });
    start?.button.focus({ preventScroll: true });
  };
  const parts = () => {
    isFirst = isAdvisedFirst(page.room);
    const isProposed = start !== null && mayStartProposed(page.room);
    return isFirst ? [advicePart(panel, { isProposed, onProposal })] : [];
  };
  const tick = () => {
    if (isFirst && !isAdvisedFirst(page.room)) page.strip.show();
  };
  return { parts, tick, show: () => start?.show() };
}

/**
 * What starts the proposed action; null where the type proposes none.
 * @param {import("../incident/of_capabilities/panel.js").RoomPage} page
 * @param {HTMLElement} panel
 */
function startOf(page, panel) {
  const button = /** @type {HTMLButtonElement | null} */ (panel.querySelector("[data-start-proposed]"));
  if (!button) return null;
  const proposal = /** @type {HTMLElement} */ (button.closest("[data-proposal]"));
  const { room } = page;
  const isUnderWay = () =>
    page.outbox.list().some(({ command, state }) => state !== "refused" && command.type === "start_response_action");
  const show = () => {
    if (room.log.hasState) proposal.hidden = actionsAtOwnSite(room).length > 0;
    button.hidden = !room.log.hasState || !mayStartProposed(room) || isUnderWay();
  };
  button.addEventListener("click", () => {
    if (button.hidden) return;
    button.hidden = true;
    const { kind, hazard, strategy, destination } = button.dataset;
    page.submit({
      type: "start_response_action",
      id: uuid(),
      action_id: uuid(),
      kind,
      ...(isAtJoined(room) ? { site_id: room.me.site_id } : {}),
      ...(hazard ? { hazard, strategy } : {}),
      ...(destination ? { destination } : {}),
    });
  });
  page.connection.addEventListener("outbox", show);
  return { button, show };
}
