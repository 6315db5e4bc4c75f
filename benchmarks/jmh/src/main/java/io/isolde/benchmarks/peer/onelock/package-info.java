/** One {@code ReentrantLock} for everything. */
@NullMarked
package io.isolde.benchmarks.peer.onelock;

import org.jspecify.annotations.NullMarked;
