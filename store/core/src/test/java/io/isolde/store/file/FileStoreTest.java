package io.isolde.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Participant;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store in files promises beyond the contract. */
class FileStoreTest {
  record Account(String owner, long balance) {}

  /** How long to wait for what happens soon. */
  private static final Duration WHILE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private DurableStore open() {
    return FileOptions.of(directory).withSegmentBytes(1 << 16).open();
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    FileOptions options = FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 12);
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private static StoreMap<String, Account> accounts(Store store) {
    return store.map("accounts", String.class, Account.class);
  }

  // ---- comparing ----

  /** A limit that is compared, and not written, may change as long as the answer does not. */
  @Test
  void comparison_ofACounterThatChanges_isNoConflict() throws Exception {
    try (Store store = open()) {
      StoreCounter limit = store.counter("limit");
      StoreCounter used = store.counter("used");
      limit.set(10);

      int attempts =
          store.transact(
              () -> {
                store.check(limit.isAtLeast(5));
                Thread other = Thread.startVirtualThread(() -> limit.set(20));
                other.join();
                used.add(5);
                return Transaction.current().attempt();
              });

      assertThat(attempts).isEqualTo(1);
      assertThat(used.get()).isEqualTo(5);
    }
  }

  // ---- adding ----

  /** The journal has the value that the commit has found under its lock. */
  @Test
  void addition_besideAnother_isNoConflictAndBothAreInTheJournal() throws Exception {
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");

      int attempts =
          store.transact(
              () -> {
                hits.add(5);
                Thread.startVirtualThread(() -> hits.add(100)).join();
                hits.add(1);
                return Transaction.current().attempt();
              });

      assertThat(attempts).isEqualTo(1);
      assertThat(hits.get()).isEqualTo(106);
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(106);
    }
  }

  @Test
  void additions_betweenWritesAndReads_areInTheJournal() {
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");
      StoreCounter misses = store.counter("misses");
      store.transact(
          () -> {
            hits.add(5);
            misses.add(2);
            hits.set(10);
            misses.set(misses.get() + 1);
            hits.add(3);
          });
      store.transact(
          () -> {
            hits.add(Long.MAX_VALUE);
            misses.add(7);
            misses.set(1);
          });
      assertThat(misses.get()).isEqualTo(1);
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(Long.MAX_VALUE + 13);
      assertThat(store.counter("misses").get()).isEqualTo(1);
    }
  }

  @Test
  void addition_inABlockThatIsRolledBack_isNotInTheJournal() {
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");
      store.transact(
          () -> {
            assertThatThrownBy(() -> store.transact(() -> failAfterAdding(store, hits)))
                .hasMessage("planned");
            hits.add(2);
            assertThatThrownBy(() -> store.transact(() -> failAfterAdding(store, hits)))
                .hasMessage("planned");
          });
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(2);
      assertThat(store.counter("misses").get()).isZero();
    }
  }

  private static void failAfterAdding(Store store, StoreCounter hits) throws IOException {
    hits.add(1);
    store.counter("misses").add(1);
    throw new IOException("planned");
  }

  /** A hook at the end of the body, when the record was encoded, adds to other counters as well. */
  @Test
  void addition_inHookBeforeTheCommit_isInTheJournal() {
    try (Store store = open()) {
      StoreCounter hits = store.counter("hits");
      StoreCounter late = store.counter("late");
      store.transact(
          () -> {
            hits.add(5);
            Transaction.current()
                .beforeCommit(
                    () -> {
                      hits.add(1);
                      late.add(7);
                    });
          });
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(6);
      assertThat(store.counter("late").get()).isEqualTo(7);
    }
  }

  /** Crashes while four threads add to two counters; checkpoints are taken meanwhile. */
  @RepeatedTest(20)
  void additions_ofManyThreads_areInEachPrefixOfTheJournal(RepetitionInfo repetition)
      throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    SimulatedDisk crashed;
    long before;
    try (FileStore store = open(disk)) {
      StoreCounter hits = store.counter("hits");
      StoreCounter both = store.counter("both");
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  while (!ended.get()) {
                    store.transact(
                        () -> {
                          hits.add(1);
                          both.add(2);
                        });
                  }
                }));
      }
      try {
        long wanted = 20L * repetition.getCurrentRepetition();
        store.transact(TransactionOptions.timeout(WHILE), () -> store.check(hits.get() >= wanted));
        if (repetition.getCurrentRepetition() % 2 == 0) {
          store.checkpoint();
        }
        before = store.snapshot(hits::get);
        store.force();
        crashed = disk.crashed(new Random(repetition.getCurrentRepetition()));
      } finally {
        ended.set(true);
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
    try (FileStore store = open(crashed)) {
      long found = store.counter("hits").get();
      assertThat(found).isGreaterThanOrEqualTo(before);
      assertThat(store.counter("both").get()).isEqualTo(2 * found);
    }
  }

  @Test
  void additions_toCountersInTurn_takeOneValueEach() {
    try (Store store = FileOptions.of(directory).withRecordBytes(1_000).open()) {
      StoreCounter hits = store.counter("hits");
      StoreCounter both = store.counter("both");
      store.transact(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              hits.add(1);
              both.add(2);
            }
          });
      assertThat(hits.get()).isEqualTo(10_000);
    }
  }

  // ---- reopening ----

  @Test
  void reopened_store_hasWhatWasCommitted() {
    try (Store store = open()) {
      accounts(store).put("alice", new Account("Alice", 100));
      store.sortedMap("log", Long.class, String.class).put(7L, "seven");
      store.counter("hits").add(5);
      store.ref("city", String.class, "Oslo").set("Rome");
    }
    try (DurableStore store = open()) {
      assertThat(accounts(store))
          .containsOnly(java.util.Map.entry("alice", new Account("Alice", 100)));
      assertThat(store.sortedMap("log", Long.class, String.class).firstKey()).isEqualTo(7L);
      assertThat(store.counter("hits").get()).isEqualTo(5);
      assertThat(store.ref("city", String.class, "Oslo").get()).isEqualTo("Rome");
      assertThat(store.recovery().tornTail()).isNull();
    }
  }

  @Test
  void reopened_name_asSomethingElse_isRefusedAndSaysBoth() {
    try (Store store = open()) {
      accounts(store);
    }
    try (Store store = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.map("accounts", String.class, Long.class))
          .withMessage(
              "'accounts' cannot be opened as a map of java.lang.String to java.lang.Long: it was"
                  + " stored as a map of java.lang.String to "
                  + Account.class.getName());
      assertThat(accounts(store)).isEmpty();
    }
  }

  @Test
  void reopened_nameThatIsNotOpened_survivesCheckpoints() {
    try (Store store = open()) {
      accounts(store).put("alice", new Account("Alice", 100));
    }
    try (DurableStore store = open()) {
      store.counter("hits").increment();
      store.checkpoint();
    }
    try (DurableStore store = open()) {
      assertThat(store.recovery().checkpointRecords()).isPositive();
      assertThat(store.recovery().journalRecords()).isZero();
      assertThat(accounts(store).get("alice")).isEqualTo(new Account("Alice", 100));
      assertThat(store.counter("hits").get()).isEqualTo(1);
    }
  }

  @Test
  void reopened_nameInsideTransaction_hasItsEntries() {
    try (Store store = open()) {
      accounts(store).put("alice", new Account("Alice", 100));
    }
    try (Store store = open()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> store.snapshot(() -> accounts(store).size()))
          .withMessageContaining("before the snapshot");
      assertThat(store.<Integer, RuntimeException>transact(() -> accounts(store).size()))
          .isEqualTo(1);
    }
  }

  @Test
  void reopened_bothInOneTransactionWithPlainStore_isAtomic() {
    try (Store file = open();
        Store memory = Store.open("stm:")) {
      assertThatThrownBy(
              () ->
                  memory.transact(
                      () -> {
                        file.counter("hits").increment();
                        memory.counter("hits").increment();
                        throw new IOException("planned");
                      }))
          .isInstanceOf(IOException.class);
      memory.transact(() -> file.counter("hits").add(2));
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(2);
    }
  }

  // ---- who may open ----

  @Test
  void open_twiceInOneProcess_isRefused() {
    try (Store store = open()) {
      store.counter("hits").increment();
      assertThatIllegalStateException()
          .isThrownBy(this::open)
          .withMessageContainingAll(directory.toString(), "open already, in this process");
      assertThat(store.counter("hits").get()).isEqualTo(1);
    }
  }

  @Test
  void open_readOnly_readsAndRefusesChanges() throws IOException {
    try (Store store = open()) {
      store.counter("hits").increment();
    }
    List<String> before = files();
    try (Store store = Store.open("file:" + directory + "?readOnly=true")) {
      StoreCounter hits = store.counter("hits");
      assertThat(hits.get()).isEqualTo(1);
      assertThatIllegalStateException()
          .isThrownBy(hits::increment)
          .withMessageContaining("was opened read-only");
      assertThatIllegalStateException().isThrownBy(() -> store.counter("new"));
      assertThat(hits.get()).isEqualTo(1);
    }
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (var found = Files.list(directory)) {
      for (Path file : found.sorted().toList()) {
        files.add(file.getFileName() + " " + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void open_readOnlyWhereThereIsNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileOptions.of(directory).withReadOnly(true).open())
        .withMessageContaining("there is no store");
  }

  @Test
  void open_pathOfAFile_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");

    assertThatThrownBy(() -> FileOptions.of(file).open())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).content().isEqualTo("text");
  }

  @Test
  void open_malformedUri_saysWhatIsExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("file:"))
        .withMessage(
            "malformed store URI 'file:': a directory must follow, as in 'file:data/bank'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("file:" + directory + "?mode=fast"))
        .withMessageContaining("mode must be sync, async or none, but is 'fast'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("file:" + directory + "?speed=1"))
        .withMessageContaining("unknown option 'speed'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.open("file:" + directory + "?segmentBytes=12"))
        .withMessageContaining("segmentBytes must be from 1024");
  }

  // ---- values ----

  @Test
  void transact_valueThatCannotBeStored_failsAndChangesNothing() {
    try (Store store = open()) {
      StoreRef<Object> ref = store.ref("ref", Object.class, "first");
      assertThatThrownBy(
              () ->
                  store.transact(
                      () -> {
                        store.counter("hits").increment();
                        ref.set(new Thread());
                      }))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("'ref'", "java.lang.Thread", "cannot be stored");
      assertThat(ref.get()).isEqualTo("first");
      assertThat(store.counter("hits").get()).isZero();
      ref.set("second");
    }
    try (Store store = open()) {
      assertThat(store.ref("ref", Object.class, "first").get()).isEqualTo("second");
    }
  }

  @Test
  void transact_moreThanARecordMayTake_failsAndChangesNothing() {
    try (Store store = Store.open("file:" + directory + "?recordBytes=100")) {
      StoreRef<String> ref = store.ref("ref", String.class, "short");
      assertThatThrownBy(() -> ref.set("long".repeat(100)))
          .isInstanceOf(CodecException.class)
          .hasMessageContainingAll("recordBytes", "100");
      assertThat(ref.get()).isEqualTo("short");
    }
  }

  @Test
  void transact_recordLargerThanASegment_isStored() {
    String large = "large".repeat(100_000);
    try (Store store = Store.open("file:" + directory + "?segmentBytes=1024")) {
      store.ref("ref", String.class, "").set(large);
      store.counter("hits").increment();
    }
    try (Store store = open()) {
      assertThat(store.ref("ref", String.class, "").get()).isEqualTo(large);
      assertThat(store.counter("hits").get()).isEqualTo(1);
    }
  }

  // ---- transactions ----

  @Test
  void transact_vetoedByALaterParticipant_isNotFoundAgain() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    hits.increment();

    assertThatThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      hits.increment();
                      Transaction.current().enlist(veto());
                    }))
        .hasMessage("veto");

    assertThat(hits.get()).isEqualTo(1);
    try (FileStore found = open(disk.crashed(new java.util.Random(1)))) {
      assertThat(found.counter("hits").get()).isEqualTo(1);
    }
  }

  private static Participant veto() {
    return () -> {
      throw new IllegalArgumentException("veto");
    };
  }

  @Test
  void transact_manyCommitters_shareForces() throws Exception {
    int committers = 32;
    int commits = 20;
    try (FileStore store = (FileStore) open()) {
      StoreMap<Integer, Integer> map = store.map("map", Integer.class, Integer.class);
      CountDownLatch begin = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < committers; i++) {
        int key = i;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  awaitUnchecked(begin);
                  for (int n = 1; n <= commits; n++) {
                    map.put(key, n);
                  }
                }));
      }
      begin.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(store.forces()).isLessThan((long) committers * commits);
    }
    try (Store store = open()) {
      assertThat(store.map("map", Integer.class, Integer.class).values())
          .hasSize(committers)
          .containsOnly(commits);
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void force_afterCommitsThatWereNotForced_forcesOnce() {
    try (FileStore store = (FileStore) open()) {
      store.counter("hits").increment();
      long forces = store.forces();
      store.transact(Durability.NONE, store.counter("hits")::increment);
      assertThat(store.forces()).isEqualTo(forces);
      store.force();
      assertThat(store.forces()).isEqualTo(forces + 1);
    }
  }

  @Test
  void durability_async_keepsItsBoundOfBytes() {
    FileOptions options = FileOptions.of(directory).withDurability(Durability.ASYNC);
    try (FileStore store = (FileStore) options.withAsync(Duration.ofDays(1), 0).open()) {
      store.counter("hits").increment();
      assertThat(store.forces()).isEqualTo(1);
    }
  }

  // ---- checkpoints, backups ----

  @Test
  void checkpoint_byGrowth_cutsTheJournal() throws Exception {
    try (Store store =
        Store.open(
            "file:"
                + directory
                + "?segmentBytes=4096&checkpointBytes=20000&backlogBytes=0&mode=none")) {
      StoreRef<String> ref = store.ref("ref", String.class, "");
      for (int i = 0; i < 1000; i++) {
        ref.set("value " + i);
      }
      ((DurableStore) store).checkpoint();
      try (var found = Files.list(directory)) {
        assertThat(found.filter(file -> file.toString().endsWith(".log"))).hasSizeLessThan(4);
      }
    }
    try (Store store = open()) {
      assertThat(store.ref("ref", String.class, "").get()).isEqualTo("value 999");
    }
  }

  @Test
  void backup_besideTheStore_isAStore() {
    Path copy = directory.resolve("copy");
    try (DurableStore store = FileOptions.of(directory.resolve("original")).open()) {
      accounts(store).put("alice", new Account("Alice", 100));
      store.backup(copy);
      accounts(store).put("alice", new Account("Alice", 0));
      assertThatIllegalArgumentException().isThrownBy(() -> store.backup(copy));
      try (Store backup = Store.open("file:" + copy)) {
        assertThat(accounts(backup).get("alice")).isEqualTo(new Account("Alice", 100));
      }
    }
  }

  @Test
  void checkpoint_insideTransaction_isRefused() {
    try (DurableStore store = open()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> store.transact(store::checkpoint))
          .withMessageContaining("inside a transaction");
    }
  }

  // ---- files ----

  @Test
  void verifyAndInspect_needNoClasses() {
    try (Store store = open()) {
      accounts(store).put("alice", new Account("Alice", 100));
    }
    assertThat(StoreFiles.verify(directory).entries()).isEqualTo(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        StoreFiles.run(
            List.of("inspect", directory.toString()),
            new PrintStream(out, true, UTF_8),
            System.err);
    assertThat(code).isZero();
    assertThat(out.toString(UTF_8))
        .contains(
            "'accounts', a map of java.lang.String to ",
            "alice = Account[owner=Alice, balance=100]")
        .doesNotContain("null");
  }

  @Test
  void verify_damagedFile_saysWhere() throws IOException {
    try (Store store = open()) {
      store.counter("hits").increment();
    }
    Path journal = directory.resolve("journal-0000000000000001.log");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[100]++;
    Files.write(journal, bytes);
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        StoreFiles.run(
            List.of("verify", directory.toString()), System.out, new PrintStream(err, true, UTF_8));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(journal + ", byte 64: record 1 is damaged", "backup");
  }

  @Test
  void open_progress_isTold() {
    try (Store store = Store.open("file:" + directory + "?mode=none")) {
      StoreMap<Integer, String> map = store.map("map", Integer.class, String.class);
      for (int i = 0; i < 30; i++) {
        map.put(i, "x".repeat(100_000));
      }
    }
    List<Long> told = new ArrayList<>();
    FileOptions options =
        FileOptions.of(directory)
            .withProgress(
                (bytes, bytesTotal) -> {
                  assertThat(bytes).isLessThanOrEqualTo(bytesTotal);
                  told.add(bytes);
                });
    options.open().close();

    assertThat(told).isNotEmpty().isSorted();
  }
}
