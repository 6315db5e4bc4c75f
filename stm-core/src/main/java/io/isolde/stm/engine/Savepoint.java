package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The state of an attempt where a nested block began, to which the block's rollback returns. The
 * savepoints of the blocks that the attempt is inside of form a stack.
 *
 * @param parent the savepoint of the enclosing block, or null
 * @param serial larger for every later block of an attempt
 * @param writeCount number of entries in the write set
 * @param undoCount number of saved entries in the write set
 * @param hookCount number of hooks
 * @param locals a copy of the transaction-local values, null if there were none
 */
record Savepoint(
    @Nullable Savepoint parent,
    int serial,
    int writeCount,
    int undoCount,
    int hookCount,
    @Nullable Locals locals) {
  /** The present state, for a block inside the one that began at {@code parent}. */
  static Savepoint within(
      @Nullable Savepoint parent,
      int serial,
      WriteSet writes,
      @Nullable Hooks hooks,
      @Nullable Locals locals) {
    return new Savepoint(
        parent,
        serial,
        writes.count(),
        writes.undoCount(),
        hooks == null ? 0 : hooks.count(),
        locals == null ? null : locals.copy());
  }
}
