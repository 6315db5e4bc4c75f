/** What {@code java.util.concurrent.atomic} can do. */
@NullMarked
package io.isolde.benchmarks.peer.atomics;

import org.jspecify.annotations.NullMarked;
