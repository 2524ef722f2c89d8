// A test alert, live. Receipts of a telephone in a drawer may never come: after a while the reader reloads the page.

import { keepLive } from "../live_part.js";

keepLive("tried", { everyMs: 500, longestMs: 10 * 60_000 });
