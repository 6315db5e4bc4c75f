/**
 * The contract of every backend, as a suite: one interface per idea, and {@link
 * io.isolde.store.testkit.StoreContract}, which a backend extends in one class.
 */
@NullMarked
package io.isolde.store.testkit;

import org.jspecify.annotations.NullMarked;
