package io.isolde.stm;

import io.isolde.stm.engine.Ambient;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the transaction attempt that the calling thread is running: its number and name, and
 * the hooks and participants to call around its end.
 *
 * <p>Thread-confined, and valid only in the body in which it was obtained: on another thread, or
 * after the attempt has ended, its methods throw {@link IllegalStateException}.
 *
 * <p><b>Hooks.</b> An attempt that commits runs its before-commit hooks, commits, and runs its
 * after-commit hooks. An attempt that does not commit, because it fails, loses or waits, runs its
 * after-rollback hooks. Hooks of one kind run in the order of registration. When a nested block is
 * rolled back, the hooks that it registered are dropped, except its after-rollback hooks: they run
 * at the end of the whole attempt, before the body's other after-commit or after-rollback hooks.
 */
public final class Transaction {
  private final Ambient ambient;

  private Transaction(Ambient ambient) {
    this.ambient = ambient;
  }

  /**
   * The attempt that the calling thread is running.
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
   * Whether writes are refused, as they are in {@code snapshot}.
   *
   * @return true in a snapshot
   */
  public boolean isReadOnly() {
    return ambient.isReadOnly();
  }

  /**
   * Runs {@code hook} at the end of the body, as part of it: the hook may read and write refs, add
   * hooks, and veto the commit by throwing, with the same effect as if the body had thrown.
   *
   * @param hook may run more than once: once in every attempt whose body completes
   */
  public void beforeCommit(Runnable hook) {
    ambient.beforeCommit(hook);
  }

  /**
   * Runs {@code hook} after the commit, outside the transaction, on this thread, before {@code
   * atomic} returns.
   *
   * <p>The hooks of different transactions run one transaction at a time, in commit order, so a
   * hook should be short and must not wait for another thread's transaction that has hooks. The
   * commit order is a possible serialisation order: a transaction comes after those whose changes
   * it has read or overwrites, and before those that overwrite what it has read, even if it only
   * reads. A {@link Stm#snapshot} may have read an older state: it comes after those whose changes
   * it has read, and nothing more is guaranteed.
   *
   * <p>A hook may run transactions; their hooks run after those of the enclosing transaction. What
   * a hook throws does not stop the other hooks, and reaches the caller as {@link
   * AfterCommitException}.
   *
   * @param hook runs once if this attempt commits, and not otherwise
   */
  public void afterCommit(Runnable hook) {
    ambient.afterCommit(hook);
  }

  /**
   * Runs {@code hook} if this attempt is rolled back for any reason, outside the transaction, on
   * this thread, before the next attempt or the return of {@code atomic}. If the hook throws, no
   * further attempt is made and the caller receives what it threw, suppressed in the body's own
   * exception if there is one.
   *
   * @param hook runs once if this attempt is rolled back; the next attempt starts with no hooks
   */
  public void afterRollback(Runnable hook) {
    ambient.afterRollback(hook);
  }

  /**
   * Enlists {@code participant}, which then commits together with this attempt. If a nested block
   * enlists it, it is dropped when that block is rolled back.
   *
   * @param participant takes part in this attempt only; the next attempt must enlist it again
   */
  public void enlist(Participant participant) {
    ambient.enlist(participant);
  }
}
