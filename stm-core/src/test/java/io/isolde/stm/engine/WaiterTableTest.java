package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaiterTableTest {
  /** Values that waiters have seen; all differ from 0, which the cells hold. */
  private static final List<Object> SEEN = List.of(1L, 2L, 3L);

  private final Waiter waiter = new Waiter();
  private final WaiterTable table = new WaiterTable();

  /** The entries of each cell, in order of arrival. */
  private final Map<Cell, List<WaiterEntry>> model = new HashMap<>();

  private final Random random = new Random(1);
  private long arrivals;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 500})
  void firstConcerned_afterAnyChanges_isWhoCameFirst(int count) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(LongRef.of(0));
    }
    for (int round = 0; round < 20_000; round++) {
      boolean grows = round % 4_000 < 2_500;
      change(cells.get(random.nextInt(count)), random.nextInt(10) < (grows ? 7 : 3));
      Cell cell = cells.get(random.nextInt(count));
      assertThat(table.firstConcerned(cell)).isSameAs(first(cell));
    }
    cells.forEach(cell -> assertThat(table.firstConcerned(cell)).isSameAs(first(cell)));
  }

  private WaiterEntry first(Cell cell) {
    List<WaiterEntry> waiting = model.getOrDefault(cell, List.of());
    return waiting.isEmpty() ? null : waiting.get(0);
  }

  private void change(Cell cell, boolean enter) {
    if (enter) {
      enter(cell);
    } else if (first(cell) != null) {
      List<WaiterEntry> waiting = model.get(cell);
      leave(waiting.remove(random.nextInt(waiting.size())));
    }
  }

  private void enter(Cell cell) {
    Object seen = SEEN.get(random.nextInt(SEEN.size()));
    WaiterEntry entry = new WaiterEntry(waiter, cell, seen, null);
    entry.arrival = arrivals++;
    table.group(cell, seen).add(entry);
    model.computeIfAbsent(cell, c -> new ArrayList<>()).add(entry);
  }

  private void leave(WaiterEntry entry) {
    WaiterGroup group = entry.group;
    group.remove(entry);
    if (group.first == null) {
      table.remove(group);
    }
  }

  /** Waiters that have seen the value that the cell holds are not concerned. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void firstConcerned_ofWhoHasSeenThePresentValue_isNobody(int others) {
    LongRef ref = LongRef.of(0);
    for (int i = 0; i < others; i++) {
      enter(LongRef.of(0));
    }
    table.group(ref, 0L).add(new WaiterEntry(waiter, ref, 0L, null));
    assertThat(table.firstConcerned(ref)).isNull();
    ref.set(1);
    assertThat(table.firstConcerned(ref)).isNotNull();
  }
}
