package io.isolde.stm.collection.sorted;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sorted array of members, each of which covers the keys from where it begins up to where the
 * next member begins. A search ignores where the first member begins. Immutable, with at least one
 * member.
 */
final class SortedDirectory<K, T> {
  private final @Nullable Object[] begins;
  private final Object[] members;

  private SortedDirectory(@Nullable Object[] begins, Object[] members) {
    this.begins = begins;
    this.members = members;
  }

  static <K, T> SortedDirectory<K, T> of(@Nullable K begin, T member) {
    return new SortedDirectory<>(new @Nullable Object[] {begin}, new Object[] {member});
  }

  /** Makes a directory of several members; {@code begin} says where each begins. */
  static <K, T> SortedDirectory<K, T> of(List<T> members, Function<T, @Nullable K> begin) {
    return new SortedDirectory<>(members.stream().map(begin).toArray(), members.toArray());
  }

  int size() {
    return members.length;
  }

  @SuppressWarnings("unchecked") // only keys are ever put in
  @Nullable K begin(int index) {
    return (K) begins[index];
  }

  @SuppressWarnings("unchecked") // only members are ever put in
  T member(int index) {
    return (T) members[index];
  }

  T last() {
    return member(size() - 1);
  }

  /** The index of the member that covers {@code key}. */
  int indexAt(K key, Comparator<? super K> order) {
    return lastBeginning(key, 0, order);
  }

  /** The index of the member that covers the keys just below {@code key}. */
  int indexBelow(K key, Comparator<? super K> order) {
    return lastBeginning(key, -1, order);
  }

  /**
   * The index of the last member whose begin compares with {@code key} as {@code signMax} or less.
   */
  @SuppressWarnings("unchecked") // only the first can be null, and it is not looked at
  private int lastBeginning(K key, int signMax, Comparator<? super K> order) {
    int from = 0;
    int to = begins.length - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (Integer.signum(order.compare((K) begins[middle], key)) <= signMax) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  // ---- changed copies ----

  /** With {@code member} in place of the one at {@code index}. */
  SortedDirectory<K, T> with(int index, @Nullable K begin, T member) {
    @Nullable Object[] newBegins = begins.clone();
    Object[] newMembers = members.clone();
    newBegins[index] = begin;
    newMembers[index] = member;
    return new SortedDirectory<>(newBegins, newMembers);
  }

  /** With {@code member} before the one at {@code index}. */
  SortedDirectory<K, T> inserted(int index, K begin, T member) {
    return new SortedDirectory<>(
        ArrayCopies.inserted(begins, index, begin), ArrayCopies.inserted(members, index, member));
  }

  SortedDirectory<K, T> removed(int index) {
    return new SortedDirectory<>(
        ArrayCopies.removed(begins, index, index + 1),
        ArrayCopies.removed(members, index, index + 1));
  }

  SortedDirectory<K, T> slice(int from, int to) {
    return new SortedDirectory<>(
        Arrays.copyOfRange(begins, from, to), Arrays.copyOfRange(members, from, to));
  }
}
