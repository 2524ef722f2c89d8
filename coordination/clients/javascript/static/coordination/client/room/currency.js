// How current a copy of a room is: three states, and nothing that it cannot prove. Pure.

// Within one beacon and a bit, "current, 4 s ago" is still what the server said; after that silence is staleness.
export const GRACE_MS = 6500;
// A long poll answers after ten seconds when nothing happens.
export const POLL_GRACE_MS = 16_000;

/** @typedef {{ name: "stale", since: number } | { name: "catching_up", from: number, to: number }
 *   | { name: "current", to: number, age_s: number }} Currency */

/**
 * What to say of a copy now.
 * @param {{ phase: string, hasState: boolean, last: number, head: number, heardAt: number | null, startedAt: number,
 *   now: number }} known
 * @returns {Currency}
 */
export function currencyOf({ phase, hasState, last, head, heardAt, startedAt, now }) {
  const silent_ms = now - (heardAt ?? startedAt);
  const grace_ms = phase === "polling" ? POLL_GRACE_MS : GRACE_MS;
  if (phase === "ended" || silent_ms > grace_ms) return { name: "stale", since: heardAt ?? startedAt };
  if (!hasState || last < head) return { name: "catching_up", from: last, to: head };
  return { name: "current", to: last, age_s: Math.max(0, Math.round(silent_ms / 1000)) };
}
