/** One {@code ReentrantLock} for each piece of state. */
@NullMarked
package io.isolde.benchmarks.peer.orderedlocks;

import org.jspecify.annotations.NullMarked;
