/** Tests of the ways of sharing accounts. */
@NullMarked
package io.isolde.examples.sharing;

import org.jspecify.annotations.NullMarked;
