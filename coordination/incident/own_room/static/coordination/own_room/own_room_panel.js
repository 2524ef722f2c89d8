// What is possible in the room or place that the reader is in, as it was walked. It is asked for once the page stands, and anew
// when their own report of a room may have changed which room that is.

import { ownRoom, ownRoomLines } from "./own_room.js";

// A crowd that comes at once asks one after the other.
const SPREAD_MS = 4000;

/** @type {import("../incident/of_capabilities/panel.js").AddPanel} */
export function addPanel(page) {
  const line = /** @type {HTMLElement | null} */ (document.getElementById("own-room"));
  if (!line) return {};
  const { room } = page;
  let asked = "";
  let lastAsk = 0;
  const mine = () => {
    const reports = Object.values(room.log.objects("room_reports"));
    const own = reports.filter((one) => one.reported_by === room.me.participant_id);
    const locked = Object.values(room.log.objects("response_actions")).filter((one) => one.kind === "lockdown");
    return `asked ${own.map((one) => one.room).join(" ")} ${locked.map((one) => one.status).join(" ")}`;
  };
  /** @param {import("./own_room.js").OwnRoom | null} found */
  const showFound = (found) => {
    // What adults do stands in the strip, behind the directive.
    room.adultsDo = found?.adults ?? "";
    page.strip.show();
    const lines = found ? ownRoomLines({ ...found, adults: "" }) : [];
    line.hidden = lines.length === 0;
    line.replaceChildren(...lines);
  };
  const ask = async () => {
    lastAsk += 1;
    const thisAsk = lastAsk;
    const found = await ownRoom(page.api, room.incidentId);
    if (thisAsk !== lastAsk) return; // what was asked later knows more
    // Not reached: what was said stays, and the next change asks again.
    if (found === undefined) asked = "";
    else showFound(found);
  };
  const show = () => {
    if (!room.log.hasState || !room.incident || asked === mine()) return;
    asked = mine();
    setTimeout(ask, SPREAD_MS * Math.random());
  };
  return { show };
}
