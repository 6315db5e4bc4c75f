/** Multiverse 0.7.0. */
@NullMarked
package io.isolde.benchmarks.peer.multiverse;

import org.jspecify.annotations.NullMarked;
