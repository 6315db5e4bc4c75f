package io.isolde.examples.bank;

/** Receives reports of how far the work has got. */
@FunctionalInterface
interface Progress extends AutoCloseable {

  /** Reports that so many more bytes of the input have been processed. */
  void advance(long bytes);

  /** Reports that the work has ended. */
  @Override
  default void close() {}

  /** A progress that is not shown. */
  static Progress hidden() {
    return bytes -> {};
  }
}
