/**
 * The contract of every backend, as a suite: one interface per idea, and {@link
 * io.isolde.store.contract.StoreContract}, which a backend extends in one class.
 */
@NullMarked
package io.isolde.store.contract;

import org.jspecify.annotations.NullMarked;
