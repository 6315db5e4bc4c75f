/** Implementations on {@code java.util.concurrent.atomic}. */
@NullMarked
package io.isolde.benchmarks.peer.atomics;

import org.jspecify.annotations.NullMarked;
