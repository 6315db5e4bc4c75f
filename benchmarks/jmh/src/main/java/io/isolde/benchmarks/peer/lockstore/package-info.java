/** The store lock:, as a user would write it. */
@NullMarked
package io.isolde.benchmarks.peer.lockstore;

import org.jspecify.annotations.NullMarked;
