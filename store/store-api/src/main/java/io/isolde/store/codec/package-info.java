/**
 * How values become bytes in durable stores, where that is not known already: {@link
 * io.isolde.store.codec.Codec}.
 */
@NullMarked
package io.isolde.store.codec;

import org.jspecify.annotations.NullMarked;
