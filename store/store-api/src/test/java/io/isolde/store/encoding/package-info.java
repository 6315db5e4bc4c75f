/** Tests of how values become bytes. */
@NullMarked
package io.isolde.store.encoding;

import org.jspecify.annotations.NullMarked;
