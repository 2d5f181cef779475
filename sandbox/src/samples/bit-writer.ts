/** Writes numbers bit by bit, most significant first, as H.264 headers have them (ITU-T H.264, 7.2 and 9.1). */
export class BitWriter {
  readonly #bytes: number[] = [];
  #bits = 0;

  /** The lowest `count` bits of a number. */
  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#push((value >> bit) & 1);
    return this;
  }

  /** An unsigned Exp-Golomb code, ue(v). */
  unsigned(value: number): this {
    const length = 32 - Math.clz32(value + 1);
    return this.bits(0, length - 1).bits(value + 1, length);
  }

  /** A signed Exp-Golomb code, se(v). */
  signed(value: number): this {
    return this.unsigned(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Fills up with zeros to a whole byte. */
  align(): this {
    while (this.#bits % 8 !== 0) this.#push(0);
    return this;
  }

  /** Whole bytes; only where aligned. */
  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    this.#bits += bytes.length * 8;
    return this;
  }

  /** The bit 1 and zeros up to a whole byte, as at the end of each unit. */
  finish(): Buffer {
    this.bits(1, 1).align();
    return Buffer.from(this.#bytes);
  }

  #push(bit: number): void {
    if (this.#bits % 8 === 0) this.#bytes.push(0);
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | (bit << (7 - (this.#bits % 8)));
    this.#bits += 1;
  }
}
