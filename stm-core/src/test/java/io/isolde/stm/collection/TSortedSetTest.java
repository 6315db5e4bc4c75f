package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the sorted set promises beyond the contract of its interface. */
class TSortedSetTest {
  private final TSortedSet<Integer> set = new TSortedSet<>(List.of(5, 1, 3));

  @Test
  void addAll_thatFails_changesNothing() {
    assertThatThrownBy(() -> set.addAll(Arrays.asList(7, null)))
        .isInstanceOf(NullPointerException.class);
    assertThat(set).containsExactly(1, 3, 5);
  }

  @Test
  void views_areLiveAndAdd() {
    NavigableSet<Integer> view = set.descendingSet().tailSet(4, true);
    assertThat(view.add(2)).isTrue();
    assertThat(set).containsExactly(1, 2, 3, 5);
    assertThat(view).containsExactly(3, 2, 1);
    assertThatThrownBy(() -> view.add(5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keySet_ofAMap_addsNothing() {
    TSortedMap<Integer, Integer> map = Sorted.filled(3);
    assertThatThrownBy(() -> map.keySet().add(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().headSet(3).addAll(List.of(1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void removeFirst_ofAnEmptySet_isRefused() {
    assertThat(set.removeFirst()).isEqualTo(1);
    assertThat(set.removeLast()).isEqualTo(5);
    assertThat(set.reversed().removeFirst()).isEqualTo(3);
    assertThatThrownBy(set::removeFirst).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(set::first).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void constructor_ofASortedSet_takesItsOrder() {
    TreeSet<Integer> descending = new TreeSet<>(Comparator.reverseOrder());
    descending.addAll(set);
    assertThat(new TSortedSet<>(descending)).containsExactly(5, 3, 1);
  }

  @Test
  void snapshotOf_afterChanges_isAsItWas() {
    NavigableSet<Integer> before = set.snapshotOf();
    set.remove(3);
    assertThat(before).containsExactly(1, 3, 5);
    assertThatThrownBy(() -> before.remove(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> before.add(9)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void move_betweenTwoSets_isOneTransaction() {
    TSortedSet<Integer> other = new TSortedSet<>();
    atomic(() -> other.add(set.removeFirst()));
    assertThat(set).containsExactly(3, 5);
    assertThat(other).containsExactly(1);
  }
}
