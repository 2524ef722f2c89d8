// Read what several people see of incidents from standard input; print, for each, what their pages offer them: the acts of
// test_offers.py, by the rules that the buttons ask.
import { readFileSync } from "node:fs";
import * as offers from "/static/coordination/incident/offers/offers.js";

import { verdictsOffered } from "/static/coordination/panic/threats.js";

const COMMANDS = {
  accept: "accept_command",
  decline: "decline_command",
  withdraw: "decline_command",
  leave: "relinquish_command",
  claim: "claim_command",
};

function offered({ objects, me, view, left }) {
  const all = (key) => Object.entries(objects[key] ?? {});
  const isOpen = all("incident")[0][1].status !== "Closed";
  const here = { log: { objects: (key) => objects[key] ?? {} }, me, isOpen };
  const actions = all("response_actions").filter(([, one]) => one.status === "in_force");
  const acts = (type, found, may) =>
    found.filter(([id, one]) => may(here, one, left[id] ?? null)).map(([id]) => `${type} ${id}`);
  return [
    ...(offers.mayProposeAllClear(here) ? ["propose_all_clear "] : []),
    ...(offers.mayConfirmAllClear(here) ? ["confirm_all_clear "] : []),
    ...(offers.mayClose(here) ? ["close_incident "] : []),
    ...verdictsOffered(here).map((one) => `judge_threats ${one}`),
    ...acts("confirm_panic", all("panic_alerts"), offers.mayConfirmPanic),
    ...acts("open_locked_rooms", actions, offers.mayOpenRooms),
    ...acts("change_response_action", actions, offers.mayChange),
    ...acts("release_response_action", actions, offers.mayRelease),
    ...acts("acknowledge_mayday", all("maydays"), offers.mayAcknowledgeMayday),
    ...acts("clear_mayday", all("maydays"), offers.mayClearMayday),
    ...offers.commandOffers(here, view).flatMap((one) => (one in COMMANDS ? [`${COMMANDS[one]} `] : [])),
  ];
}
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(offered)));
