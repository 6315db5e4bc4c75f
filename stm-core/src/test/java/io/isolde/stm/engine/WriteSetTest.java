package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteSetTest {
  private final WriteSet writes = new WriteSet();
  private @Nullable Savepoint savepoint;
  private int blockCount;
  private Map<LongRef, Long> model = new LinkedHashMap<>();

  private void write(LongRef ref, long value) {
    WriteEntry entry = writes.find(ref);
    if (entry == null) {
      entry = writes.reserve();
      writes.use(entry, ref);
    } else if (savepoint != null) {
      writes.saveForUndo(entry, savepoint);
    }
    entry.set(value);
    model.put(ref, value);
  }

  private void assertLikeModel(List<LongRef> refs, String where) {
    assertThat(writes.count()).as(where).isEqualTo(model.size());
    int i = 0;
    for (Map.Entry<LongRef, Long> entry : model.entrySet()) {
      assertThat(writes.get(i).cell())
          .as("%s: order of first write", where)
          .isSameAs(entry.getKey());
      i++;
    }
    for (LongRef ref : refs) {
      WriteEntry entry = writes.find(ref);
      assertThat(entry == null ? null : entry.bits()).as(where).isEqualTo(model.get(ref));
    }
  }

  private record Block(Savepoint savepoint, Map<LongRef, Long> before) {}

  private Block enter() {
    savepoint = Savepoint.within(savepoint, ++blockCount, writes, null, null);
    return new Block(savepoint, new LinkedHashMap<>(model));
  }

  private void leave(Block block) {
    savepoint = block.savepoint.parent();
  }

  /** Random writes and nested blocks, against a map that is copied at every block. */
  @Test
  void randomBlocks_behaveLikeCopiesOfAMap() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<LongRef> refs = new ArrayList<>();
      int count = 1 + random.nextInt(random.nextBoolean() ? 12 : 150);
      for (int i = 0; i < count; i++) {
        refs.add(LongRef.of(0));
      }
      Deque<Block> blocks = new ArrayDeque<>();
      for (int step = 0; step < 300; step++) {
        String where = "seed %d, step %d".formatted(seed, step);
        switch (random.nextInt(12)) {
          case 0 -> blocks.push(enter());
          case 1 -> {
            if (!blocks.isEmpty()) {
              leave(blocks.pop());
            }
          }
          case 2 -> {
            if (!blocks.isEmpty()) {
              Block block = blocks.pop();
              writes.rollbackTo(block.savepoint);
              leave(block);
              model = block.before;
              assertLikeModel(refs, where);
            }
          }
          default -> write(refs.get(random.nextInt(count)), random.nextLong());
        }
      }
      assertLikeModel(refs, "seed " + seed);
      while (!blocks.isEmpty()) {
        leave(blocks.pop());
      }
      writes.clear();
      model.clear();
      assertLikeModel(refs, "cleared");
    }
  }
}
