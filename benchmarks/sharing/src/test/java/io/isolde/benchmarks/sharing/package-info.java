/** Tests of the comparison. */
@NullMarked
package io.isolde.benchmarks.sharing;

import org.jspecify.annotations.NullMarked;
