// Keeps the sum of a reunification current: it has no names, so that looking again is no reading.

import { keepLive } from "../live_part.js";

keepLive("sum", { everyMs: 5000, longestMs: 12 * 60 * 60_000 });
