package io.isolde.store.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.Stm;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generations of a map, one after the other. */
class BasedMapTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final Home home = new Home(new UUID(1, 2), disk, new SimulatedBases(disk));
  private final Types types = new Types(List.of(), description -> {});

  private final Coding<String, Long> coding =
      new Coding<>("map", String.class, Long.class, types, types.plainReader());

  private BasedMap<String, Long> open(@Nullable BaseFile found) throws IOException {
    return new BasedMap<>(home, 1, coding, found, Map.of());
  }

  private void putAndInstall(BasedMap<String, Long> map, long value) throws IOException {
    Stm.atomic(() -> map.entries().put("key", value));
    map.prepare(value);
    map.install();
  }

  /**
   * A transaction may stop between finding out which generation serves and reading from it, and go
   * on when the same base serves again, with other entries.
   */
  @Test
  void generation_whoseBaseServesAgain_staysRetired() throws IOException {
    BasedMap<String, Long> map = open(null);
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

  /** Of processes that were killed, locks may be left in it. */
  @Test
  void base_thatWasFound_isNotChanged() throws IOException {
    BasedMap<String, Long> map = open(null);
    putAndInstall(map, 1);
    BaseFile file = map.entries().serving().file();
    map.close();
    BasedMap<String, Long> again = open(file);
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
