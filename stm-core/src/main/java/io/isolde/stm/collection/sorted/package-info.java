/**
 * What carries the sorted maps and sets: leaves, chained in the order of their keys, each a ref.
 *
 * <p>{@link io.isolde.stm.collection.sorted.Pages} is the entrance: the entries of a sorted map, by
 * key and by {@link io.isolde.stm.collection.sorted.KeyRange}. It knows nothing of the maps and
 * views that are made of it. The other classes are its parts. Not exported.
 */
@NullMarked
package io.isolde.stm.collection.sorted;

import org.jspecify.annotations.NullMarked;
