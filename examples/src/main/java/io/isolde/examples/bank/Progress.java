package io.isolde.examples.bank;

/** Is told how far the work has got. */
@FunctionalInterface
interface Progress extends AutoCloseable {

  /** Tells that so many more bytes of the input are done with. */
  void advance(long bytes);

  /** Tells that the work has ended. */
  @Override
  default void close() {}

  /** A progress that nobody looks at. */
  static Progress hidden() {
    return bytes -> {};
  }
}
