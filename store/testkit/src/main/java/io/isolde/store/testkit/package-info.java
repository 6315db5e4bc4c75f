/**
 * The contract of every backend, as a test suite: one interface per topic, and {@link
 * io.isolde.store.testkit.StoreContract}, which the test of a backend extends in one class. The
 * package {@code shared} has the contract of stores that several JVMs open at a time.
 */
@NullMarked
package io.isolde.store.testkit;

import org.jspecify.annotations.NullMarked;
