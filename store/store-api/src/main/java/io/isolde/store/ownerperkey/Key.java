package io.isolde.store.ownerperkey;

import io.isolde.store.agent.Agent;
import org.jspecify.annotations.Nullable;

/** What has an owner: a ref, a counter, or a key of a map. Thread-safe; equal if the same. */
interface Key {
  /** Its owner, whether or not it has had one before. */
  Agent<Slot> owner();

  /** Its value, without asking the owner; null if it is absent. */
  @Nullable Object value();

  /** Called when a transaction is over that may have left it absent: it needs no owner then. */
  void release(Agent<Slot> owner);

  /** For example {@code key 'alice' of map 'accounts'}. */
  String describe();
}
