/**
 * The transaction engine: how attempts read, commit, wait and gain priority. Not exported.
 *
 * <p>Reading order: {@link io.isolde.stm.engine.Cell} (the memory, its word and who may change it),
 * {@link io.isolde.stm.engine.Attempt} (one execution of a body: write, nest, commit) and {@link
 * io.isolde.stm.engine.Reader} (how it reads), {@link io.isolde.stm.engine.Commit}, {@link
 * io.isolde.stm.engine.Execution} (the loop that repeats attempts), then the parts that they call:
 * {@link io.isolde.stm.engine.Clock}, {@link io.isolde.stm.engine.Snapshots}, {@link
 * io.isolde.stm.engine.Waiters}, {@link io.isolde.stm.engine.Elder}, {@link
 * io.isolde.stm.engine.CommitOrder}. {@code docs/internals/commit-protocol.md} describes the
 * protocol, its invariants and its proofs.
 */
@NullMarked
package io.isolde.stm.engine;

import org.jspecify.annotations.NullMarked;
