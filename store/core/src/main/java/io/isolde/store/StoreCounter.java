package io.isolde.store;

/**
 * A named {@code long} of a store, which wraps around on overflow.
 *
 * <p>What {@link StoreRef} says of transactions, exceptions and threads holds here too. Without a
 * prior read in the same transaction, {@link #add}, {@link #increment} and {@link #decrement} need
 * not know the value, so a backend can let many transactions add to one counter concurrently;
 * {@code stm:} and the durable backends do.
 *
 * <p>Thread-safe.
 */
public interface StoreCounter {
  /**
   * The name, unique in the store.
   *
   * @return the name
   */
  String name();

  /**
   * The store that the counter belongs to.
   *
   * @return the store
   */
  Store store();

  /**
   * Reads the value.
   *
   * @return the value; in a transaction with its own changes
   * @throws IllegalStateException if the store is closed, or inside a transaction that it cannot
   *     join
   */
  long get();

  /**
   * Whether the value is at least {@code bound}.
   *
   * <p>A backend whose transactions conflict over what they have read can make the transaction
   * depend on the answer instead of the value, and {@code stm:} and the durable backends do. A
   * transaction that asks, and then adds, seldom conflicts with others that do the same as long as
   * no answer becomes another:
   *
   * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="sell"}
   *
   * <p>Other backends read.
   *
   * @param bound the smallest value for which the answer is yes
   * @return the answer; in a transaction with its own changes
   * @throws IllegalStateException as {@link #get}
   */
  default boolean isAtLeast(long bound) {
    return get() >= bound;
  }

  /**
   * Whether the value is at most {@code bound}, as {@link #isAtLeast}.
   *
   * @param bound the largest value for which the answer is yes
   * @return the answer; in a transaction with its own changes
   * @throws IllegalStateException as {@link #get}
   */
  default boolean isAtMost(long bound) {
    return get() <= bound;
  }

  /**
   * Whether the value is {@code expected}, as {@link #isAtLeast}.
   *
   * @param expected the value for which the answer is yes
   * @return the answer; in a transaction with its own changes
   * @throws IllegalStateException as {@link #get}
   */
  default boolean isEqualTo(long expected) {
    return get() == expected;
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   * @throws IllegalStateException in a snapshot, if the store is closed, or inside a transaction
   *     that it cannot join
   */
  void set(long value);

  /**
   * Adds to the value.
   *
   * @param summand may be negative
   * @throws IllegalStateException as {@link #set}
   */
  void add(long summand);

  /**
   * Adds 1, as {@link #add}.
   *
   * @throws IllegalStateException as {@link #set}
   */
  default void increment() {
    add(1);
  }

  /**
   * Subtracts 1, as {@link #add}.
   *
   * @throws IllegalStateException as {@link #set}
   */
  default void decrement() {
    add(-1);
  }

  /**
   * Adds and returns the value before. Unlike {@link #add}, it reads.
   *
   * @param summand may be negative
   * @return the value before
   * @throws IllegalStateException as {@link #set}
   */
  default long getAndAdd(long summand) {
    return store()
        .transact(
            () -> {
              long before = get();
              set(before + summand);
              return before;
            });
  }

  /**
   * Adds and returns the new value. Unlike {@link #add}, it reads.
   *
   * @param summand may be negative
   * @return the new value
   * @throws IllegalStateException as {@link #set}
   */
  default long addAndGet(long summand) {
    return getAndAdd(summand) + summand;
  }
}
