package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;

/**
 * The limit for the depth of nested values. At this depth, even a small stack has room for the
 * {@code equals} of records, which needs more of it than reading them.
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
