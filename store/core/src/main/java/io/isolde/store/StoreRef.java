package io.isolde.store;

import java.util.function.UnaryOperator;

/**
 * A named cell of a store, holding one immutable value.
 *
 * <p>Inside a transaction of its store, every method is a part of the transaction. Outside, every
 * method is atomic by itself: it is equivalent to running it alone in {@link Store#transact}, with
 * the same exceptions besides its own. A method that throws has changed nothing. Functions passed
 * to a method may run more than once.
 *
 * <p>Thread-safe. No value is null.
 *
 * @param <T> the type of the value
 */
public interface StoreRef<T> {
  /**
   * The name, unique in the store.
   *
   * @return the name
   */
  String name();

  /**
   * The type that the ref was opened with.
   *
   * @return the class of the values
   */
  Class<T> type();

  /**
   * The store that the ref belongs to.
   *
   * @return the store
   */
  Store store();

  /**
   * Reads the value.
   *
   * @return the value; in a transaction, its own last write, or else the value as of the same
   *     instant as its other reads
   * @throws IllegalStateException if the store is closed, or inside a transaction that it cannot
   *     join
   */
  T get();

  /**
   * Writes the value.
   *
   * @param value the new value
   * @throws IllegalStateException in a snapshot, if the store is closed, or inside a transaction
   *     that it cannot join
   * @throws ClassCastException if {@code value} is not of the ref's type
   */
  void set(T value);

  /**
   * Writes the value and returns the previous one.
   *
   * @param value the new value
   * @return the value before
   * @throws IllegalStateException as {@link #set}
   */
  default T getAndSet(T value) {
    return getAndUpdate(before -> value);
  }

  /**
   * Writes {@code value} if the present value equals {@code expected}. Compares by {@link
   * Object#equals}, unlike {@link io.isolde.stm.Ref#compareAndSet}, because a backend may return a
   * different object from the one that was written.
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   * @throws IllegalStateException as {@link #set}
   */
  default boolean compareAndSet(T expected, T value) {
    return store()
        .transact(
            () -> {
              boolean found = get().equals(expected);
              if (found) {
                set(value);
              }
              return found;
            });
  }

  /**
   * Applies {@code function} to the value and returns the previous one.
   *
   * @param function from the present value to the new one
   * @return the value before
   * @throws IllegalStateException as {@link #set}
   */
  default T getAndUpdate(UnaryOperator<T> function) {
    return store()
        .transact(
            () -> {
              T before = get();
              set(function.apply(before));
              return before;
            });
  }

  /**
   * Applies {@code function} to the value and returns the new one.
   *
   * @param function from the present value to the new one
   * @return the new value
   * @throws IllegalStateException as {@link #set}
   */
  default T updateAndGet(UnaryOperator<T> function) {
    return store()
        .transact(
            () -> {
              T after = function.apply(get());
              set(after);
              return after;
            });
  }
}
