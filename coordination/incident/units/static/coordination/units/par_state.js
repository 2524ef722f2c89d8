// How a unit stands with its PAR: green, amber or red, by its last answer and by what command asked. Pure.

/** @typedef {{ callsign: string, kind: string, agency_kind: string, agency: string, people: number, leader?: string,
 *   checked_in_by: string, checked_in_at: string, primary: string, secondary: string, status_at: string, place?: string,
 *   place_source?: string, place_at?: string, lon?: number, lat?: number, level_id?: string, task?: string, team?: string,
 *   team_kind?: string, zone?: string, escort_unit_id?: string, par_at?: string,
 *   par_missing?: { since: string, times: number } }} Unit as the room has it */
/** @typedef {{ every_min: number, asked_at?: string, because?: string }} Par */

const ANSWERS_WITHIN_S = 120; // once command has asked
const SOON = 0.75; // of the interval
export const DEPARTED = "Departed";

/**
 * How long ago its answer was due; less than 0 while there is time. A question makes it due earlier, never later.
 * @param {Unit} unit
 * @param {Par} par
 * @param {(at: string) => number} age_s how long ago something was
 */
export function overdue_s(unit, par, age_s) {
  if (unit.par_missing) return age_s(unit.par_missing.since);
  const last = unit.par_at ?? unit.checked_in_at;
  const byInterval_s = age_s(last) - 60 * par.every_min;
  return par.asked_at && last < par.asked_at
    ? Math.max(byInterval_s, age_s(par.asked_at) - ANSWERS_WITHIN_S)
    : byInterval_s;
}

/**
 * @param {Unit} unit
 * @param {Par} par
 * @param {(at: string) => number} age_s how long ago something was
 * @returns {"green" | "amber" | "red" | null} null: it has departed, and owes no answer
 */
export function parState(unit, par, age_s) {
  if (unit.secondary === DEPARTED) return null;
  if (unit.par_missing || overdue_s(unit, par, age_s) >= 0) return "red";
  const last = unit.par_at ?? unit.checked_in_at;
  if (par.asked_at && last < par.asked_at) return "amber";
  return age_s(last) >= SOON * 60 * par.every_min ? "amber" : "green";
}
