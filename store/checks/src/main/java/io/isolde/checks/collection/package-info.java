/**
 * Compares collections with those of the JDK: by Guava's suites, by random operations that are also
 * applied to a model, and by calls with null.
 */
@NullMarked
package io.isolde.checks.collection;

import org.jspecify.annotations.NullMarked;
