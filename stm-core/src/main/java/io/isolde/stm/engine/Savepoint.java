package io.isolde.stm.engine;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of an attempt where a nested block began, to which the block's rollback returns.
 *
 * @param parent the savepoint of the enclosing block, or null
 * @param serial larger for every later block of an attempt
 * @param writeCount number of entries in the write set
 * @param undoCount number of saved entries in the write set
 * @param hookMark number of hooks
 * @param locals a copy of the transaction-local values, null if there were none
 */
record Savepoint(
    @Nullable Savepoint parent,
    int serial,
    int writeCount,
    int undoCount,
    int hookMark,
    @Nullable IdentityHashMap<Object, @Nullable Object> locals) {
  Savepoint(
      @Nullable Savepoint parent,
      int serial,
      WriteSet writes,
      int hookMark,
      @Nullable IdentityHashMap<Object, @Nullable Object> locals) {
    this(parent, serial, writes.count(), writes.undoCount(), hookMark, locals);
  }
}
