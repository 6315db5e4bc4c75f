/** ZIO STM 2.1, used from Java. */
@NullMarked
package io.isolde.benchmarks.peer.zio;

import org.jspecify.annotations.NullMarked;
