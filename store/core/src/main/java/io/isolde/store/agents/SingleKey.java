package io.isolde.store.agents;

import io.isolde.agent.Agent;

/**
 * A key that is always present: a ref or a counter. Thread-safe.
 *
 * @param describe what it is
 * @param owner its owner, which never changes
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
