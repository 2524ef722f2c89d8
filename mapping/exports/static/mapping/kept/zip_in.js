// Read a zip archive in the browser: names and bytes, within bounds. No part of it is ever run. Pure.

/** @typedef {import("./pack_check.js").Bytes} Bytes */
/** @typedef {{ name: string, method: number, packed: number, size: number, at: number }} Entry */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
// A pack of one school is some megabytes; a phone could not hold much more.
export const MAX_BYTES = 128 * 1024 * 1024;
const MAX_ENTRIES = 2_000;

export class ZipError extends Error {}

// Return a Map from name to Uint8Array. Throws ZipError for whatever is no archive of ours.
/** @param {Bytes} bytes @returns {Promise<Map<string, Bytes>>} */
export async function filesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map();
  let room = MAX_BYTES;
  try {
    for (const entry of entriesOf(view, bytes)) {
      room -= entry.size;
      if (room < 0) throw new ZipError("too large");
      if (files.has(entry.name)) throw new ZipError("a name stands twice");
      files.set(entry.name, await contentOf(view, bytes, entry));
    }
  } catch (error) {
    // A number that leads outside of the file, or a stream that is none.
    throw error instanceof ZipError ? error : new ZipError("unreadable");
  }
  return files;
}

/** @param {DataView} view @param {Bytes} bytes */
function entriesOf(view, bytes) {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) throw new ZipError("too many files");
  /** @type {Entry[]} */
  const found = [];
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new ZipError("no entry");
    const nameBytes = view.getUint16(at + 28, true);
    found.push({
      name: new TextDecoder("utf-8", { fatal: true }).decode(
        bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes),
      ),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

/** @param {DataView} view */
function endOf(view) {
  const first = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new ZipError("no archive");
}

/** @param {DataView} view @param {Bytes} bytes @param {Entry} entry */
async function contentOf(view, bytes, { method, packed, size, at }) {
  if (view.getUint32(at, true) !== LOCAL) throw new ZipError("no file");
  const from = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const content = bytes.subarray(from, from + packed);
  if (content.length !== packed) throw new ZipError("cut off");
  if (method === 0 && packed === size) return content.slice();
  if (method !== 8) throw new ZipError("packed in an unknown way");
  return inflated(content, size);
}

// What says that it is small and grows without end is stopped at the size that it said.
/** @param {Bytes} content @param {number} size */
async function inflated(content, size) {
  const reader = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const whole = new Uint8Array(size);
  let filled = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    if (filled + step.value.length > size) {
      await reader.cancel();
      throw new ZipError("larger than it says");
    }
    whole.set(step.value, filled);
    filled += step.value.length;
  }
  if (filled !== size) throw new ZipError("smaller than it says");
  return whole;
}
