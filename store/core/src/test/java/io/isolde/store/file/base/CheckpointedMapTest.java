package io.isolde.store.file.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.Stm;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generations of a map, one after the other. */
class CheckpointedMapTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final BaseDirectory baseDirectory =
      new BaseDirectory(new UUID(1, 2), disk, new SimulatedBases(disk));
  private final Types types = new Types(List.of(), description -> {});

  private final Coding<String, Long> coding =
      new Coding<>("map", String.class, Long.class, types, types.plainReader());

  private CheckpointedMap<String, Long> open(@Nullable BaseFile found) throws IOException {
    return new CheckpointedMap<>(baseDirectory, 1, coding, found, Map.of());
  }

  private void putAndInstall(CheckpointedMap<String, Long> map, long value) throws IOException {
    Stm.atomic(() -> map.entries().put("key", value));
    map.prepare(value);
    map.install();
  }

  /**
   * A transaction may find out which generation serves, pause, and read from it only when the same
   * base serves again, with other entries.
   */
  @Test
  void generation_whoseBaseServesAgain_staysRetired() throws IOException {
    CheckpointedMap<String, Long> map = open(null);
    putAndInstall(map, 1);
    Generation first = map.entries().serving();
    putAndInstall(map, 2);
    putAndInstall(map, 3);
    assertThat(map.entries().serving().file().name()).isEqualTo(first.file().name());
    assertThat(map.entries()).containsExactly(Map.entry("key", 3L));
    assertThat(first.get(types.toBytes("key"))).isSameAs(Generation.RETIRED);
    assertThat(first.lease()).isNull();
    map.close();
  }

  /** Killed processes may have left locks in it. */
  @Test
  void base_thatWasFound_isNotChanged() throws IOException {
    CheckpointedMap<String, Long> map = open(null);
    putAndInstall(map, 1);
    BaseFile file = map.entries().serving().file();
    map.close();
    CheckpointedMap<String, Long> again = open(file);
    Generation found = again.entries().serving();
    Stm.atomic(() -> again.entries().remove("key"));
    again.prepare(2);
    again.install();
    assertThat(again.entries()).isEmpty();
    assertThat(found.hasRoomFor(0)).isFalse();
    assertThat(disk.list()).doesNotContain(file.name());
    again.close();
  }
}
