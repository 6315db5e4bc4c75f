/** {@code java.util.concurrent.ArrayBlockingQueue}. */
@NullMarked
package io.isolde.benchmarks.peer.arrayqueue;

import org.jspecify.annotations.NullMarked;
