// Bytes as text of JavaScript's sources. It is ASCII, which no server or bundler can give
// another encoding, and compresses almost as well as the bytes (base64: a quarter worse),
// since most bytes of a wasm are a character each, and the same one every time.

/** What may stand between double quotes as it is, without what the three marks are. */
const DIGITS = /* @__PURE__ */ digits();

function digits(): string {
  return Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at))
    .filter((digit) => !'"\\${}~`'.includes(digit))
    .join("");
}

/** Say that the digit after them counts from one, two or three times the number of digits. */
const MARKS = "{}~";

/** The text of bytes. */
export function encoded(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const times = Math.floor(byte / DIGITS.length);
    if (times > 0) text += MARKS.charAt(times - 1);
    text += DIGITS.charAt(byte % DIGITS.length);
  }
  return text;
}

/** The bytes of a text that {@link encoded} has made. */
export function decoded(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(0x80);
  for (let at = 0; at < DIGITS.length; at++) values[DIGITS.charCodeAt(at)] = at;
  for (let at = 0; at < MARKS.length; at++) {
    values[MARKS.charCodeAt(at)] = (at + 1) * DIGITS.length;
  }
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let marked = 0;
  for (let at = 0; at < text.length; at++) {
    const value = values[text.charCodeAt(at)] as number;
    if (value >= DIGITS.length) {
      marked = value;
    } else {
      bytes[length++] = marked + value;
      marked = 0;
    }
  }
  return bytes.subarray(0, length);
}
