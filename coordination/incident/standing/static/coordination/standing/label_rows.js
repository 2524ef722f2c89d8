// Pins that lie side by side: each stands on a stem above its place, high enough to cover no other one and no number of a room
// or door that is named; and its words are moved until the edge of the map cuts nothing off.

const EDGE_PX = 8;
const STEP_PX = 12;
const MOST_STEPS = 24;
// What covering something costs: who calls is never covered by another, nor where; the rest of the plan where it must be.
// A long stem costs little, and more than one label that is not named: the pins above it need their room, too.
const COSTS = { pin: 1000, edge: 300, named: 100, control: 30, plain: 1, step: 0.7 };

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels */
/** @typedef {{ label: Box, pin: Box }} Head of a pin, as it stands when its stem is as short as can be */
/** @typedef {{ frame: Box, named?: Box[], controls?: Box[], plain?: Box[] }} Around named: labels of the places that are
 *   called from; plain: all others */

/** @param {Box} one @param {Box} other */
const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/**
 * How far to the side a box has to go to be seen whole: not at all where its middle is out of sight.
 * @param {Box} box
 * @param {Pick<Box, "left" | "right">} frame
 */
function shiftInto(box, frame) {
  const middle = (box.left + box.right) / 2;
  if (middle < frame.left || middle > frame.right) return 0;
  return Math.max(frame.left + EDGE_PX - box.left, 0) || Math.min(frame.right - EDGE_PX - box.right, 0);
}

/** @param {Box} box @param {number} x @param {number} y @returns {Box} */
const moved = ({ left, right, top, bottom }, x, y) => ({
  left: left + x,
  right: right + x,
  top: top - y,
  bottom: bottom - y,
});

/**
 * Where the heads of pins go, given where they would stand.
 * @param {Head[]} heads the worst first: it stays lowest
 * @param {Around} around
 * @returns {{ shift: number, raise: number }[]} in pixels: its words to the right, all of it upwards
 */
export function rowsOf(heads, { frame, named = [], controls = [], plain = [] }) {
  /** @type {Box[]} */
  const placed = [];
  return heads.map(({ label, pin }) => {
    const shift = shiftInto(label, frame);
    const at = (/** @type {number} */ raise) => [moved(label, shift, raise), moved(pin, 0, raise)];
    /** @param {Box[]} boxes @param {Box[]} others */
    const covered = (boxes, others) => others.filter((one) => boxes.some((box) => overlap(box, one))).length;
    const costOf = (/** @type {Box[]} */ boxes) =>
      COSTS.pin * covered(boxes, placed) +
      COSTS.edge * Number(boxes[0].top < frame.top) +
      COSTS.named * covered(boxes, named) +
      COSTS.control * covered(boxes, controls) +
      COSTS.plain * covered(boxes, plain);
    const raises = Array.from({ length: MOST_STEPS }, (_, step) => step * STEP_PX);
    const costs = raises.map((raise, step) => costOf(at(raise)) + COSTS.step * step);
    const raise = raises[costs.indexOf(Math.min(...costs))];
    placed.push(...at(raise));
    return { shift, raise };
  });
}
