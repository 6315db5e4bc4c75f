package io.isolde.store.agents;

import io.isolde.agent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Identifies what has an owner: a ref, a counter, or a key of a map. Thread-safe; equal if the
 * same.
 */
interface Key {
  /** Its owner, which is made if there is none. */
  Agent<Slot> owner();

  /** Its value, without asking the owner; null if it is absent. */
  @Nullable Object value();

  /** Called after a transaction that may have left it absent; an absent key needs no owner. */
  void release(Agent<Slot> owner);

  /** For example {@code key 'alice' of map 'accounts'}. */
  String describe();
}
