/**
 * The stores that are compared: the same accounts in different stores on disk. Each implementation
 * does the work and nothing else, as durably as it can, and in the way that its makers recommend.
 */
@NullMarked
package io.isolde.benchmarks.durable.peer;

import org.jspecify.annotations.NullMarked;
