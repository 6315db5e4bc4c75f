package io.isolde.stm;

/**
 * A resource that commits together with a transaction in two phases, for example a journal.
 *
 * <p>{@link Transaction#enlist} enlists it in the current attempt. Once only a veto can keep that
 * attempt from committing, and before anybody can see its changes, every participant is asked to
 * {@link #prepare}; a participant that throws vetoes the commit. After the changes are published,
 * each participant is told that they are {@link #committed}. If the attempt is rolled back before
 * the first {@code prepare}, its participants are not called at all.
 *
 * <p>All calls for one attempt come from the thread that runs the transaction, in the order of
 * enlistment.
 */
public interface Participant {
  /**
   * Prepares to commit. Transactions prepare one at a time, in a possible serialisation order: a
   * transaction prepares after those whose changes it has read or overwrites, and before those that
   * overwrite what it has read. A {@link Stm#snapshot} may have read an older state: it prepares
   * after those whose changes it has read, and nothing more is guaranteed.
   *
   * <p>Called while the refs that the transaction writes are locked and no other transaction can
   * prepare or take its turn for after-commit hooks. The others wait, so this method must be short
   * and must not block. It must not use refs or the transaction: reading or writing a ref, or
   * adding to the transaction, throws {@link IllegalStateException}.
   *
   * @throws RuntimeException to veto: the transaction changes nothing and its caller receives the
   *     exception
   */
  void prepare();

  /**
   * Learns that the changes are published. Called outside the transaction and without locks, on the
   * committing thread, before the transaction's after-commit hooks and before the transaction
   * returns. Only if the transaction runs inside an after-commit hook does it return first: the
   * call then follows the hooks of the enclosing transaction. This method may block and use refs.
   * What it throws reaches the caller in the same way as what an after-commit hook throws.
   */
  default void committed() {}

  /**
   * Undoes {@link #prepare}, because a later participant vetoed. Called under the same conditions
   * as {@code prepare}, for every participant that has prepared; what one of them throws is
   * suppressed in the veto.
   */
  default void abandoned() {}
}
