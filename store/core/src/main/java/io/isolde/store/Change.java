package io.isolde.store;

import org.jspecify.annotations.Nullable;

/**
 * A ref, counter or map key that a transaction wrote, with the value that the transaction left
 * there. That value may equal the previous one. A part of a {@link Commit}. Immutable if the key
 * and the value are.
 *
 * @param name the name under which the ref, counter or map was opened
 * @param key the key that was written in a map; null for refs and counters
 * @param value the value that the transaction left; a {@link Long} for counters; null if it left
 *     the key absent
 */
public record Change(String name, @Nullable Object key, @Nullable Object value) {}
