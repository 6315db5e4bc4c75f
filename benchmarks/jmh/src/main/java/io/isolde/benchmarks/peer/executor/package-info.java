/** A plain executor with a single thread. */
@NullMarked
package io.isolde.benchmarks.peer.executor;

import org.jspecify.annotations.NullMarked;
