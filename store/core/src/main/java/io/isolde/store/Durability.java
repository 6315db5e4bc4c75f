package io.isolde.store;

import io.isolde.stm.TransactionLocal;
import org.jspecify.annotations.Nullable;

/**
 * How durable a commit in a {@linkplain DurableStore durable store} is when its transaction
 * returns. A store has a setting, and a transaction may {@linkplain #choose choose} another.
 *
 * <p>With every setting, a crash leaves a prefix of the commit order: if recovery finds a commit,
 * it also finds all commits that this one depends on.
 */
public enum Durability {
  /**
   * The commit is on stable storage: it survives a crash of the process, a crash of the system, and
   * a power failure.
   */
  SYNC,

  /**
   * The commit reaches stable storage soon: within a time and a number of bytes that were set when
   * the store was opened.
   */
  ASYNC,

  /**
   * Nothing is certain until the store is closed normally or forced, or a later commit is forced.
   */
  NONE;

  private static final TransactionLocal<@Nullable Durability> CHOSEN =
      TransactionLocal.withInitial(() -> null);

  /**
   * Chooses this durability for the calling thread's transaction, in every durable store that takes
   * part in it. The last choice counts. If a nested block is rolled back, so is its choice.
   *
   * @throws IllegalStateException outside a transaction of a store that {@linkplain
   *     Capability#JOINS_STM joins Stm transactions}
   */
  public void choose() {
    CHOSEN.set(this);
  }

  /**
   * The durability that the calling thread's transaction has chosen.
   *
   * @return null if it has not chosen
   * @throws IllegalStateException as {@link #choose}
   */
  public static @Nullable Durability chosen() {
    return CHOSEN.get();
  }
}
