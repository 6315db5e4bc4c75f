/** Building blocks for tests of concurrent code. */
@NullMarked
package io.isolde.checks;

import org.jspecify.annotations.NullMarked;
