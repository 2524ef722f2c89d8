// Fold what stands in a room's state, as a page does: { objects, kinds } in, what tests compare out.

import { readFileSync } from "node:fs";

import { standingThings, whatOf } from "../../../../coordination/web/static/coordination/standing/standing.js";
import { loadWords } from "../../../../coordination/web/static/coordination/words.js";

const { objects, kinds } = JSON.parse(readFileSync(0, "utf8"));
loadWords({ lists: { standing_kind: kinds } });
const found = standingThings({ objects: (key) => objects[key] ?? {} }, { waits: () => true });
const told = found.map((one) => ({
  kind: one.kind,
  what: whatOf(one),
  since: one.since,
  count: one.count,
  level_id: one.levelId,
  lon: one.lon,
  lat: one.lat,
  is_simulated: one.isSimulated,
}));
process.stdout.write(JSON.stringify(told));
