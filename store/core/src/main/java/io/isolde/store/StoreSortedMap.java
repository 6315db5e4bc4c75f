package io.isolde.store;

import java.util.concurrent.ConcurrentNavigableMap;

/**
 * A named map of a store, whose keys are in their natural order.
 *
 * <p>What {@link StoreMap} says holds here too, also for sub-maps, descending maps and their views,
 * which are live. There are no phantoms: a transaction that read a range, or the neighbour of a
 * key, commits only if the result still holds. Making a view is not an operation on the store;
 * using it is. Entries that are found by order, such as that of {@code firstEntry}, are immutable.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface StoreSortedMap<K, V> extends StoreMap<K, V>, ConcurrentNavigableMap<K, V> {}
