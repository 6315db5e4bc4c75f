/**
 * The JVM that measures: programs in JVMs of their own, their collector, and the CPU time of
 * threads.
 */
@NullMarked
package io.isolde.benchmarks.harness.jvm;

import org.jspecify.annotations.NullMarked;
