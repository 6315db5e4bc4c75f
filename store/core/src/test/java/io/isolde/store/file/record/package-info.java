/** Tests of how values become bytes. */
@NullMarked
package io.isolde.store.file.record;

import org.jspecify.annotations.NullMarked;
