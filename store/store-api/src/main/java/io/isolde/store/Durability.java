package io.isolde.store;

import io.isolde.stm.TransactionLocal;
import org.jspecify.annotations.Nullable;

/**
 * What is certain of a commit in a {@linkplain DurableStore durable store} when its transaction
 * returns. A store has one, and a transaction may {@linkplain #choose choose} another.
 *
 * <p>Whatever is chosen, a crash leaves a beginning of the order of commits: if a commit is found
 * again, so are all that it depends on.
 */
public enum Durability {
  /**
   * It is on stable storage: it survives a crash of the process, of the system, and of the power.
   */
  SYNC,

  /**
   * It is on stable storage soon: within a time and a number of bytes that the store was opened
   * with.
   */
  ASYNC,

  /** Nothing, until the store is closed in order, or forced, or a later commit is. */
  NONE;

  private static final TransactionLocal<@Nullable Durability> CHOSEN =
      TransactionLocal.withInitial(() -> null);

  /**
   * Chooses this for the transaction that the calling thread is inside of, in every durable store
   * that takes part in it. The last choice counts, and a nested block that is rolled back takes its
   * choice with it.
   *
   * @throws IllegalStateException outside a transaction of a store that {@linkplain
   *     Capability#JOINS_STM joins Stm transactions}
   */
  public void choose() {
    CHOSEN.set(this);
  }

  /**
   * What the transaction that the calling thread is inside of has chosen.
   *
   * @return null if it has not chosen
   * @throws IllegalStateException as {@link #choose}
   */
  public static @Nullable Durability chosen() {
    return CHOSEN.get();
  }
}
