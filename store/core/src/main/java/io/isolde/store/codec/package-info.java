/**
 * Conversion of values to bytes for durable stores, for classes that the stores do not support
 * themselves: {@link io.isolde.store.codec.Codec}.
 */
@NullMarked
package io.isolde.store.codec;

import org.jspecify.annotations.NullMarked;
