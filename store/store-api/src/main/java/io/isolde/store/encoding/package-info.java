/**
 * Values as bytes that say by themselves what they are: {@link io.isolde.store.encoding.Types}
 * knows how to write and read each class. Not exported.
 */
@NullMarked
package io.isolde.store.encoding;

import org.jspecify.annotations.NullMarked;
