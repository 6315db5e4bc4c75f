/** The tables of the pages about benchmarks, and the targets. */
@NullMarked
package io.isolde.benchmarks.report;

import org.jspecify.annotations.NullMarked;
