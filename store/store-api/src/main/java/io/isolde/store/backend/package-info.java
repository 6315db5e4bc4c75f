/**
 * What every backend is built on: the names of a store, the operations of maps that are made of a
 * few others, and what happens in transactions that a store cannot join. Not exported.
 *
 * <p>A backend extends {@link io.isolde.store.backend.AbstractStore}, {@link
 * io.isolde.store.backend.AbstractStoreMap}, {@link
 * io.isolde.store.backend.AbstractStoreSortedMap}, {@link io.isolde.store.backend.AbstractStoreRef}
 * and {@link io.isolde.store.backend.AbstractStoreCounter}; or, if it runs one transaction at a
 * time, {@link io.isolde.store.backend.ExclusiveStore} alone.
 */
@NullMarked
package io.isolde.store.backend;

import org.jspecify.annotations.NullMarked;
