package io.isolde.store;

/**
 * How durable a commit in a {@linkplain DurableStore durable store} is when its transaction
 * returns. A store has a setting, and {@link DurableStore#transact(Durability,
 * io.isolde.stm.TransactionBody)} takes another one for a transaction. The strongest comes first.
 *
 * <p>With each of them, a crash leaves a prefix of the commit order: if recovery finds a commit, it
 * also finds all commits that this one depends on.
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
  NONE
}
