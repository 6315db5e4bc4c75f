package io.isolde.stm.engine;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a nested block began: what its rollback goes back to.
 *
 * @param parent of the block around it, or null
 * @param serial larger for every later block of an attempt
 * @param writeCount entries of the write set
 * @param undoCount saved entries of the write set
 * @param hookMark hooks asked for
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
