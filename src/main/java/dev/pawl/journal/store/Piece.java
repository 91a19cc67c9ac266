package dev.pawl.journal.store;

import dev.pawl.disk.Digest;
import java.io.IOException;

/** A segment's content as it is exchanged: what names it, and its bytes when they are asked for. */
public interface Piece {
  /** The name that git gives this content. */
  String blob();

  byte[] bytes() throws IOException;

  /** Bytes that are here. */
  static Piece of(byte[] bytes) {
    return new Loaded(bytes);
  }

  /** Bytes that are here. */
  final class Loaded implements Piece {
    private final byte[] bytes;

    private Loaded(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String blob() {
      return Digest.blob(bytes);
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }
  }
}
