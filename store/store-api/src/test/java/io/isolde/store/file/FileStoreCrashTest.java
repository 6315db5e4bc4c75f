package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.store.Durability;
import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUri;
import io.isolde.store.journal.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The power fails at every step of a store's life: while it commits, makes checkpoints, recovers
 * and closes. Afterwards it holds what was there after some commit, at or after the last
 * acknowledged.
 */
class FileStoreCrashTest {
  private static final long SEED = 20_261_122;
  private static final int IMAGES_PER_STEP = 30;
  private static final int CRASH_POINTS_MIN = 4_000;
  private static final int COMMITS = 14;
  private static final FileOptions OPTIONS =
      FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 10);

  record Account(String owner, long balance) {}

  /** What is in a store, in a form that can be compared. */
  private static Map<String, Object> contents(Store store) {
    Map<String, Object> contents = new HashMap<>();
    contents.put("commits", store.counter("commits").get());
    contents.put("ref", store.ref("ref", Account.class, new Account("", 0)).get());
    contents.put("map", new HashMap<>(map(store)));
    contents.put("sorted", new HashMap<>(store.sortedMap("sorted", Long.class, String.class)));
    return contents;
  }

  private static StoreMap<String, Account> map(Store store) {
    return store.map("map", String.class, Account.class);
  }

  /** The state after each commit, from 0. */
  private final List<Map<String, Object>> states = new ArrayList<>();

  private int acknowledged;

  private static FileStore open(SimulatedDisk disk) throws IOException {
    return FileStore.open(new StoreUri("file", "simulated"), OPTIONS, disk, () -> {});
  }

  /** Goes on from the last known state until it is done or the power fails. */
  private void live(SimulatedDisk disk, Random random) {
    try (Store store = open(disk)) {
      contents(store);
      for (int i = 0; i < COMMITS; i++) {
        commit(store, random);
        if (random.nextInt(5) == 0) {
          ((FileStore) store).checkpoint();
          acknowledged = states.size() - 1;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      assertThat(e).hasStackTraceContaining("no power");
    } catch (StoreFailedException | AfterCommitException e) {
      assertThat(e).rootCause().isInstanceOf(SimulatedDisk.PowerCut.class);
    }
  }

  private void commit(Store store, Random random) {
    boolean sync = random.nextInt(3) > 0;
    String key = "key " + random.nextInt(5);
    long amount = random.nextInt(1000);
    int number = states.size();
    Map<String, Object> next = new HashMap<>(states.get(number - 1));
    Map<Object, Object> map = new HashMap<>((Map<?, ?>) next.get("map"));
    Map<Object, Object> sorted = new HashMap<>((Map<?, ?>) next.get("sorted"));
    if (amount % 4 == 0) {
      map.remove(key);
    } else {
      map.put(key, new Account(key, amount));
    }
    sorted.put(amount % 7, key);
    next.put("map", map);
    next.put("sorted", sorted);
    next.put("commits", (long) number);
    next.put("ref", new Account("last", amount));
    states.add(next);
    store.transact(
        () -> {
          (sync ? Durability.SYNC : Durability.NONE).choose();
          store.counter("commits").increment();
          store.ref("ref", Account.class, new Account("", 0)).set(new Account("last", amount));
          if (amount % 4 == 0) {
            map(store).remove(key);
          } else {
            map(store).put(key, new Account(key, amount));
          }
          store.sortedMap("sorted", Long.class, String.class).put(amount % 7, key);
        });
    if (sync) {
      acknowledged = number;
    }
  }

  /** Opens what a crash has left, and compares; closes it, or lets the power fail again. */
  private void judge(SimulatedDisk disk, Random random) throws IOException {
    FileStore store = open(disk);
    Map<String, Object> found = contents(store);
    long commits = (long) found.get("commits");
    assertThat(commits).isBetween((long) acknowledged, (long) states.size() - 1);
    assertThat(found).isEqualTo(states.get((int) commits));
    if (random.nextBoolean()) {
      store.close();
    }
    acknowledged = (int) commits;
    states.subList((int) commits + 1, states.size()).clear();
  }

  private static Map<String, Object> empty() {
    Map<String, Object> empty = new HashMap<>();
    empty.put("commits", 0L);
    empty.put("ref", new Account("", 0));
    empty.put("map", Map.of());
    empty.put("sorted", Map.of());
    return empty;
  }

  private static FileStoreCrashTest begun() {
    FileStoreCrashTest life = new FileStoreCrashTest();
    life.states.add(empty());
    return life;
  }

  /** Returns the number of crashes. */
  private static int crashEverywhere(Consumer<SimulatedDisk> fault) throws IOException {
    SimulatedDisk whole = new SimulatedDisk();
    begun().live(whole, new Random(SEED));
    int crashes = 0;
    for (int cut = 1; cut <= whole.steps(); cut++) {
      SimulatedDisk disk = new SimulatedDisk();
      fault.accept(disk);
      disk.cutAfter(cut);
      FileStoreCrashTest life = begun();
      life.live(disk, new Random(SEED));
      for (int image = 0; image < IMAGES_PER_STEP; image++) {
        crash(life, disk, new Random(SEED + 31L * cut + image));
        crashes += 2;
      }
    }
    return crashes;
  }

  @Test
  void recovery_afterCrashAtAnyStep_findsAllThatWasAcknowledged() throws IOException {
    assertThat(crashEverywhere(disk -> {})).isGreaterThan(CRASH_POINTS_MIN);
  }

  @Test
  void acknowledgementBeforeForce_isCaught() {
    assertThatThrownBy(() -> crashEverywhere(SimulatedDisk::lieAboutForce))
        .isInstanceOfAny(AssertionError.class, StoreDamagedException.class);
  }

  private static void crash(FileStoreCrashTest life, SimulatedDisk disk, Random random)
      throws IOException {
    FileStoreCrashTest after = new FileStoreCrashTest();
    after.states.addAll(life.states);
    after.acknowledged = life.acknowledged;
    SimulatedDisk found = disk.crashed(random);
    SimulatedDisk again = found.copy();
    after.judge(found, random);
    again.cutAfter(1 + random.nextInt(20));
    after.live(again, random);
    after.judge(again.crashed(random), random);
  }
}
