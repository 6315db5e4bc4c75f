/** Scala STM 0.11.1, by its Java API where that suffices. */
@NullMarked
package io.isolde.benchmarks.peer.scalastm;

import org.jspecify.annotations.NullMarked;
