// How far, for people who think in feet and yards: US units first, metres after them.

const FEET_PER_M = 1 / 0.3048;
const FEET_PER_MILE = 5280;

/** "25 ft (8 m)", "0.8 mi (1,300 m)"; rounded as one would say it. @param {number} metres */
export function lengthText(metres) {
  const feet = metres * FEET_PER_M;
  const us = feet < 1000 ? `${tens(feet)} ft` : `${(feet / FEET_PER_MILE).toFixed(1)} mi`;
  return `${us} (${Math.round(metres).toLocaleString("en-US")} m)`;
}

/** @param {number} feet */
const tens = (feet) => (feet < 30 ? Math.round(feet) : 10 * Math.round(feet / 10));

/** "12,900 sq ft (1,200 m²)". @param {number} metres2 */
export function areaText(metres2) {
  const feet2 = metres2 * FEET_PER_M ** 2;
  const round = feet2 < 1000 ? Math.round(feet2) : 100 * Math.round(feet2 / 100);
  return `${round.toLocaleString("en-US")} sq ft (${Math.round(metres2).toLocaleString("en-US")} m²)`;
}
