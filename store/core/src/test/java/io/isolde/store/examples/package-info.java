/** The examples of the manual and of the Javadoc, compiled and run. */
@NullMarked
package io.isolde.store.examples;

import org.jspecify.annotations.NullMarked;
