/** A pair of {@code java.util.concurrent.SynchronousQueue}: there, and back. */
@NullMarked
package io.isolde.benchmarks.peer.synchronousqueue;

import org.jspecify.annotations.NullMarked;
