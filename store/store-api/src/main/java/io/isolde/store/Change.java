package io.isolde.store;

import org.jspecify.annotations.Nullable;

/**
 * That a transaction wrote a ref, a counter, or a key of a map, and the value that it left there,
 * which may be equal to the one before. A part of a {@link Commit}. Immutable, as long as key and
 * value are.
 *
 * @param name what was written, as it was opened
 * @param key the key, if that is a map; null for refs and counters
 * @param value the value that the transaction left; a {@link Long} for counters; null if it left
 *     the key absent
 */
public record Change(String name, @Nullable Object key, @Nullable Object value) {}
