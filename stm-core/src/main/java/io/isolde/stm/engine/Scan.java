package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads of many cells in the calling thread's transaction, as by {@link Access#get(ObjectCell)};
 * the attempt is looked up once. To be used by the method that makes it, within the body of the
 * transaction: it must not outlive the attempt. Thread-confined.
 */
public final class Scan {
  private final Attempt attempt;

  private Scan(Attempt attempt) {
    this.attempt = attempt;
  }

  /** Makes a scan; ends brief mode. Must be called in a transaction. */
  public static Scan inTransaction() {
    Attempt attempt = Context.current();
    if (attempt == null) {
      throw new AssertionError("a scan outside a transaction");
    }
    return new Scan(attempt);
  }

  /** Reads. */
  public @Nullable Object get(ObjectCell cell) {
    return attempt.read(cell);
  }
}
