// Read entries' contents from standard input, fold them, print the state: what test_fold.py compares with replay.py.
import { readFileSync } from "node:fs";
import {
  applyEntry,
  emptyFold,
  FOLDED_TYPES,
  stateFromFold,
} from "../../../coordination/web/static/coordination/fold.js";

const { contents, seq } = JSON.parse(readFileSync(0, "utf8"));
const fold = emptyFold();
for (const content of contents) applyEntry(fold, content);
console.log(JSON.stringify({ state: stateFromFold(fold, seq), types: FOLDED_TYPES }));
