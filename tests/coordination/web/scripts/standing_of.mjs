// Fold what stands in rooms' states, as a page does: { states, kinds } in, what tests compare out, for each state.

import { readFileSync } from "node:fs";

import { standingThings, whatOf } from "/static/coordination/standing/standing.js";
import { loadWords } from "/static/coordination/words.js";

const { states, kinds } = JSON.parse(readFileSync(0, "utf8"));
loadWords({ lists: { standing_kind: kinds } });
const standingIn = (objects) => standingThings({ objects: (key) => objects[key] ?? {} }, { waits: () => true });
const shortOf = (one) => ({
  kind: one.kind,
  what: whatOf(one),
  since: one.since,
  count: one.count,
  level_id: one.levelId,
  lon: one.lon,
  lat: one.lat,
  is_simulated: one.isSimulated,
  verdict: one.verdict,
});
process.stdout.write(JSON.stringify(states.map((one) => standingIn(one).map(shortOf))));
