package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadSetTest {
  private static List<Cell> cells(int count) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(LongRef.of(0));
    }
    return cells;
  }

  @Test
  void add_withRepeats_keepsEveryCellAndStaysSmall() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<Cell> cells = cells(1 + random.nextInt(200));
      ReadSet reads = new ReadSet();
      Map<Cell, Long> model = new LinkedHashMap<>();
      for (int i = 0; i < 2_000; i++) {
        Cell cell = cells.get(random.nextInt(cells.size()));
        long word = Word.free(cells.indexOf(cell));
        reads.add(cell, word);
        model.put(cell, word);
        assertThat(reads.count()).isLessThanOrEqualTo(Math.max(16, 4 * model.size()));
      }
      assertThat(cells)
          .allSatisfy(
              cell -> {
                long word = Word.free(cells.indexOf(cell));
                assertThat(reads.isStale(cell, word | Word.LOCKED)).isFalse();
                assertThat(reads.isStale(cell, Word.nextEdition(word)))
                    .isEqualTo(model.containsKey(cell));
              });
      reads.removeRepeats();
      assertThat(reads.count()).isEqualTo(model.size());
      int i = 0;
      for (Map.Entry<Cell, Long> entry : model.entrySet()) {
        assertThat(reads.cell(i)).as("seed %d", seed).isSameAs(entry.getKey());
        assertThat(reads.word(i)).isEqualTo(entry.getValue());
        i++;
      }
    }
  }

  @Test
  void clear_forgetsAll() {
    ReadSet reads = new ReadSet();
    List<Cell> cells = cells(20);
    cells.forEach(cell -> reads.add(cell, 0));
    reads.clear();
    assertThat(reads.count()).isZero();
    assertThat(reads.isStale(cells.get(3), Word.free(1))).isFalse();
    reads.removeRepeats();
    assertThat(reads.count()).isZero();
    reads.add(cells.get(5), 4);
    assertThat(reads.cell(0)).isSameAs(cells.get(5));
    assertThat(reads.word(0)).isEqualTo(4);
  }

  @Test
  @SuppressWarnings(
      "ReferenceEquality") // a failure must not print a locked cell, which would wait for it
  void findChanged_findsACellThatIsNewerOrLockedByAnother() {
    ReadSet reads = new ReadSet();
    List<Cell> cells = cells(20);
    cells.forEach(cell -> reads.add(cell, cell.wordAcquire()));
    assertThat(reads.findChanged() == null).isTrue();
    for (Cell cell : cells) {
      long word = cell.wordAcquire();
      assertThat(cell.tryLock(word)).isTrue();
      assertThat(reads.findChanged() == cell).as("locked").isTrue();
      assertThat(reads.findChanged(new WriteSet()) == cell).as("locked by another").isTrue();
      assertThat(reads.findChanged(lockedBySelf(cell, word)) == null)
          .as("locked by itself")
          .isTrue();
      assertThat(reads.findChanged(lockedBySelf(cell, Word.free(7))) == cell)
          .as("locked by itself, but newer")
          .isTrue();
      cell.wordRelease(word);
      assertThat(cell.tryOwn(word)).isTrue();
      assertThat(reads.findChanged() == null).as("owned by the elder").isTrue();
      cell.wordRelease(Word.free(9));
      assertThat(reads.findChanged() == cell).as("newer").isTrue();
      cell.wordRelease(word);
    }
  }

  @Test
  @SuppressWarnings("ReferenceEquality")
  void claim_ofALastRead_expectsTheCellLockedAtCommitAndOnlyThen() {
    ReadSet reads = new ReadSet();
    List<Cell> cells = cells(3);
    cells.forEach(cell -> reads.add(cell, cell.wordAcquire()));
    Cell claimed = cells.get(1);
    long word = claimed.wordAcquire();
    assertThat(reads.claim(claimed)).isEqualTo(word);
    assertThat(reads.word(1)).as("as it was read").isEqualTo(word);
    assertThat(reads.claim(cells.get(0))).as("too long ago").isEqualTo(ReadSet.UNREAD);
    assertThat(reads.findChanged() == null).as("free, in an extension").isTrue();
    assertThat(reads.findChanged(new WriteSet()) == null).as("free, at commit").isTrue();
    assertThat(claimed.tryLock(word)).isTrue();
    assertThat(reads.findChanged() == claimed).as("locked, in an extension").isTrue();
    assertThat(reads.findChanged(new WriteSet()) == null).as("locked, at commit").isTrue();
    reads.unclaim();
    assertThat(reads.findChanged(new WriteSet()) == claimed).as("locked by another").isTrue();
    claimed.wordRelease(word);
  }

  private static WriteSet lockedBySelf(Cell cell, long wordBefore) {
    WriteSet writes = new WriteSet();
    WriteEntry entry = writes.reserve();
    writes.use(entry, cell);
    entry.wordBefore = wordBefore;
    return writes;
  }
}
