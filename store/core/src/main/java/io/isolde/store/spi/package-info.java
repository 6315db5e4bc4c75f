/**
 * The base classes of all backends: they manage the names of a store, build most map operations on
 * a few, and refuse transactions that a store cannot join.
 *
 * <p>A backend extends {@link io.isolde.store.spi.AbstractStore}, {@link
 * io.isolde.store.spi.AbstractStoreMap}, {@link io.isolde.store.spi.AbstractStoreSortedMap}, {@link
 * io.isolde.store.spi.AbstractStoreRef} and {@link io.isolde.store.spi.AbstractStoreCounter}; or,
 * if it runs one transaction at a time, {@link io.isolde.store.spi.ExclusiveStore} alone.
 */
@NullMarked
package io.isolde.store.spi;

import org.jspecify.annotations.NullMarked;
