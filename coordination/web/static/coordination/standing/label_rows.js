// Labels of pins that lie side by side: each keeps its words, is raised until it covers no other one, and is moved until the
// edge of the map cuts nothing off.

const GAP_PX = 2;
const EDGE_PX = 8;
const MOST_ROWS = 6;

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels */

/** @param {Box} one @param {Box} other */
const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/**
 * How far to the side a box has to go to be seen whole: not at all where its middle is out of sight.
 * @param {Box} box
 * @param {{ left: number, right: number }} frame
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
 * Where labels go, given where they would lie.
 * @param {Box[]} boxes the worst first: it stays lowest
 * @param {{ left: number, right: number }} frame
 * @returns {{ shift: number, raise: number }[]} in pixels, to the right and upwards
 */
export function rowsOf(boxes, frame) {
  /** @type {Box[]} */
  const placed = [];
  return boxes.map((box) => {
    const shift = shiftInto(box, frame);
    const step = box.bottom - box.top + GAP_PX;
    let row = 0;
    while (row < MOST_ROWS && placed.some((one) => overlap(one, moved(box, shift, row * step)))) row += 1;
    placed.push(moved(box, shift, row * step));
    return { shift, raise: row * step };
  });
}

/** @param {HTMLElement[]} labels the worst first @param {HTMLElement} map */
export function stackLabels(labels, map) {
  for (const label of labels) place(label, { shift: 0, raise: 0 });
  const boxes = labels.map((label) => label.getBoundingClientRect());
  const rows = rowsOf(boxes, map.getBoundingClientRect());
  for (const [at, label] of labels.entries()) place(label, rows[at]);
}

/** @param {HTMLElement} label @param {{ shift: number, raise: number }} by */
function place(label, { shift, raise }) {
  label.style.setProperty("--shift", `${shift}px`);
  label.style.setProperty("--raise", `${raise}px`);
}
