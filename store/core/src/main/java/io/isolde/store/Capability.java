package io.isolde.store;

/**
 * A promise that a backend may make beyond the common contract. A store declares its capabilities
 * in {@link Store#capabilities}; using one that it lacks fails with an exception that says so.
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
   * Store#check}. Without it, they are allowed only where {@link Store#orElse} has another
   * alternative.
   */
  RETRY,

  /** Commits can be observed as a stream: {@link Store#changes}. */
  CHANGES,

  /**
   * A stream of commits can be resumed behind any commit that was seen, also when the store was
   * closed meanwhile: {@link Store#changes(int, String)}. Only stores with {@link #CHANGES} have
   * it.
   */
  RESUMABLE_CHANGES,

  /**
   * Transactions are those of {@link io.isolde.stm.Stm}: one {@code Stm.atomic} or {@link
   * Store#transact transact} can change plain refs, this store and other stores with this
   * capability atomically. {@link Store#transact transact} then also throws what {@code Stm.atomic}
   * throws.
   */
  JOINS_STM
}
