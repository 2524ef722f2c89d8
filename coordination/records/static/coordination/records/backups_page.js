// The state of backups, live while one is being made.

import { keepLive } from "../live_part.js";

keepLive("backups", { everyMs: 2000, longestMs: 6 * 60 * 60_000 });
