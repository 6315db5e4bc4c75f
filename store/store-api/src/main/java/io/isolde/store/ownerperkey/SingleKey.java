package io.isolde.store.ownerperkey;

import io.isolde.store.agent.Agent;

/**
 * A key that is always there: a ref, or a counter. Thread-safe.
 *
 * @param describe what it is
 * @param owner its owner, for good
 */
record SingleKey(String describe, Agent<Slot> owner) implements Key {
  @Override
  public Object value() {
    Object value = owner.get().value();
    if (value == null) {
      throw new AssertionError(describe + " has no value");
    }
    return value;
  }

  @Override
  public void release(Agent<Slot> released) {}
}
