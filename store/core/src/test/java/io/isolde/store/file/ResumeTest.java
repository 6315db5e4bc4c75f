package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.store.Change;
import io.isolde.store.ChangesLostException;
import io.isolde.store.Commit;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.storage.SimulatedDisk;
import io.isolde.store.spi.Backlog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Change streams that are resumed when the store was closed meanwhile, or has crashed, or does not
 * hold all of its journal. {@code ResumeContract} has what holds in one life of a store.
 */
@Timeout(120)
class ResumeTest {
  private static final FileOptions OPTIONS =
      FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 10);

  private static final int WRITERS = 3;
  private static final int COMMITS = 5_000;

  record Account(String owner, long balance) {}

  private final SimulatedDisk disk = new SimulatedDisk();

  private static FileStore open(SimulatedDisk disk, FileOptions options) throws IOException {
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private FileStore open() throws IOException {
    return open(disk, OPTIONS);
  }

  /** Adds up to {@code last}, and returns the positions of the commits. */
  private static List<String> count(Store store, long last) throws Exception {
    StoreCounter hits = store.counter("hits");
    Commits commits = Commits.of(store.changes(1));
    List<String> positions = new ArrayList<>();
    while (hits.get() < last) {
      hits.increment();
      positions.add(commits.next().position());
    }
    return positions;
  }

  private static void requireHits(Commits commits, long first, long last)
      throws InterruptedException {
    for (long i = first; i <= last; i++) {
      assertThat(commits.nextValue()).isEqualTo(i);
    }
  }

  private static List<String> segments(SimulatedDisk disk) throws IOException {
    return disk.list().stream().filter(name -> name.endsWith(".log")).sorted().toList();
  }

  // ---- another opening ----

  @Test
  void resume_afterAnotherOpening_getsWhatWasCommittedMeanwhile() throws Exception {
    List<String> positions;
    try (Store store = open()) {
      positions = count(store, 100);
    }
    try (Store store = open()) {
      count(store, 200);
    }
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");
      for (int i = 0; i < 100; i += 7) {
        Commits commits = Commits.of(store.changes(1, positions.get(i)));
        requireHits(commits, i + 2, 200);
        assertThat(commits.waiting()).isZero();
      }
      Commits commits = Commits.of(store.changes(1, positions.get(99)));
      requireHits(commits, 101, 200);
      hits.increment();
      requireHits(commits, 201, 201);
    }
  }

  /** The position that a resumed stream has passed on is as good as the first one. */
  @Test
  void resume_again_goesOnBehindTheCommitThatWasResumed() throws Exception {
    String position;
    try (Store store = open()) {
      position = count(store, 60).get(0);
    }
    for (long i = 2; i <= 60; i++) {
      try (Store store = open()) {
        store.counter("hits");
        Commit next = Commits.of(store.changes(1, position)).next();
        assertThat(next.changes()).containsExactly(new Change("hits", null, i));
        position = next.position();
      }
    }
  }

  @Test
  void resume_readOnly_getsWhatThereIsAndCompletes() throws Exception {
    String position;
    try (Store store = open()) {
      position = count(store, 50).get(9);
    }
    Commits commits;
    try (Store store = open(disk, OPTIONS.withReadOnly(true))) {
      store.counter("hits");
      commits = Commits.of(store.changes(1, position));
      requireHits(commits, 11, 50);
    }
    assertThat(commits.rest()).isEmpty();
  }

  @Test
  void resume_nameIsNotOpened_saysWhatToOpenAndCanBeResumedThere() throws Exception {
    Account alice = new Account("Alice", 5);
    String position;
    try (Store store = open()) {
      position = count(store, 1).get(0);
      store.counter("hits").increment();
      store.map("accounts", String.class, Account.class).put("a", alice);
      store.counter("hits").increment();
    }
    try (Store store = open()) {
      store.counter("hits");
      Commits early = Commits.of(store.changes(1, position));
      assertThat(early.error())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("'accounts'", "a map of", "Account");
      assertThat(early.waiting()).isOne();

      store.map("accounts", String.class, Account.class);
      Commits later = Commits.of(store.changes(1, early.next().position()));
      assertThat(later.next().changes()).containsExactly(new Change("accounts", "a", alice));
      requireHits(later, 3, 3);
    }
  }

  // ---- checkpoints ----

  @Test
  void resume_acrossCheckpoints_getsEverything() throws Exception {
    List<String> positions = new ArrayList<>();
    for (long last = 20; last <= 200; last += 20) {
      try (DurableStore store = open()) {
        positions.addAll(count(store, last));
        if (last % 60 == 0) {
          store.checkpoint();
        }
      }
    }
    assertThat(segments(disk)).hasSizeGreaterThan(5);
    try (Store store = open()) {
      store.counter("hits");
      for (int i = 0; i < 200; i += 11) {
        requireHits(Commits.of(store.changes(1, positions.get(i))), i + 2, 200);
      }
    }
  }

  @Test
  void resume_segmentsWereDeleted_isLostUnlessTheyAreNotNeeded() throws Exception {
    List<String> positions;
    try (DurableStore store = open(disk, OPTIONS.withBacklogBytes(0))) {
      positions = count(store, 100);
      store.checkpoint();
      assertThat(segments(disk)).hasSize(1);
      for (int i = 0; i < 50; i += 9) {
        assertThat(Commits.of(store.changes(1, positions.get(i))).error())
            .isInstanceOf(ChangesLostException.class)
            .hasMessageContaining("backlogBytes");
      }
      Commits commits = Commits.of(store.changes(1, positions.get(99)));
      store.counter("hits").increment();
      requireHits(commits, 101, 101);
    }
    try (Store store = open()) {
      store.counter("hits");
      requireHits(Commits.of(store.changes(1, positions.get(99))), 101, 101);
    }
  }

  @Test
  void checkpoint_keepsTheBacklogThatTheOptionSays() throws Exception {
    try (FileStore store = open(disk, OPTIONS.withBacklogBytes(2_500))) {
      List<String> positions = count(store, 200);
      store.checkpoint();
      List<String> segments = segments(disk);
      assertThat(segments).hasSize(4); // three that were full, and the present one
      for (String position : positions) {
        assertThat(isHeld(store, position)).isEqualTo(shouldBeHeld(segments, position));
      }
    }
  }

  private static boolean isHeld(FileStore store, String position) {
    try {
      return !read(store, position).isEmpty() || position.endsWith("." + 201);
    } catch (ChangesLostException e) {
      return false;
    }
  }

  /** Whether the record behind a position is in one of ascending segments, or is to come. */
  static boolean shouldBeHeld(List<String> segments, String position) {
    String first = segments.get(0).replaceAll("journal-|\\.log", "");
    return Long.parseLong(position.replaceAll(".*\\.", "")) + 1 >= Long.parseLong(first, 16);
  }

  /** Reads the commits behind a position on the calling thread. */
  static List<Backlog.Entry> read(FileStore store, String position) {
    List<Backlog.Entry> read = new ArrayList<>();
    try (Backlog backlog = store.backlog(position).get()) {
      backlog.endAt(() -> {});
      for (Backlog.Entry entry = backlog.next(); entry != null; entry = backlog.next()) {
        read.add(entry);
      }
    }
    return read;
  }

  @Test
  void resume_segmentIsDeletedWhileItIsRead_isLostBehindWhatWasRead() throws Exception {
    try (DurableStore store = open(disk, OPTIONS.withBacklogBytes(0))) {
      List<String> positions = count(store, 200);
      Commits commits = Commits.toRequest(store.changes(1, positions.get(0)));
      commits.request(1);
      requireHits(commits, 2, 2);
      store.checkpoint();
      commits.request(Long.MAX_VALUE);
      assertThat(commits.error()).isInstanceOf(ChangesLostException.class);
      requireHits(commits, 3, 2 + commits.waiting());
    }
  }

  @Test
  void resume_besideWritersAndCheckpoints_hasNoGapAndNothingTwice(@TempDir Path directory)
      throws Exception {
    FileOptions options =
        FileOptions.of(directory)
            .withDurability(Durability.NONE)
            .withSegmentBytes(1 << 12)
            .withCheckpointBytes(1 << 13);
    try (Store store = options.open()) {
      String position = count(store, 1).get(0);
      StoreCounter hits = store.counter("hits");
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(Thread.ofPlatform().start(() -> incrementOften(hits)));
      }
      long seen = 1;
      for (int stretch = 1; seen <= WRITERS * COMMITS; stretch = 1 + stretch * 2 % 1_999) {
        Commits commits = Commits.toRequest(store.changes(20, position));
        commits.request(stretch);
        for (int i = 0; i < stretch && seen <= WRITERS * COMMITS; i++) {
          Commit next = commits.next();
          assertThat(next.changes()).containsExactly(new Change("hits", null, ++seen));
          position = next.position();
        }
        commits.cancel();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(hits.get()).isEqualTo(seen);
    }
  }

  private static void incrementOften(StoreCounter hits) {
    for (int i = 0; i < COMMITS; i++) {
      hits.increment();
    }
  }

  // ---- crashes ----

  /** The numbers of what a crash has taken back are given to other commits. */
  @Test
  void resume_behindACommitThatACrashHasTakenBack_isLost() throws Exception {
    List<String> positions;
    SimulatedDisk found;
    try (FileStore store = open()) {
      positions = count(store, 10);
      store.force();
      StoreCounter hits = store.counter("hits");
      Commits commits = Commits.of(store.changes(1));
      for (int i = 0; i < 10; i++) {
        store.transact(Durability.NONE, hits::increment);
        positions.add(commits.next().position());
      }
      found = disk.crashed(new Random(1));
    }
    try (Store store = open(found, OPTIONS)) {
      StoreCounter hits = store.counter("hits");
      assertThat(hits.get()).isEqualTo(10);
      requireLost(store, positions.subList(10, 20));
      List<String> later = count(store, 30);
      requireLost(store, positions.subList(10, 20));
      requireHits(Commits.of(store.changes(1, positions.get(9))), 11, 30);
      requireHits(Commits.of(store.changes(1, later.get(4))), 16, 30);
    }
    try (DurableStore store = open(found, OPTIONS)) {
      store.counter("hits");
      store.checkpoint();
      requireLost(store, positions.subList(10, 20));
      requireHits(Commits.of(store.changes(1, positions.get(4))), 6, 30);
    }
    try (DurableStore store = open(found, OPTIONS)) {
      store.counter("hits");
      requireLost(store, positions.subList(10, 20));
      requireHits(Commits.of(store.changes(1, positions.get(4))), 6, 30);
    }
  }

  private static void requireLost(Store store, List<String> positions) throws Exception {
    for (String position : positions) {
      assertThat(Commits.of(store.changes(1, position)).error())
          .isInstanceOf(ChangesLostException.class)
          .hasMessageContaining("a crash has taken it back");
    }
  }

  /** What a crash could take back is not passed on. */
  @Test
  void resume_commitIsNotOnStableStorage_waitsForThat() throws Exception {
    try (FileStore store = open()) {
      List<String> positions = count(store, 10);
      long forces = store.forces();
      store.transact(Durability.NONE, () -> store.counter("hits").increment());
      assertThat(store.forces()).isEqualTo(forces);

      requireHits(Commits.of(store.changes(1, positions.get(0))), 2, 11);

      assertThat(store.forces()).isGreaterThan(forces);
    }
  }

  // ---- what is no commit ----

  private static Participant veto() {
    return () -> {
      throw new IllegalArgumentException("veto");
    };
  }

  private static void fail(Store store, StoreCounter hits) {
    assertThatThrownBy(
            () ->
                store.transact(
                    () -> {
                      hits.add(1_000);
                      Transaction.current().enlist(veto());
                    }))
        .hasMessage("veto");
  }

  @Test
  void resume_someCommitsWereVetoed_doesNotShowThem() throws Exception {
    String first;
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");
      first = count(store, 1).get(0);
      for (int i = 0; i < 5; i++) {
        fail(store, hits);
        fail(store, hits);
        hits.increment();
        store.ref("new name " + i, String.class, "initial value");
      }
      fail(store, hits);
      Commits commits = Commits.of(store.changes(1, first));
      requireHits(commits, 2, 6);
      assertThat(commits.waiting()).isZero();
    }
  }

  /** The first record of an opening says which one it is, whether or not it counts. */
  @Test
  void resume_firstCommitOfAnOpeningWasVetoed_isPossible() throws Exception {
    try (Store store = open()) {
      count(store, 1);
    }
    List<String> positions;
    try (Store store = open()) {
      fail(store, store.counter("hits"));
      positions = count(store, 5);
    }
    try (Store store = open()) {
      store.counter("hits");
      requireHits(Commits.of(store.changes(1, positions.get(0))), 3, 5);
    }
  }

  // ---- other stores, damage ----

  @Test
  void resume_positionOfAnotherStore_isRefused() throws Exception {
    String position;
    try (Store store = open()) {
      position = count(store, 1).get(0);
    }
    try (Store other = open(new SimulatedDisk(), OPTIONS)) {
      count(other, 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.changes(1, position))
          .withMessageContainingAll(position, "another store");
    }
  }

  @Test
  void resume_inABackup_isRefused() throws Exception {
    SimulatedDisk target = new SimulatedDisk();
    String position;
    try (FileStore store = open()) {
      position = count(store, 1).get(0);
      store.backup(target);
    }
    try (Store backup = open(target, OPTIONS)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backup.changes(1, position))
          .withMessageContaining("another store");
    }
  }

  /** Of a copy of the files, and of the store itself, each goes its own way. */
  @Test
  void resume_inACopyOfTheFiles_isPossibleBehindWhatBothHave() throws Exception {
    List<String> positions;
    try (Store store = open()) {
      positions = count(store, 10);
    }
    SimulatedDisk copy = disk.copy();
    try (Store store = open()) {
      positions.addAll(count(store, 20));
    }
    try (Store store = open(copy, OPTIONS)) {
      count(store, 30);
      requireHits(Commits.of(store.changes(1, positions.get(4))), 6, 30);
      requireLost(store, positions.subList(10, 20));
    }
  }

  @Test
  void resume_keptSegmentIsDamaged_endsWithThatBehindWhatIsIntact() throws Exception {
    List<String> positions;
    try (DurableStore store = open()) {
      positions = count(store, 100);
      store.checkpoint();
    }
    String second = segments(disk).get(1);
    byte[] bytes = disk.bytes(second);
    bytes[100] ^= 1;
    disk.setBytes(second, bytes);
    try (Store store = open()) {
      store.counter("hits");
      Commits commits = Commits.of(store.changes(1, positions.get(0)));
      assertThat(commits.error())
          .isInstanceOfSatisfying(
              StoreDamagedException.class, e -> assertThat(e.file()).isEqualTo(second));
      requireHits(commits, 2, 1 + commits.waiting());
      requireHits(Commits.of(store.changes(1, positions.get(80))), 82, 100);
    }
  }

  @Test
  void resume_valuesOfRecords_areReadWithTheDeclaredClasses() throws Exception {
    String position;
    try (Store store = open()) {
      position = count(store, 1).get(0);
      StoreMap<String, Account> accounts = store.map("accounts", String.class, Account.class);
      accounts.put("a", new Account("Alice", 1));
      accounts.remove("a");
    }
    try (DurableStore store = open()) {
      store.checkpoint();
      store.map("accounts", String.class, Account.class);
      Commits commits = Commits.of(store.changes(1, position));
      assertThat(commits.nextValue()).isEqualTo(new Account("Alice", 1));
      assertThat(commits.next().changes()).containsExactly(new Change("accounts", "a", null));
    }
  }
}
