package io.isolde.store;

/**
 * What a backend may promise beyond the common contract. A store declares its own in {@link
 * Store#capabilities}; to use what it lacks is an error that says so.
 */
public enum Capability {
  /** A transaction may use any number of names, and they change all at once or not at all. */
  ATOMIC_OVER_KEYS,

  /**
   * A snapshot waits for no transaction, and no transaction waits for a snapshot, however long
   * either takes.
   */
  SNAPSHOTS_NEVER_BLOCK,

  /**
   * A transaction can wait until something that it read changes: {@link Store#retry} and {@link
   * Store#check}.
   */
  RETRY,

  /** Commits can be followed as a stream: {@link Store#changes}. */
  CHANGES,

  /**
   * Transactions are those of {@link io.isolde.stm.Stm}: in one {@code Stm.atomic} or {@link
   * Store#transact transact}, plain refs, this store and other stores with this capability change
   * together. Then {@link Store#transact transact} throws whatever {@code Stm.atomic} does.
   */
  JOINS_STM
}
