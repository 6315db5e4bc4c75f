package io.isolde.store.testkit;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.store.Capability;
import io.isolde.store.Store;

/**
 * A part of the contract: laws about a store. One method, so that a part can be tried on any store
 * at all.
 */
@FunctionalInterface
interface ContractPart {
  /** The store: open, and without names when a law begins. */
  Store store();

  /** Leaves a law out where it is not promised. */
  default void requires(Capability capability) {
    assumeTrue(store().capabilities().contains(capability), () -> "no promise: " + capability);
  }

  /** Leaves a law out where more than it is promised. */
  default void requiresLackOf(Capability capability) {
    assumeFalse(store().capabilities().contains(capability), () -> "promised: " + capability);
  }
}
