// The names of a grid's squares, as mapping/geometry/grid.py gives them. Pure: no page.

/** @typedef {{ west: number, north: number, lon_step_deg: number, lat_step_deg: number, columns: number, rows: number,
 *   cell_m: number }} Grid */

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const CELL = /^([A-HJ-NP-Z]{1,4})([1-9][0-9]{0,3})$/;

/** @param {number} column @param {number} row */
export function cellName(column, row) {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / LETTERS.length))
    letters = LETTERS[(rest - 1) % LETTERS.length] + letters;
  return `${letters}${row + 1}`;
}

// "F7", or null outside.
/** @param {Grid} grid @param {number[]} lonlat */
export function cellOf(grid, [lon, lat]) {
  const column = Math.floor((lon - grid.west) / grid.lon_step_deg);
  const row = Math.floor((grid.north - lat) / grid.lat_step_deg);
  return column >= 0 && row >= 0 && column < grid.columns && row < grid.rows ? cellName(column, row) : null;
}

// West, south, east and north of a square; null for what is no square of this grid.
/** @param {Grid} grid @param {string} name */
export function boxOfCell(grid, name) {
  const read = CELL.exec(name);
  if (read === null) return null;
  const column = [...read[1]].reduce((sum, letter) => sum * LETTERS.length + LETTERS.indexOf(letter) + 1, 0) - 1;
  const row = Number(read[2]) - 1;
  if (column >= grid.columns || row >= grid.rows) return null;
  const west = grid.west + column * grid.lon_step_deg;
  const north = grid.north - row * grid.lat_step_deg;
  return [west, north - grid.lat_step_deg, west + grid.lon_step_deg, north];
}
