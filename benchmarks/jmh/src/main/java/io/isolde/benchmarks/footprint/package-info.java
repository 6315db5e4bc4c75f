/** How bytes are counted. */
@NullMarked
package io.isolde.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
