/**
 * The engine: how attempts read, commit, wait and win. Not exported.
 *
 * <p>Reading order: {@link io.isolde.stm.engine.Cell} (the memory, its word and who may change it),
 * {@link io.isolde.stm.engine.Attempt} (one execution of a body: read, write, commit), {@link
 * io.isolde.stm.engine.Execution} (the loop that repeats attempts), then the parts they call:
 * {@link io.isolde.stm.engine.Clock}, {@link io.isolde.stm.engine.Snapshots}, {@link
 * io.isolde.stm.engine.Waiters}, {@link io.isolde.stm.engine.Elder}, {@link
 * io.isolde.stm.engine.CommitOrder}. The protocol, its invariants and its proofs are told in {@code
 * docs/internals/commit-protocol.md}.
 */
@NullMarked
package io.isolde.stm.engine;

import org.jspecify.annotations.NullMarked;
