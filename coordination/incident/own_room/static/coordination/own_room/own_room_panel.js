// What is possible in the room that the reader is in, as it was walked. It is asked for once the page stands, and anew
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
  const mine = () => {
    const reports = Object.values(room.log.objects("room_reports"));
    const own = reports.filter((one) => one.reported_by === room.me.participant_id);
    const locked = Object.values(room.log.objects("response_actions")).filter((one) => one.kind === "lockdown");
    return `asked ${own.map((one) => one.room).join(" ")} ${locked.map((one) => one.status).join(" ")}`;
  };
  const ask = async () => {
    const found = await ownRoom(page.api, room.incident?.id ?? "");
    line.hidden = !found;
    line.replaceChildren(...(found ? ownRoomLines(found) : []));
  };
  const show = () => {
    if (!room.log.hasState || !room.incident || asked === mine()) return;
    asked = mine();
    setTimeout(ask, SPREAD_MS * Math.random());
  };
  return { show };
}
