package io.isolde.stm.engine;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state that only some attempts need: hooks, transaction-local values, nested blocks.
 * Thread-confined.
 */
final class Extras {
  final Hooks hooks = new Hooks();

  private @Nullable IdentityHashMap<Object, @Nullable Object> locals;
  private @Nullable Savepoint savepoint;
  private int savepointSerial;

  boolean hasLocal(Object key) {
    return locals != null && locals.containsKey(key);
  }

  @Nullable Object local(Object key) {
    return locals == null ? null : locals.get(key);
  }

  void setLocal(Object key, @Nullable Object value) {
    if (locals == null) {
      locals = new IdentityHashMap<>(4);
    }
    locals.put(key, value);
  }

  /** Where the innermost nested block began, or null. */
  @Nullable Savepoint savepoint() {
    return savepoint;
  }

  Savepoint enter(WriteSet writes) {
    IdentityHashMap<Object, @Nullable Object> localsNow =
        locals == null ? null : new IdentityHashMap<>(locals);
    savepoint = new Savepoint(savepoint, ++savepointSerial, writes, hooks.mark(), localsNow);
    return savepoint;
  }

  void leave(Savepoint entered) {
    savepoint = entered.parent();
  }

  void rollbackTo(Savepoint entered) {
    hooks.rollbackTo(entered.hookMark());
    locals = entered.locals();
    savepoint = entered.parent();
  }
}
