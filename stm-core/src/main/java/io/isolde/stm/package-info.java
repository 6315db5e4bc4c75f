/**
 * Transactional refs: memory cells that any number of threads read and update together, atomically.
 *
 * <p><b>Concepts.</b> A <i>ref</i> ({@link io.isolde.stm.Ref}, {@link io.isolde.stm.LongRef},
 * {@link io.isolde.stm.IntRef}, {@link io.isolde.stm.DoubleRef}, {@link io.isolde.stm.BooleanRef})
 * holds one immutable value. A <i>transaction</i> ({@link io.isolde.stm.Stm#atomic(
 * io.isolde.stm.TransactionAction) atomic}) reads and writes refs all at once or not at all; it may
 * need several <i>attempts</i>. A <i>snapshot</i> reads refs as of one instant. <i>Retry</i> waits
 * until something that was read changes.
 *
 * <p><b>Reading order.</b> {@link io.isolde.stm.Stm}, {@link io.isolde.stm.Ref}, {@link
 * io.isolde.stm.TransactionOptions}, {@link io.isolde.stm.Transaction} (hooks), {@link
 * io.isolde.stm.TransactionLocal}.
 *
 * <p><b>Thread-safety.</b> Everything here is thread-safe except {@link io.isolde.stm.Transaction},
 * which is confined to its thread and body.
 *
 * <p><b>Memory consistency.</b> What a thread does before its transaction commits
 * <i>happens-before</i> everything after a read, by any thread, of a value that this transaction
 * wrote. A commit <i>happens-before</i> its after-commit hooks, and the hooks of one transaction
 * before those of the next.
 */
@NullMarked
package io.isolde.stm;

import org.jspecify.annotations.NullMarked;
