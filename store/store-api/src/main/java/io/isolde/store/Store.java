package io.isolde.store;

import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named, typed state that many threads share, and the transactions that change it.
 *
 * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="transfer"}
 *
 * <p><b>Transactions.</b> They take effect as if one at a time, each between its call and its
 * return. Inside {@link #transact} every operation on the store's refs and counters is a part of
 * the transaction; outside, it is a transaction of its own. The body runs on the calling thread,
 * and a transaction is not inherited by threads that the body starts; a body must not wait for
 * another thread that uses the store. It may run more than once, so it should have no effect but on
 * the store.
 *
 * <p><b>Exceptions.</b> Whatever a body throws, checked exceptions and errors included, undoes all
 * that the body did, and reaches the caller unchanged. A {@code transact} inside a {@code transact}
 * of the same store joins; when the inner body throws, its own effects are undone, and the outer
 * one may catch the exception and go on.
 *
 * <p><b>Other transactions.</b> A store never takes part in a transaction by halves: inside a
 * transaction that it cannot join, its transactions and the operations of its refs and counters
 * throw {@link IllegalStateException}, and change nothing. Stores that {@linkplain
 * Capability#JOINS_STM join Stm transactions} can join any such transaction and each other's, and
 * no store can join that of another kind.
 *
 * <p><b>Names</b> are unique in a store, whatever they name. Opening one is not a part of any
 * transaction: it takes effect at once, in every transaction's eyes, stays when the transaction
 * around it is rolled back, and is allowed anywhere.
 *
 * <p><b>Closing.</b> When {@link #close} has returned, no transaction that used the store commits
 * any more, and every operation of the store and of its refs and counters throws {@link
 * IllegalStateException}, and changes nothing. Names, types and descriptions can still be asked
 * for.
 *
 * <p>Thread-safe. Nothing takes or returns null where it does not say so, and no value is null.
 */
public interface Store extends AutoCloseable {
  /**
   * Opens a store.
   *
   * <p>The URI is a scheme, which names the backend, and what that backend makes of the rest:
   * {@code stm:} and {@code lock:} have no rest, are empty when opened, and are gone when closed.
   * Backends are those that the class loader of this library finds with {@link
   * java.util.ServiceLoader}.
   *
   * @param uri for example {@code stm:}
   * @return the store, to be closed after use
   * @throws IllegalArgumentException if {@code uri} is malformed, or if no backend has its scheme:
   *     the message lists those that there are
   * @throws IllegalStateException if two backends have its scheme
   * @throws java.util.ServiceConfigurationError if a backend cannot be loaded
   */
  static Store open(String uri) {
    return Backends.load().open(StoreUri.parse(uri));
  }

  /**
   * What the store was opened with.
   *
   * @return the URI
   */
  StoreUri uri();

  /**
   * What the store promises beyond the common contract.
   *
   * @return the same, immutable set at all times
   */
  Set<Capability> capabilities();

  /**
   * Opens a ref: finds it by its name, or makes it.
   *
   * @param <T> the type of the value
   * @param name not blank
   * @param type the class of the values; that of {@code List} for every {@code List<E>}, and never
   *     primitive
   * @param initial the value, if the name is new; do not compute it from what is read in an
   *     enclosing transaction
   * @return the ref; the same object whenever the name is opened
   * @throws IllegalArgumentException if the name was opened as something else (the message says
   *     both), is blank, or if {@code type} is primitive; nothing was opened
   * @throws ClassCastException if {@code initial} is not of the type; nothing was opened
   * @throws IllegalStateException if the store is closed
   */
  <T> StoreRef<T> ref(String name, Class<T> type, T initial);

  /**
   * Opens a counter: finds it by its name, or makes it, at 0.
   *
   * @param name not blank
   * @return the counter; the same object whenever the name is opened
   * @throws IllegalArgumentException if the name was opened as something else (the message says
   *     both), or is blank; nothing was opened
   * @throws IllegalStateException if the store is closed
   */
  StoreCounter counter(String name);

  /**
   * Runs {@code body} as a transaction and returns its result.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws IllegalStateException if the store is closed, now or before the commit, or inside a
   *     transaction that it cannot join; nothing has changed
   * @throws TransactionInterruptedException if the thread was interrupted while waiting; nothing
   *     has changed
   */
  <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body) throws X;

  /**
   * Runs {@code action} as a transaction. Like {@link #transact(TransactionBody)}, without a
   * result.
   *
   * @param <X> what the action may throw
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  default <X extends Throwable> void transact(TransactionAction<X> action) throws X {
    transact(asBody(action));
  }

  /**
   * Runs {@code body} as a read-only transaction: all that it reads, it sees as of one instant.
   *
   * <p>Inside a transaction it is a part of that one, sees its pending writes, and may not write.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param body what to read; may run more than once
   * @return the result
   * @throws X what {@code body} threw
   * @throws IllegalStateException if {@code body} writes, if the store is closed, or inside a
   *     transaction that it cannot join; nothing has changed
   * @throws TransactionInterruptedException if the thread was interrupted while waiting
   */
  <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body) throws X;

  /**
   * Runs {@code action} as a read-only transaction. Like {@link #snapshot(TransactionBody)},
   * without a result.
   *
   * @param <X> what the action may throw
   * @param action what to read; may run more than once
   * @throws X what {@code action} threw
   */
  default <X extends Throwable> void snapshot(TransactionAction<X> action) throws X {
    snapshot(asBody(action));
  }

  /**
   * Gives this attempt of the transaction up and waits until something that it read changes, or the
   * store is closed; then it starts again. Never returns.
   *
   * @return nothing; the type is for use as {@code throw store.retry()}
   * @throws UnsupportedOperationException if the store lacks {@link Capability#RETRY}
   * @throws IllegalStateException outside a transaction, or if the store is closed
   */
  Error retry();

  /**
   * Waits until a condition holds: {@link #retry} unless {@code condition}.
   *
   * @param condition computed from what was read in this transaction
   * @throws UnsupportedOperationException as {@link #retry}, if the condition does not hold
   * @throws IllegalStateException as {@link #retry}, if the condition does not hold
   */
  default void check(boolean condition) {
    if (!condition) {
      throw retry();
    }
  }

  /**
   * Closes the store. A transaction under way on another thread either commits before this returns,
   * or fails with {@link IllegalStateException}; the backend decides which, and may wait for it.
   *
   * <p>Further calls have no effect. An interrupt does not keep the store from being closed.
   *
   * @throws IllegalStateException inside a transaction, of whatever kind; the store is as it was
   */
  @Override
  void close();

  private static <X extends Throwable> TransactionBody<@Nullable Void, X> asBody(
      TransactionAction<X> action) {
    return () -> {
      action.run();
      return null;
    };
  }
}
