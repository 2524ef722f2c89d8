// What becomes of a command that was refused. The server says with each refusal for now how long to wait, so that codes
// of later servers are understood too; docs/examples/vectors/refusals.json has all of today's.

export const REFUSED = "refused"; // for good: it leaves the outbox
export const LATER = "later"; // it waits, and those behind it go on
export const ALL_LATER = "all_later"; // all wait
export const SESSION = "session"; // all wait until the person has proven who they are

/** @typedef {"refused" | "later" | "all_later" | "session"} Verdict */

const OF_SESSION = new Set([
  "not_authenticated",
  "signed_out",
  "session_locked",
  "second_factor_needed",
  "notice_not_accepted",
  "app_not_attested",
]);
// Older servers did not say how long to wait.
const WITHOUT_A_TIME = new Set(["try_later", "too_many_incidents", "too_many_presses"]);
const LIMIT = 429;

/**
 * Over a socket: every nack is the server's word about this command.
 * @param {{ code?: string, status?: number, retry_after_s?: number | null }} problem
 * @returns {Verdict}
 */
export function verdictOfNack({ code = "", status, retry_after_s }) {
  if (typeof retry_after_s !== "number" && !WITHOUT_A_TIME.has(code)) return REFUSED;
  return status === LIMIT || (WITHOUT_A_TIME.has(code) && code !== "try_later") ? LATER : ALL_LATER;
}

/**
 * Over HTTP: what stands before the server may have answered in its place, without a code.
 * @param {{ status: number, code: string, retryAfter_s: number | null }} answer as of an ApiProblem
 * @returns {Verdict}
 */
export function verdictOfAnswer({ status, code, retryAfter_s }) {
  const isOurs = code !== "" && code !== "error" && !code.startsWith("http_");
  const isForNow = retryAfter_s !== null || WITHOUT_A_TIME.has(code);
  if (status === 401 || OF_SESSION.has(code)) return SESSION;
  if (code === "command_failed") return REFUSED;
  if (status === LIMIT && isOurs) return isForNow ? LATER : REFUSED;
  return isForNow || status === LIMIT || status === 408 || status >= 500 ? ALL_LATER : REFUSED;
}
