/** A backend as a user would write it, compiled, run, and shown in the manual. */
@NullMarked
package io.isolde.store.examples;

import org.jspecify.annotations.NullMarked;
