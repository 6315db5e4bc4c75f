package io.isolde.store.testkit;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.time.Duration;

/**
 * A part of the contract: laws about a store. It has a single method, so that a part can be tested
 * on any store at all.
 */
@FunctionalInterface
interface ContractPart {
  /** The store: open, and without names when a law begins. */
  Store store();

  /**
   * How long a transaction or snapshot takes at most that nothing holds up, on a busy machine. Zero
   * for a store in memory, where that is not worth a wait.
   */
  default Duration latency() {
    return Duration.ZERO;
  }

  /** Skips a law that only stores with {@code capability} promise. */
  default void requires(Capability capability) {
    assumeTrue(store().capabilities().contains(capability), () -> "no promise: " + capability);
  }

  /** Skips a law that applies only to stores without {@code capability}. */
  default void requiresLackOf(Capability capability) {
    assumeFalse(store().capabilities().contains(capability), () -> "promised: " + capability);
  }
}
