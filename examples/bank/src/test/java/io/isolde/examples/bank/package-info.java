/** Tests of what all parts of the bank share, and of how the parts know each other. */
@NullMarked
package io.isolde.examples.bank;

import org.jspecify.annotations.NullMarked;
