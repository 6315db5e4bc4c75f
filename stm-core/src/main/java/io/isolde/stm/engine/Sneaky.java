package io.isolde.stm.engine;

/** Rethrows what a body threw, unchanged, from code that cannot declare it. */
final class Sneaky {
  private Sneaky() {}

  /** Never returns; {@code throw Sneaky.sneak(t)} tells the compiler so. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased
  static <X extends Throwable> RuntimeException sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
