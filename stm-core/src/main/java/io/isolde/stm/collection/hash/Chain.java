package io.isolde.stm.collection.hash;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry linked to further entries: the usual bucket, with one or a few entries. Immutable. An
 * entry takes no other object than this one, of 32 bytes.
 */
final class Chain<K, V> extends Bucket<K, V> implements Map.Entry<K, V> {
  private static final int LENGTH_MAX = 8;

  final K key;
  final V value;
  final @Nullable Chain<K, V> next;

  Chain(int depth, int hash, K key, V value, @Nullable Chain<K, V> next) {
    super(depth, hash);
    this.key = key;
    this.value = value;
    this.next = next;
  }

  /** Whether this first entry has the key; if so, the bucket covers the hash. */
  boolean has(int otherHash, Object otherKey) {
    return hash == otherHash && (key == otherKey || otherKey.equals(key));
  }

  /** Whether the value of this entry equals {@code other}. */
  boolean hasValue(Object other) {
    return other == value || other.equals(value);
  }

  @Override
  @Nullable Chain<K, V> find(int wantedHash, Object wantedKey) {
    Chain<K, V> entry = this;
    while (entry != null && !entry.has(wantedHash, wantedKey)) {
      entry = entry.next;
    }
    return entry;
  }

  @Override
  Bucket<K, V> plus(int newHash, K newKey, V newValue) {
    return length() < LENGTH_MAX
        ? new Chain<>(depth, newHash, newKey, newValue, this)
        : TreeBucket.of(depth, this).plus(newHash, newKey, newValue);
  }

  @Override
  Bucket<K, V> with(Chain<K, V> entry, V newValue) {
    return entry == this
        ? new Chain<>(depth, hash, key, newValue, next)
        : super.with(entry, newValue);
  }

  /** This entry, without those after it. */
  Chain<K, V> alone() {
    return next == null ? this : new Chain<>(depth, hash, key, value, null);
  }

  private int length() {
    int length = 0;
    for (Chain<K, V> entry = this; entry != null; entry = entry.next) {
      length++;
    }
    return length;
  }

  /** Whether {@code entry} itself, not an equal one, is in this chain. */
  boolean contains(Chain<K, V> entry) {
    Chain<K, V> each = this;
    while (each != null && each != entry) {
      each = each.next;
    }
    return each != null;
  }

  @Override
  Bucket<K, V> minus(Chain<K, V> entry) {
    Chain<K, V> rest = without(entry);
    return rest == null ? new EmptyBucket<>(depth, hash) : rest;
  }

  /** The entries other than {@code entry}; those before it come first, in reverse order. */
  @Nullable Chain<K, V> without(Chain<K, V> entry) {
    Chain<K, V> rest = entry.next;
    for (Chain<K, V> kept = this; kept != entry; kept = kept.after()) {
      rest = new Chain<>(depth, kept.hash, kept.key, kept.value, rest);
    }
    return rest;
  }

  private Chain<K, V> after() {
    if (next == null) {
      throw new IllegalArgumentException("the entry is not of this chain");
    }
    return next;
  }

  @Override
  Chain<K, V> entries() {
    return this;
  }

  @Override
  boolean isCrowded() {
    Chain<K, V> entry = next;
    while (entry != null && entry.hash == hash) {
      entry = entry.next;
    }
    return entry != null;
  }

  // ---- as an entry ----

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public V setValue(V newValue) {
    throw new UnsupportedOperationException("this is an immutable entry of one instant");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && key.equals(entry.getKey())
        && value.equals(entry.getValue());
  }

  @Override
  public int hashCode() {
    return key.hashCode() ^ value.hashCode();
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
