/**
 * What carries the hash maps and sets: extendible hashing over refs.
 *
 * <p>{@link io.isolde.stm.collection.hash.HashTable} is the entrance: a transactional hash table
 * that knows buckets and refs, and nothing of the maps and views that are made of it. The other
 * classes are its parts. Not exported.
 */
@NullMarked
package io.isolde.stm.collection.hash;

import org.jspecify.annotations.NullMarked;
