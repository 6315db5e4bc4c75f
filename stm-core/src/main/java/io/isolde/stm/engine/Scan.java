package io.isolde.stm.engine;

import io.isolde.stm.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Reads of many refs in the calling thread's transaction, as by {@link Ref#get}; the attempt is
 * looked up once. To be used by the method that makes it, within the body of the transaction: it
 * must not outlive the attempt. Thread-confined.
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
  @SuppressWarnings({"unchecked", "NullAway"}) // only T values are ever written
  public <T extends @Nullable Object> T get(Ref<T> ref) {
    return (T) attempt.read(ref);
  }
}
