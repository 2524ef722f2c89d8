// Seal what lies on a device: AES-GCM, each with a number of its own, and bound to what it is (decision 0086).

const ALGORITHM = "AES-GCM";
const IV_BYTES = 12;

/** @typedef {{ iv: Uint8Array<ArrayBuffer>, bytes: ArrayBuffer }} Sealed */
/** @typedef {Pick<SubtleCrypto, "encrypt" | "decrypt" | "generateKey">} Subtle */

/** A key whose bytes no script can read out. @param {Subtle} subtle */
export const newKey = (subtle) => subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);

/**
 * @param {Subtle} subtle
 * @param {CryptoKey} key
 * @param {BufferSource} bytes
 * @param {string} about what it is: sealed as one thing, it does not open as another
 * @returns {Promise<Sealed>}
 */
export async function seal(subtle, key, bytes, about) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const additionalData = new TextEncoder().encode(about);
  return { iv, bytes: await subtle.encrypt({ name: ALGORITHM, iv, additionalData }, key, bytes) };
}

/** Throws: sealed with another key, as something else, or changed. @param {Subtle} subtle @param {CryptoKey} key @param {Sealed} sealed @param {string} about */
export function unseal(subtle, key, { iv, bytes }, about) {
  return subtle.decrypt({ name: ALGORITHM, iv, additionalData: new TextEncoder().encode(about) }, key, bytes);
}
