/**
 * What every backend is built on: the names of a store, and what happens in transactions that it
 * cannot join. Not exported.
 *
 * <p>A backend extends {@link io.isolde.store.backend.AbstractStore}, {@link
 * io.isolde.store.backend.AbstractStoreRef} and {@link
 * io.isolde.store.backend.AbstractStoreCounter}.
 */
@NullMarked
package io.isolde.store.backend;

import org.jspecify.annotations.NullMarked;
