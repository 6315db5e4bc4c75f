package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.store.ChangesLostException;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.SimulatedBases;
import io.isolde.store.file.journal.CarelessReading;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.storage.SimulatedDisk;
import io.isolde.store.spi.Backlog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power failures at every step of a store's life: while it commits, fills segments, makes
 * checkpoints and backups, recovers and closes. Afterwards the store is in the state after some
 * commit, at or after the last acknowledged one; and its change stream can be resumed behind each
 * commit that is there and not behind one that is not, whatever was committed since.
 */
@Timeout(300)
class FileStoreCrashTest {
  private static final long SEED = 20_261_201;
  private static final int IMAGES_PER_STEP = 4;
  private static final int IMAGES_PER_STEP_AT_LENGTH = 30;
  private static final int CRASH_POINTS_MIN = 1_333;
  private static final int CRASH_POINTS_MIN_AT_LENGTH = 10_000;
  private static final int COMMITS = 40;
  private static final int POSITIONS_PER_CRASH = 3;
  private static final int KEYS = 6;
  private static final Account NOBODY = new Account("", 0);
  private static final FileOptions OPTIONS =
      FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 10).withBacklogBytes(1_500);

  /**
   * Silenced, because thousands of recoveries report torn tails; held, because loggers may be
   * collected.
   */
  private static final Logger LOGGER = Logger.getLogger(StoreOpener.class.getPackageName());

  record Account(String owner, long balance) {}

  /** A place in the store: a name, with a key if it names a map. */
  private record Target(String name, Object key) {}

  /** The names that the tests use in a store. */
  private record Names(
      StoreCounter commits,
      StoreRef<Account> last,
      StoreMap<String, Account> accounts,
      StoreMap<Integer, byte[]> blobs,
      StoreSortedMap<Long, String> log) {
    static Names of(Store store) {
      return new Names(
          store.counter("commits"),
          store.ref("last", Account.class, NOBODY),
          store.map("accounts", String.class, Account.class),
          store.map("blobs", Integer.class, byte[].class),
          store.sortedMap("log", Long.class, String.class));
    }

    Map<Target, Object> contents() {
      Map<Target, Object> contents = new HashMap<>();
      contents.put(new Target("commits", ""), commits.get());
      contents.put(new Target("last", ""), last.get());
      accounts.forEach((key, value) -> contents.put(new Target("accounts", key), value));
      blobs.forEach((key, value) -> contents.put(new Target("blobs", key), value.length));
      log.forEach((key, value) -> contents.put(new Target("log", key), value));
      return contents;
    }
  }

  /** One commit: the contents after it, and the actions that bring a store to them. */
  private static final class Change {
    private final Map<Target, Object> state;
    private final List<Consumer<Names>> actions = new ArrayList<>();

    /** Changes a few places at random. */
    Change(Map<Target, Object> before, long number, Random random) {
      state = new HashMap<>(before);
      state.put(new Target("commits", ""), number);
      actions.add(names -> names.commits.increment());
      for (int i = random.nextInt(3); i >= 0; i--) {
        changeSomething(number, random.nextInt(KEYS), random.nextInt(5));
      }
    }

    private void changeSomething(long number, int key, int what) {
      Account account = new Account("owner " + key, number);
      switch (what) {
        case 0 -> {
          state.put(new Target("last", ""), account);
          actions.add(names -> names.last.set(account));
        }
        case 1 -> {
          state.remove(new Target("accounts", "key " + key));
          actions.add(names -> names.accounts.remove("key " + key));
        }
        case 2 -> {
          state.put(new Target("accounts", "key " + key), account);
          actions.add(names -> names.accounts.put("key " + key, account));
        }
        case 3 -> {
          state.put(new Target("blobs", key), (int) number * 9);
          actions.add(names -> names.blobs.put(key, new byte[(int) number * 9]));
        }
        default -> {
          state.put(new Target("log", number), "entry " + key);
          actions.add(names -> names.log.put(number, "entry " + key));
        }
      }
    }
  }

  /** A planted fault: in disks, and in how they are read after a crash. */
  private record Fault(
      boolean hasBases, Consumer<SimulatedDisk> disk, UnaryOperator<SimulatedDisk> reading) {
    static Fault none(boolean hasBases) {
      return new Fault(hasBases, disk -> {}, UnaryOperator.identity());
    }

    static Fault ofDisk(Consumer<SimulatedDisk> disk) {
      return new Fault(false, disk, UnaryOperator.identity());
    }

    /** The same fault, in a store whose maps are over bases. */
    Fault withBases() {
      return new Fault(true, disk, reading);
    }

    FileStore open(SimulatedDisk opened) throws IOException {
      return StoreOpener.open(
          new StoreUri("file", "simulated"), OPTIONS, opened, bases(opened), () -> {});
    }

    @Nullable Bases bases(SimulatedDisk of) {
      return hasBases ? new SimulatedBases(of) : null;
    }
  }

  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  /** The number of a commit. */
  private static Object number(Backlog.Entry commit) {
    return commit.changes().stream()
        .filter(change -> change.name().equals("commits"))
        .findAny()
        .orElseThrow()
        .value();
  }

  /** The owner of a store, who knows what was committed and what was acknowledged. */
  private static final class Life {
    private final Fault fault;

    /** The state after each commit, starting with the empty store. */
    private final List<Map<Target, Object>> states = new ArrayList<>();

    /** The positions of some commits, by their numbers. */
    private final NavigableMap<Integer, String> positions = new TreeMap<>();

    /** The positions of commits that a crash has taken back. */
    private final List<String> lost = new ArrayList<>();

    private int acknowledged;
    private int crashes;

    Life(Fault fault) {
      this.fault = fault;
      states.add(Map.of(new Target("commits", ""), 0L, new Target("last", ""), NOBODY));
    }

    private int lastCommit() {
      return states.size() - 1;
    }

    /** Continues from the last known state until it is done or the power fails. */
    void live(SimulatedDisk disk, Random random) throws Exception {
      try (FileStore store = fault.open(disk)) {
        Names names = Names.of(store);
        Commits published = Commits.of(store.changes(COMMITS));
        for (int i = 0; i < COMMITS; i++) {
          commit(store, names, random);
          positions.put(lastCommit(), published.next().position());
          if (random.nextInt(6) == 0) {
            store.checkpoint();
            acknowledged = lastCommit();
          }
          if (random.nextInt(15) == 0) {
            backUp(store, random);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        assertThat(e).hasStackTraceContaining("no power");
      } catch (StoreFailedException | AfterCommitException e) {
        assertThat(e).rootCause().isInstanceOf(SimulatedDisk.PowerCut.class);
      }
    }

    private void commit(DurableStore store, Names names, Random random) {
      boolean sync = random.nextInt(5) < 2;
      Change change = new Change(states.get(lastCommit()), states.size(), random);
      states.add(change.state);
      store.transact(
          sync ? Durability.SYNC : Durability.NONE,
          () -> change.actions.forEach(action -> action.accept(names)));
      if (sync) {
        acknowledged = lastCommit();
      }
    }

    /**
     * Makes a backup on a disk that may fail: the backup is complete or absent, and the store
     * continues.
     */
    private void backUp(FileStore store, Random random) throws IOException {
      SimulatedDisk target = new SimulatedDisk();
      target.cutAfter(1 + random.nextInt(14));
      try {
        store.backup(target, fault.bases(target));
      } catch (SimulatedDisk.PowerCut e) {
        assertThat(e).hasMessage("no power");
      }
      SimulatedDisk found = target.crashed(random);
      crashes++;
      if (found.list().contains(Manifest.NAME)) {
        try (FileStore backup = fault.open(found)) {
          assertThat(Names.of(backup).contents()).isEqualTo(states.get(lastCommit()));
        }
      }
    }

    /**
     * Opens what a crash has left and compares it with the known states; may leave the store
     * unclosed.
     */
    private void judge(SimulatedDisk disk, Random random) throws Exception {
      crashes++;
      FileStore store = fault.open(disk);
      Map<Target, Object> found = Names.of(store).contents();
      long commits = (long) found.get(new Target("commits", ""));
      assertThat(commits).isBetween((long) acknowledged, (long) lastCommit());
      assertThat(found).isEqualTo(states.get((int) commits));
      judgePositions(disk, store, (int) commits);
      if (random.nextBoolean()) {
        store.close();
      }
      acknowledged = (int) commits;
      states.subList((int) commits + 1, states.size()).clear();
    }

    private void judgePositions(SimulatedDisk disk, FileStore store, int commits)
        throws IOException {
      List<String> segments =
          disk.list().stream().filter(name -> name.endsWith(".log")).sorted().toList();
      for (int commit : some(List.copyOf(positions.keySet()))) {
        String position = positions.get(commit);
        boolean isHeld =
            segments.isEmpty()
                ? commit == commits
                : commit <= commits && ResumeTest.shouldBeHeld(segments, position);
        if (isHeld) {
          assertThat(ResumeTest.read(store, position))
              .extracting(FileStoreCrashTest::number)
              .containsExactlyElementsOf(numbers(commit + 1L, commits));
        } else {
          requireLost(store, position);
        }
      }
      some(lost).forEach(position -> requireLost(store, position));
      Map<Integer, String> takenBack = positions.tailMap(commits, false);
      lost.addAll(takenBack.values());
      takenBack.clear();
    }

    private <T> List<T> some(List<T> all) {
      List<T> some = new ArrayList<>(all);
      Collections.shuffle(some, new Random(SEED + crashes));
      return some.subList(0, Math.min(POSITIONS_PER_CRASH, some.size()));
    }

    private static void requireLost(FileStore store, String position) {
      assertThatExceptionOfType(ChangesLostException.class)
          .isThrownBy(() -> ResumeTest.read(store, position));
    }

    private static List<Long> numbers(long first, long last) {
      return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** Judges what a crash has left, and again after another crash, during recovery or later. */
    void crash(SimulatedDisk disk, Random random) throws Exception {
      Life after = new Life(fault);
      after.states.addAll(1, states.subList(1, states.size()));
      after.acknowledged = acknowledged;
      after.positions.putAll(positions);
      after.lost.addAll(lost);
      SimulatedDisk found = fault.reading.apply(disk.crashed(random));
      SimulatedDisk again = found.copy();
      fault.disk.accept(again);
      after.judge(found, random);
      again.cutAfter(1 + random.nextInt(20));
      after.live(again, random);
      after.judge(fault.reading.apply(again.crashed(random)), random);
      crashes += after.crashes;
    }
  }

  /** Cuts the power at each step; returns the number of crashes. */
  private static int crashEverywhere(Fault fault, int imagesPerStep) throws Exception {
    SimulatedDisk whole = new SimulatedDisk();
    new Life(fault).live(whole, new Random(SEED));
    int crashes = 0;
    for (int cut = 1; cut <= whole.steps(); cut++) {
      SimulatedDisk disk = new SimulatedDisk();
      fault.disk.accept(disk);
      disk.cutAfter(cut);
      Life life = new Life(fault);
      life.live(disk, new Random(SEED));
      for (int image = 0; image < imagesPerStep; image++) {
        life.crash(disk, new Random(SEED + 31L * cut + image));
      }
      crashes += life.crashes;
    }
    return crashes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recovery_afterCrashAtAnyStep_findsAllThatWasAcknowledged(boolean hasBases) throws Exception {
    assertThat(crashEverywhere(Fault.none(hasBases), IMAGES_PER_STEP))
        .isGreaterThan(CRASH_POINTS_MIN);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recovery_afterMoreCrashesAtEachStep_findsAllThatWasAcknowledged(boolean hasBases)
      throws Exception {
    assertThat(crashEverywhere(Fault.none(hasBases), IMAGES_PER_STEP_AT_LENGTH))
        .isGreaterThan(CRASH_POINTS_MIN_AT_LENGTH);
  }

  // ---- planted faults ----

  private static void assertCaught(Fault fault) {
    assertThatThrownBy(() -> crashEverywhere(fault, IMAGES_PER_STEP_AT_LENGTH))
        .isInstanceOfAny(AssertionError.class, StoreDamagedException.class);
  }

  @Test
  void acknowledgementBeforeForce_isCaught() {
    assertCaught(Fault.ofDisk(disk -> disk.lieAboutForce(name -> name.endsWith(".log"))));
  }

  @Test
  void manifestNamedBeforeCheckpointIsForced_isCaught() {
    assertCaught(Fault.ofDisk(disk -> disk.lieAboutForce(name -> name.startsWith("checkpoint"))));
  }

  @Test
  void manifestNamedBeforeItIsForced_isCaught() {
    assertCaught(Fault.ofDisk(disk -> disk.lieAboutForce(name -> name.startsWith("manifest"))));
  }

  @Test
  void segmentNamedBeforeItIsForced_isCaught() {
    assertCaught(
        Fault.ofDisk(
            disk ->
                disk.lieAboutForce(name -> name.startsWith("journal") && name.endsWith(".new"))));
  }

  @Test
  void directoryThatIsNotForced_isCaught() {
    assertCaught(Fault.ofDisk(disk -> disk.lieAboutForce(String::isEmpty)));
  }

  @Tag("long")
  @Test
  void tailThatIsNotCut_isCaught() {
    assertCaught(Fault.ofDisk(SimulatedDisk::ignoreTruncation));
  }

  @Test
  void tailCutTooShort_isCaught() {
    assertCaught(Fault.ofDisk(disk -> disk.cutElsewhere(size -> size - 1)));
  }

  @Test
  void checksumThatNobodyLooksAt_isCaught() {
    assertCaught(new Fault(false, disk -> {}, CarelessReading::withoutChecksums));
  }

  @Tag("long")
  @Test
  void damageBeforeTheTailSkipped_isCaught() {
    assertCaught(new Fault(false, disk -> {}, CarelessReading::skippingDamage));
  }

  @Test
  void manifestNamedBeforeBasesAreForced_isCaught() {
    assertCaught(
        Fault.ofDisk(disk -> disk.lieAboutForce(name -> name.startsWith("base"))).withBases());
  }
}
