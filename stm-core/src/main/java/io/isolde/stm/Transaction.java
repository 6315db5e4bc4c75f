package io.isolde.stm;

import io.isolde.stm.engine.Ambient;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that the calling thread is inside of: what to run around its end, and what it is
 * called.
 *
 * <p>Thread-confined, and valid in the body it was obtained in: used from another thread, or after
 * its attempt is over, its methods throw {@link IllegalStateException}.
 *
 * <p><b>Hooks.</b> An attempt that commits runs: before-commit hooks, the commit, after-commit
 * hooks. An attempt that does not, whether it failed, lost, or waits, runs its after-rollback
 * hooks. Each kind runs in the order of asking. The hooks that a nested block asked for are
 * forgotten when it is rolled back, but for its after-rollback hooks, which run at the end of the
 * whole attempt, first.
 */
public final class Transaction {
  private final Ambient ambient;

  private Transaction(Ambient ambient) {
    this.ambient = ambient;
  }

  /**
   * The transaction that the calling thread is inside of.
   *
   * @return a handle, valid until the present attempt ends
   * @throws IllegalStateException outside a transaction
   */
  public static Transaction current() {
    return new Transaction(Ambient.of("Transaction.current()"));
  }

  /**
   * How many attempts there have been, this one included.
   *
   * @return 1 or more
   */
  public int attempt() {
    return ambient.number();
  }

  /**
   * The name given by the options of the outermost block.
   *
   * @return null if there is none
   */
  public @Nullable String name() {
    return ambient.options().name();
  }

  /**
   * Whether writes are refused: in {@code snapshot}.
   *
   * @return true in a snapshot
   */
  public boolean isReadOnly() {
    return ambient.isReadOnly();
  }

  /**
   * Runs {@code hook} when the body is done, as its last part: it may read and write refs, add
   * hooks, and veto the commit by throwing, which is as if the body had thrown.
   *
   * @param hook may run more than once: once in every attempt that gets so far
   */
  public void beforeCommit(Runnable hook) {
    ambient.beforeCommit(hook);
  }

  /**
   * Runs {@code hook} after the commit, outside the transaction, on this thread, before {@code
   * atomic} returns.
   *
   * <p>The hooks of different transactions run one transaction at a time, in commit order, so a
   * hook should be short, and must not wait for another thread's transaction that has hooks. That
   * order is one in which the transactions may have taken effect: a transaction comes after those
   * whose changes it has seen or overwrites, and before those who overwrite what it has read, even
   * if it only reads. A {@link Stm#snapshot} may have read something older: it comes after those
   * whose changes it has seen, and that is all.
   *
   * <p>A hook may run transactions; their hooks run after it. What a hook throws does not stop the
   * other hooks, and reaches the caller as {@link AfterCommitException}.
   *
   * @param hook runs once if this attempt commits, and otherwise not
   */
  public void afterCommit(Runnable hook) {
    ambient.afterCommit(hook);
  }

  /**
   * Runs {@code hook} if this attempt is rolled back, for whatever reason, outside the transaction,
   * on this thread, before the next attempt or the return of {@code atomic}. If it throws, there is
   * no further attempt and the caller sees what it threw.
   *
   * @param hook runs once if this attempt is rolled back; the next attempt starts with no hooks
   */
  public void afterRollback(Runnable hook) {
    ambient.afterRollback(hook);
  }

  /**
   * Makes {@code participant} commit together with this attempt. Enlisted in a nested block, it is
   * forgotten when that is rolled back.
   *
   * @param participant hears of this attempt alone; to be enlisted anew by the next
   */
  public void enlist(Participant participant) {
    ambient.enlist(participant);
  }
}
