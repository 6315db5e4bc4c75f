/** Isolde, as a user would write it. */
@NullMarked
package io.isolde.benchmarks.peer.isolde;

import org.jspecify.annotations.NullMarked;
