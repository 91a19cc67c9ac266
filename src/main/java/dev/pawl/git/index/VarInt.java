package dev.pawl.git.index;

/** A number as index version 4 writes it; {@code next} is the offset behind it. */
record VarInt(long value, int next) {
  static VarInt read(byte[] bytes, int from) {
    int at = from;
    int digit = bytes[at++] & 0xff;
    long value = digit & 0x7f;
    while ((digit & 0x80) != 0) {
      digit = bytes[at++] & 0xff;
      value = ((value + 1) << 7) + (digit & 0x7f);
    }
    return new VarInt(value, at);
  }
}
