package io.isolde.store;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Named, typed state that many threads share, and the transactions that change it.
 *
 * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="transfer"}
 *
 * <p><b>Transactions.</b> Transactions take effect as if one at a time, each between its call and
 * its return. Inside {@link #transact} every operation on the store's maps, refs and counters is a
 * part of the transaction; outside, it is a transaction of its own. The body runs on the calling
 * thread, or, in backends where the state has an owner ({@code agent:}, {@code agents:}), on the
 * owner's thread. Threads that the body starts do not inherit the transaction. A body must not wait
 * for another thread that uses the store. It may run more than once, so it should have no side
 * effects outside the store.
 *
 * <p><b>Exceptions.</b> If a body throws anything, including checked exceptions and errors, all its
 * effects are undone, and the exception reaches the caller unchanged. A {@code transact} inside a
 * {@code transact} of the same store joins the outer transaction. When the inner body throws, only
 * its own effects are undone, and the outer body may catch the exception and continue.
 *
 * <p><b>Alternatives.</b> {@link #orElse} runs a second body if the first one calls {@link #retry}.
 * Stores unwind a body that calls {@code retry} or loses a conflict by throwing an {@link Error}:
 * let it pass. A body that swallows it cannot commit.
 *
 * <p><b>Hooks.</b> What must happen once, and only if a transaction commits, belongs into a hook:
 *
 * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="hooks"}
 *
 * <p>Hooks run outside the transaction, on the thread that called the outermost {@code transact} or
 * {@code snapshot}, before that call returns; also where the body runs on the thread of an owner.
 * They may use the store, in transactions of their own. Stores that {@linkplain
 * Capability#JOINS_STM join Stm transactions} run the after-commit hooks of different transactions
 * one transaction at a time, in commit order, as {@link io.isolde.stm.Transaction#afterCommit}
 * describes. Other stores promise no order between transactions: their hooks may run at the same
 * time.
 *
 * <p><b>Other transactions.</b> A store takes part in a transaction completely or not at all:
 * inside a transaction that it cannot join, its transactions and the operations of its maps, refs
 * and counters throw {@link IllegalStateException}, and change nothing. Stores that {@linkplain
 * Capability#JOINS_STM join Stm transactions} can join any such transaction and each other's. No
 * store can join a transaction of another kind.
 *
 * <p><b>Names</b> are unique in a store, across maps, refs and counters. Opening a name is not a
 * part of any transaction: it takes effect at once, for every transaction, is not rolled back with
 * the transaction around it, and is allowed anywhere.
 *
 * <p><b>Closing.</b> Once {@link #close} has returned, no transaction that used the store commits
 * any more. Every operation of the store and of its maps, refs and counters throws {@link
 * IllegalStateException}, and changes nothing. Names, types and descriptions remain available.
 *
 * <p>Thread-safe. Methods neither take nor return null unless they say so, and no value is null.
 */
public interface Store extends AutoCloseable {
  /**
   * Opens a store.
   *
   * <p>The URI consists of a scheme, which names the backend, and a rest, which that backend
   * interprets. {@code stm:}, {@code lock:}, {@code agent:} and {@code agents:} have no rest; these
   * stores are empty when opened, and lost when closed. {@code file:} is followed by a directory;
   * the store is a {@link DurableStore}. {@link java.util.ServiceLoader} finds the backends, with
   * the class loader of this library.
   *
   * @param uri for example {@code stm:}
   * @return the store, to be closed after use
   * @throws IllegalArgumentException if {@code uri} is malformed, or if no backend has its scheme;
   *     the message lists the available schemes
   * @throws IllegalStateException if two backends have its scheme
   * @throws java.util.ServiceConfigurationError if a backend cannot be loaded
   */
  static Store open(String uri) {
    return Backends.load().open(StoreUri.parse(uri));
  }

  /**
   * The URI with which the store was opened.
   *
   * @return the URI
   */
  StoreUri uri();

  /**
   * What the store promises beyond the common contract.
   *
   * @return an immutable set, always the same
   */
  Set<Capability> capabilities();

  /**
   * Opens a map: finds it by its name, or makes an empty one.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name up to 1,000 characters, not blank, none of them a control character
   * @param keyType the class of the keys, never primitive
   * @param valueType the class of the values; that of {@code List} for every {@code List<E>}, and
   *     never primitive
   * @return the map; the same object whenever the name is opened
   * @throws IllegalArgumentException if the name was opened as something else (the message says
   *     both), is not a valid name, or if a type is primitive; nothing was opened
   * @throws IllegalStateException if the store is closed
   */
  <K, V> StoreMap<K, V> map(String name, Class<K> keyType, Class<V> valueType);

  /**
   * Opens a sorted map: finds it by its name, or makes an empty one. Its keys are in their natural
   * order, which must be consistent with {@code equals}.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name up to 1,000 characters, not blank, none of them a control character
   * @param keyType the class of the keys, never primitive
   * @param valueType the class of the values, never primitive
   * @return the map; the same object whenever the name is opened
   * @throws IllegalArgumentException as {@link #map}
   * @throws IllegalStateException if the store is closed
   */
  <K extends Comparable<? super K>, V> StoreSortedMap<K, V> sortedMap(
      String name, Class<K> keyType, Class<V> valueType);

  /**
   * Opens a ref: finds it by its name, or makes it.
   *
   * @param <T> the type of the value
   * @param name up to 1,000 characters, not blank, none of them a control character
   * @param type the class of the values; that of {@code List} for every {@code List<E>}, and never
   *     primitive
   * @param initial the value, if the name is new; do not compute it from values read in an
   *     enclosing transaction
   * @return the ref; the same object whenever the name is opened
   * @throws IllegalArgumentException if the name was opened as something else (the message says
   *     both), is not a valid name, or if {@code type} is primitive; nothing was opened
   * @throws ClassCastException if {@code initial} is not of the type; nothing was opened
   * @throws IllegalStateException if the store is closed
   */
  <T> StoreRef<T> ref(String name, Class<T> type, T initial);

  /**
   * Opens a counter: finds it by its name, or makes one with the value 0.
   *
   * @param name up to 1,000 characters, not blank, none of them a control character
   * @return the counter; the same object whenever the name is opened
   * @throws IllegalArgumentException if the name was opened as something else (the message says
   *     both), or is not a valid name; nothing was opened
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
   * @throws AfterCommitException if an after-commit hook threw; the transaction has committed
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
   * Runs {@code body} as a transaction with options. Like {@link #transact(TransactionBody)}.
   *
   * <p>The name appears in the messages of exceptions. The timeout bounds waiting: for the
   * transaction's turn, for a change after {@link #retry}, for room in the buffers of subscribers.
   * The body itself is not interrupted. With a timeout of zero, the transaction may still make one
   * attempt. The limit of lost attempts has an effect in stores whose attempts can be lost to
   * conflicts: those that {@linkplain Capability#JOINS_STM join Stm transactions}, and {@code
   * multiverse:}. In {@code lock:}, {@code agent:} and {@code agents:} no attempt is ever lost.
   *
   * <p>Inside a transaction, the options of the outermost one apply. There, options with a timeout
   * or a limit are refused, and a mere name has no effect.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param options name, timeout, limit of lost attempts
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws TransactionTimeoutException if the timeout passed; nothing has changed
   * @throws TooManyAttemptsException if the limit of lost attempts was reached; nothing has changed
   * @throws IllegalStateException inside any transaction, if the options have a timeout or a limit,
   *     or as {@link #transact(TransactionBody)}; nothing has changed
   */
  <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionOptions options, TransactionBody<T, X> body) throws X;

  /**
   * Runs {@code action} as a transaction with options. Like {@link #transact(TransactionOptions,
   * TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param options name, timeout, limit of lost attempts
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  default <X extends Throwable> void transact(
      TransactionOptions options, TransactionAction<X> action) throws X {
    transact(options, asBody(action));
  }

  /**
   * Runs {@code body} as a transaction on a new virtual thread, without waiting for it.
   *
   * <p>It is an independent transaction, even if this method is called inside another one. That one
   * may then start a new transaction in each of its attempts, and may fail without rolling them
   * back. {@code cancel(true)} interrupts the thread. If the future is cancelled before the body
   * has ended, the transaction is rolled back; after that it may commit, although the future
   * reports that it was cancelled.
   *
   * @param <T> the type of the result
   * @param body what to do; may run more than once
   * @return completes with the result of the attempt that committed, or exceptionally with what
   *     {@link #transact(TransactionBody)} threw; then nothing has changed, unless that was {@link
   *     AfterCommitException}
   */
  default <T extends @Nullable Object> CompletableFuture<T> transactAsync(
      TransactionBody<T, ?> body) {
    return transactAsync(TransactionOptions.DEFAULT, body);
  }

  /**
   * Runs {@code body} as a transaction with options on a new virtual thread, without waiting for
   * it. Like {@link #transactAsync(TransactionBody)}; the options are allowed inside a transaction,
   * too, because this is another one.
   *
   * @param <T> the type of the result
   * @param options name, timeout, limit of lost attempts, as in {@link
   *     #transact(TransactionOptions, TransactionBody)}
   * @param body what to do; may run more than once
   * @return completes with the result, or exceptionally with what {@link
   *     #transact(TransactionOptions, TransactionBody)} threw
   */
  <T extends @Nullable Object> CompletableFuture<T> transactAsync(
      TransactionOptions options, TransactionBody<T, ?> body);

  /**
   * Runs {@code body} as a read-only transaction: everything that it reads is as of one instant.
   *
   * <p>Inside a transaction it is a part of that transaction, sees its pending writes, and may not
   * write.
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
   * Runs {@code body} as a read-only transaction with options. Like {@link
   * #snapshot(TransactionBody)}; the options mean what they mean to {@link
   * #transact(TransactionOptions, TransactionBody)}.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param options name, timeout, limit of lost attempts
   * @param body what to read; may run more than once
   * @return the result
   * @throws X what {@code body} threw
   * @throws TransactionTimeoutException if the timeout passed
   * @throws TooManyAttemptsException if the limit of lost attempts was reached
   * @throws IllegalStateException inside any transaction, if the options have a timeout or a limit,
   *     or as {@link #snapshot(TransactionBody)}
   */
  <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X;

  /**
   * Runs {@code action} as a read-only transaction with options. Like {@link
   * #snapshot(TransactionOptions, TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param options name, timeout, limit of lost attempts
   * @param action what to read; may run more than once
   * @throws X what {@code action} threw
   */
  default <X extends Throwable> void snapshot(
      TransactionOptions options, TransactionAction<X> action) throws X {
    snapshot(options, asBody(action));
  }

  /**
   * Gives up this attempt of the transaction and waits until something that it read changes, or the
   * store is closed; then the transaction starts again. Inside the first alternative of {@link
   * #orElse}, rolls that alternative back, and the second one runs instead. Never returns.
   *
   * @return nothing; the type is for use as {@code throw store.retry()}
   * @throws UnsupportedOperationException if the store lacks {@link Capability#RETRY}, except
   *     inside a first alternative of {@link #orElse}
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
   * Runs {@code first}; if it calls {@link #retry}, its effects are rolled back and {@code second}
   * runs instead. If {@code second} calls {@code retry} too, so does the transaction as a whole: it
   * waits until something that either alternative read changes. Called outside a transaction, this
   * is a transaction of its own.
   *
   * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="alternatives"}
   *
   * <p>In a store without {@link Capability#ATOMIC_OVER_KEYS}, both alternatives must use the same
   * key.
   *
   * @param <T> the type of the result
   * @param <X> what the alternatives may throw
   * @param first the preferred alternative; may run more than once
   * @param second the other one; may run more than once
   * @return the result of the alternative that did not call {@code retry}
   * @throws X what the alternative threw; its effects have been rolled back
   * @throws UnsupportedOperationException if {@code second} calls {@code retry}, the store lacks
   *     {@link Capability#RETRY}, and no other alternative is left; its effects have been rolled
   *     back
   * @throws IllegalStateException as {@link #transact(TransactionBody)}
   */
  <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X;

  /**
   * Runs {@code first}, or else {@code second}. Like {@link #orElse(TransactionBody,
   * TransactionBody)}, without a result.
   *
   * @param <X> what the alternatives may throw
   * @param first the preferred alternative; may run more than once
   * @param second the other one; may run more than once
   * @throws X what the alternative threw; its effects have been rolled back
   */
  default <X extends Throwable> void orElse(TransactionAction<X> first, TransactionAction<X> second)
      throws X {
    orElse(asBody(first), asBody(second));
  }

  /**
   * Runs {@code hook} after this attempt of the calling thread's transaction has committed.
   *
   * <p>Hooks run in the order of registration, as the class comment says where and when. They are
   * dropped if the attempt is rolled back, and so are those of a nested block that is rolled back.
   * If a hook throws, the other hooks still run, and the caller receives {@link
   * AfterCommitException}: its cause is the first exception, in which later ones are suppressed;
   * the transaction stays committed. A transaction that a hook runs may have hooks, too: in stores
   * that {@linkplain Capability#JOINS_STM join Stm transactions}, they run after those of the
   * transaction around the hook; in others, before the inner transaction returns.
   *
   * <p>Does not block. Also allowed in a snapshot.
   *
   * @param hook runs once if this attempt commits, and not otherwise
   * @throws IllegalStateException outside a transaction of this store, or if the store is closed;
   *     nothing was registered
   */
  void afterCommit(Runnable hook);

  /**
   * Runs {@code hook} after this attempt of the calling thread's transaction, or the nested block
   * that registers the hook, has been rolled back for any reason.
   *
   * <p>Hooks run when the attempt has ended, those of nested blocks that were rolled back first,
   * however the attempt ended, and before the next attempt. If one of them throws after an attempt
   * that was rolled back, the others still run, no further attempt is made, and the caller receives
   * what it threw, suppressed in the body's own exception if there is one. After an attempt that
   * committed, they count among its after-commit hooks.
   *
   * <p>In {@code agent:} and {@code agents:}, a caller may leave while an owner runs its body. Then
   * the hooks run when the body has ended, on a virtual thread of their own, and what they throw
   * goes to that thread's handler of uncaught exceptions. In {@code agents:}, an attempt that finds
   * out which key the body uses, and starts again at the owner, counts as rolled back.
   *
   * <p>Does not block. Also allowed in a snapshot.
   *
   * @param hook runs once if this attempt is rolled back, or the block; the next attempt starts
   *     with no hooks
   * @throws IllegalStateException outside a transaction of this store, or if the store is closed;
   *     nothing was registered
   */
  void afterRollback(Runnable hook);

  /**
   * Returns a publisher of the commits from now on, which accepts any number of subscribers.
   *
   * <p><b>Elements.</b> Each subscriber gets exactly one {@link Commit}, in commit order, for each
   * transaction that changed something and committed after the subscription took effect. A
   * subscription takes effect before {@code subscribe} returns. The stream completes when the store
   * is closed. Operations outside transactions count as transactions of their own.
   *
   * <p><b>Back-pressure.</b> Each subscriber has a buffer of elements. While a buffer holds more
   * than {@code capacity} elements, a thread that has committed a change waits, after its commit
   * and outside its transaction. It waits at most until its timeout passes, or until it is
   * interrupted, which leaves its interrupt status set; its commit is published in any case. Two
   * kinds of committers do not wait, and so let a buffer grow beyond its capacity: code that runs
   * in a subscriber's {@code onNext}, which would wait for itself, and transactions that were begun
   * with {@code Stm.atomic} or by another store.
   *
   * <p><b>Subscribers</b> run on virtual threads of their own, each one call at a time, and may use
   * the store. A subscriber that throws is cancelled. Subscribing inside a transaction is refused
   * through {@code onError} with {@link IllegalStateException}. Without subscribers, commits cost
   * nothing extra.
   *
   * @param capacity how many elements may wait in a subscriber's buffer, at least 1
   * @return the publisher, thread-safe
   * @throws UnsupportedOperationException if the store lacks {@link Capability#CHANGES}
   * @throws IllegalArgumentException if {@code capacity} is below 1
   * @throws IllegalStateException if the store is closed
   */
  Flow.Publisher<Commit> changes(int capacity);

  /**
   * Returns a publisher like {@link #changes(int)}, each of whose subscribers first gets the
   * commits behind a position: its <em>backlog</em>. A follower that keeps the position of the last
   * commit that it has dealt with so goes on where it stopped, even after the store was closed and
   * opened again, by another process perhaps.
   *
   * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="resume"}
   *
   * <p><b>Elements.</b> A subscriber gets every commit behind the position once, in commit order,
   * and then the new ones, without a gap. The stream completes when the store is closed and the
   * subscriber has got everything.
   *
   * <p><b>Back-pressure.</b> The backlog stays where it is, and is read as the subscriber requests
   * it; nobody waits meanwhile. Once at most {@code capacity} commits are left, they and the new
   * ones go through the buffer, and committers wait for room in it. So a subscriber that never
   * comes so near does not delay anybody, and may be overtaken by the end of what is held.
   *
   * <p><b>What is held.</b> A durable store keeps as much of its journal as its option {@code
   * backlogBytes} says. If it does not hold all of the commits behind the position, the stream ends
   * with {@link ChangesLostException} in {@code onError}, perhaps after some of them. It also does
   * if a crash has taken the commit at the position back, whether or not later commits have taken
   * its place. Commits of the backlog are on stable storage; a new one is when its transaction has
   * promised that.
   *
   * <p><b>Names.</b> Keys and values are read with the classes with which this program has opened
   * their name. If it has not opened the name of a change, the stream ends there with {@link
   * IllegalStateException}, which says what to open. If the stored values cannot be read, it ends
   * with {@link io.isolde.store.codec.CodecException} or {@link StoreDamagedException}; if the
   * store cannot write or read its files, with {@link StoreFailedException} or {@link
   * java.io.UncheckedIOException}. In all these cases, what came before remains valid, and the
   * stream can be resumed behind it.
   *
   * @param capacity how many elements may wait in a subscriber's buffer, at least 1
   * @param after the {@link Commit#position position} of a commit of this store
   * @return the publisher, thread-safe
   * @throws UnsupportedOperationException if the store lacks {@link Capability#RESUMABLE_CHANGES}
   * @throws IllegalArgumentException if {@code capacity} is below 1, or {@code after} is not the
   *     position of a commit of this store
   * @throws IllegalStateException if the store is closed
   */
  Flow.Publisher<Commit> changes(int capacity, String after);

  /**
   * Closes the store. A transaction under way on another thread either commits before this returns,
   * or fails with {@link IllegalStateException}; the backend decides which, and may wait for it.
   *
   * <p>Further calls have no effect. An interrupt does not prevent the store from being closed.
   *
   * @throws IllegalStateException inside a transaction of any kind; the store is unchanged
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
