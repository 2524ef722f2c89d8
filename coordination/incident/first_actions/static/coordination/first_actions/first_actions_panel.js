// The response action that the incident's type proposes: one tap starts it by the command that every start takes. It is
// offered until there is any action at the reader's school: people who hide are not sent out by a proposal.

import { uuid } from "../element.js";
import { actionsAtOwnSite, isAtJoined, mayStartProposed } from "../incident/offers/offers.js";

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector("[data-start-proposed]");
  if (!button) return {};
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
  return { show };
}
