package io.isolde.store.encoding;

import io.isolde.store.codec.CodecException;

/**
 * How deep values may be inside of each other: so deep that even a small stack takes the {@code
 * equals} of records, which needs more of it than reading them.
 */
final class Nesting {
  static final int DEPTH_MAX = 256;

  private Nesting() {}

  /** One more than {@code depth}, if that is not too deep. */
  static int deeper(int depth) {
    if (depth >= DEPTH_MAX) {
      throw new CodecException(
          "a value holds values more than " + DEPTH_MAX + " deep inside of each other", null);
    }
    return depth + 1;
  }
}
