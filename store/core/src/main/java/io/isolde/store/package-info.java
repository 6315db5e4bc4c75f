/**
 * Stores: named, typed state that many threads share.
 *
 * <p><b>Concepts.</b> A <i>store</i> ({@link io.isolde.store.Store}) holds <i>maps</i> ({@link
 * io.isolde.store.StoreMap}, {@link io.isolde.store.StoreSortedMap}), <i>refs</i> ({@link
 * io.isolde.store.StoreRef}) and <i>counters</i> ({@link io.isolde.store.StoreCounter}) under
 * names. A <i>transaction</i> reads and writes any of them all at once or not at all; a
 * <i>snapshot</i> reads them as of one instant. A <i>backend</i> is a way to own the state, chosen
 * by the URI with which a store is opened. Its promises beyond the common contract are its
 * <i>capabilities</i> ({@link io.isolde.store.Capability}).
 *
 * <p><b>Reading order.</b> {@link io.isolde.store.Store}, {@link io.isolde.store.StoreMap}, {@link
 * io.isolde.store.StoreSortedMap}, {@link io.isolde.store.StoreRef}, {@link
 * io.isolde.store.StoreCounter}, {@link io.isolde.store.Capability}, {@link
 * io.isolde.store.Commit}; and for authors of backends {@link io.isolde.store.StoreProvider},
 * {@link io.isolde.store.StoreUri}.
 *
 * <p><b>Thread-safety.</b> Everything here is thread-safe; iterators are thread-confined.
 *
 * <p><b>Memory consistency.</b> What a thread does before its transaction commits
 * <i>happens-before</i> everything after a read, by any thread, of a value that this transaction
 * wrote. An operation outside a transaction counts as a transaction of its own.
 */
@NullMarked
package io.isolde.store;

import org.jspecify.annotations.NullMarked;
