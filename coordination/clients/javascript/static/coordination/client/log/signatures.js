// Digests and signatures, by what the platform has for them.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {Bytes} bytes @returns {Promise<string>} 64 hex digits */
export async function sha256(bytes) {
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** @param {Uint8Array} bytes */
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} hex @param {number} length in bytes @returns {Bytes | null} null: it is not so many bytes in hex */
export function bytesOf(hex, length) {
  if (!/^[0-9a-f]+$/.test(hex) || hex.length !== 2 * length) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Whether a message is signed by a key (Ed25519). Null: this platform knows no Ed25519, and nothing was checked.
 * @param {Bytes} message
 * @param {{ signature: string, key: string }} hex
 * @returns {Promise<boolean | null>}
 */
export async function isSigned(message, { signature, key }) {
  const [mark, raw] = [bytesOf(signature, 64), bytesOf(key, 32)];
  if (mark === null || raw === null) return false;
  let known;
  try {
    known = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    // A key that it knows to be bad is a DataError, and signs nothing.
    return error.name === "NotSupportedError" ? null : false;
  }
  return crypto.subtle.verify("Ed25519", known, mark, message);
}
