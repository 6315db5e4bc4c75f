/**
 * What backends are made of: base classes of stores, which manage names and subscribers and refuse
 * transactions that a store cannot join; and maps, which build all operations on a few.
 *
 * <p>A backend extends {@link io.isolde.store.spi.AbstractStore}, or {@link
 * io.isolde.store.spi.StandaloneStore} if its transactions are of its own kind, with {@link
 * io.isolde.store.spi.StandaloneAttempt} for their attempts. It makes its maps of a {@link
 * io.isolde.store.spi.MapBackend} or {@link io.isolde.store.spi.SortedMapBackend} each, with {@link
 * io.isolde.store.spi.BackedMap} and {@link io.isolde.store.spi.BackedSortedMap} around it, and
 * extends {@link io.isolde.store.spi.AbstractStoreRef} and {@link
 * io.isolde.store.spi.AbstractStoreCounter}. A backend that runs one transaction at a time extends
 * {@link io.isolde.store.spi.ExclusiveStore} alone.
 */
@NullMarked
package io.isolde.store.spi;

import org.jspecify.annotations.NullMarked;
