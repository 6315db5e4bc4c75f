package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Transaction;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreUri;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.file.storage.Ownership;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of a store in files when something fails: each row of the table in the manual. */
class FaultTest {
  private static final Path MANUAL = Path.of("../../docs/durability.md");
  private static final String FULL = "No space left on device";

  @TempDir private Path directory;

  private DurableStore open() {
    return FileOptions.of(directory).withSegmentBytes(1 << 16).open();
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    return open(
        disk, FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 12).withBacklogBytes(0));
  }

  private static FileStore open(SimulatedDisk disk, FileOptions options) throws IOException {
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  /** Each row names the tests that have observed what it says. */
  @Test
  void manual_tableOfFaults_namesTests() throws IOException {
    String page = Files.readString(MANUAL);
    String table = page.substring(page.indexOf("## When something fails"));
    List<String> names =
        Pattern.compile("`(\\w+)\\.(\\w+_\\w+)`")
            .matcher(table)
            .results()
            .map(match -> match.group(1) + ".java void " + match.group(2) + "(")
            .toList();
    assertThat(names).hasSizeGreaterThan(20);
    for (String name : names) {
      String[] parts = name.split(" ", 2);
      assertThat(sources(parts[0])).as(name).contains(parts[1]);
    }
  }

  /** The sources of the tests of that name, for all backends. */
  private static String sources(String name) throws IOException {
    String tests = "src/test/java/io/isolde/store/";
    StringBuilder sources = new StringBuilder();
    for (String folder :
        List.of(
            tests + "file",
            "../testkit/" + tests + "file",
            "../chronicle/" + tests + "chronicle")) {
      Path source = Path.of(folder, name);
      sources.append(Files.exists(source) ? Files.readString(source) : "");
    }
    return sources.toString();
  }

  // ---- the disk ----

  @Test
  void transact_diskFails_refusesCommitsAndGoesOnReading() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    hits.increment();
    disk.failAfter(0, new IOException("No space left on device"));

    assertThatThrownBy(hits::increment)
        .isInstanceOf(AfterCommitException.class)
        .hasCauseInstanceOf(StoreFailedException.class)
        .hasRootCauseMessage("No space left on device");
    disk.powerOn();
    assertThatThrownBy(() -> hits.add(10))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContainingAll("No space left", "close the store and open it again");
    assertThat(hits.get()).isEqualTo(2);
    assertThatThrownBy(store::close).isInstanceOf(StoreFailedException.class);

    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isBetween(1L, 2L);
    }
  }

  @Test
  void transact_diskFailsInTheBackground_refusesLaterCommits() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    FileOptions options =
        FileOptions.of(Path.of("simulated"))
            .withDurability(Durability.ASYNC)
            .withAsync(Duration.ZERO, Long.MAX_VALUE);
    FileStore store = StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
    StoreCounter hits = store.counter("hits");
    disk.failAfter(0, new IOException("No space left on device"));
    hits.increment();
    assertThatThrownBy(store::force).hasRootCauseMessage("No space left on device");

    assertThatThrownBy(hits::increment).isInstanceOf(StoreFailedException.class);
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void transact_forceFails_refusesCommits() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    hits.increment();
    disk.failAfter(1, new IOException("Input/output error")); // the write succeeds

    assertThatThrownBy(hits::increment).hasRootCauseMessage("Input/output error");
    disk.powerOn();
    assertThatThrownBy(hits::increment).isInstanceOf(StoreFailedException.class);
  }

  @Test
  void open_afterForceThatFailed_makesSureOfWhatTheCacheHolds() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    store.counter("hits").increment();
    disk.failForceOf("journal");
    assertThatThrownBy(store.counter("hits")::increment).hasRootCauseMessage("Input/output error");
    assertThatThrownBy(store::close).isInstanceOf(StoreFailedException.class);

    FileStore found = open(disk);
    long hits = found.counter("hits").addAndGet(1);
    for (int seed = 0; seed < 20; seed++) {
      try (FileStore afterPowerCut = open(disk.crashed(new Random(seed)))) {
        assertThat(afterPowerCut.counter("hits").get()).isEqualTo(hits);
      }
    }
  }

  @Test
  void open_hugeSegment_isReadInPieces() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
    }
    try (RandomAccessFile segment =
        new RandomAccessFile(directory.resolve("journal-0000000000000001.log").toFile(), "rw")) {
      segment.setLength(1 << 28);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (DurableStore found = open()) {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 24);
      assertThat(found.counter("hits").get()).isOne();
    }
  }

  @Test
  void open_againAndAgain_goesOnInTheSameSegment() throws IOException {
    for (int i = 1; i <= 20; i++) {
      try (DurableStore store = open()) {
        assertThat(store.counter("hits").addAndGet(1)).isEqualTo(i);
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".log"))).hasSize(1);
    }
  }

  @Test
  void storage_nameThatLeadsOutOfTheDirectory_isRefused() {
    DirectoryStorage storage = DirectoryStorage.readOnly(directory);
    for (String name : List.of("../lock", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "a\0b")) {
      assertThatThrownBy(() -> storage.open(name))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not the name of a file of a store");
    }
  }

  @Test
  void storage_segmentThatExists_isNeverReplaced() throws IOException {
    DirectoryStorage storage = DirectoryStorage.owned(directory, Ownership.CERTAIN);
    Files.writeString(directory.resolve("old"), "old");
    Files.writeString(directory.resolve("new"), "new");
    assertThatThrownBy(() -> storage.publish("new", "old"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(directory.resolve("old")).hasContent("old");
  }

  /** In the hook it may not be durable yet: what comes after a commit runs after its hooks. */
  @Test
  void transact_inAnAfterCommitHook_isDurableWhenTheOuterOneReturns() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter outer = store.counter("outer");
    StoreCounter inner = store.counter("inner");

    store.transact(
        () -> {
          outer.increment();
          Transaction.current().afterCommit(() -> store.transact(inner::increment));
        });

    try (FileStore found = open(disk.crashed(new Random(1)))) {
      assertThat(found.counter("outer").get()).isEqualTo(1);
      assertThat(found.counter("inner").get()).isEqualTo(1);
    }
  }

  @Test
  void transact_shortWrites_areCompleted() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    disk.writeShort(7);
    try (FileStore store = open(disk)) {
      store.counter("hits").add(5);
      store.checkpoint();
      store.counter("hits").add(6);
    }
    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isEqualTo(11);
    }
  }

  @Test
  void checkpoint_diskFails_leavesTheStoreAsItWas() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    store.counter("hits").increment();
    disk.failAfter(1, new IOException("No space left on device"));
    assertThatThrownBy(store::checkpoint).hasRootCauseMessage("No space left on device");
    disk.powerOn();

    store.counter("hits").increment();
    store.checkpoint();
    store.close();
    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isEqualTo(2);
    }
  }

  @Test
  void checkpoint_oldFilesCannotBeDeleted_countsAndTheNextOneDeletesThem() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    commitUntil(hits, () -> segments(disk).size() > 1);
    store.checkpoint();
    commitUntil(hits, () -> segments(disk).size() > 3);
    List<String> outdated = segments(disk).subList(0, 3);
    disk.refuseToDelete(name -> true);
    store.checkpoint();
    assertThat(list(disk)).containsAll(outdated).contains(Checkpoint.name(1), Checkpoint.name(2));
    disk.refuseToDelete(name -> false);
    store.checkpoint();

    assertThat(list(disk)).doesNotContainAnyElementsOf(outdated).contains(Checkpoint.name(3));
    assertThat(list(disk)).doesNotContain(Checkpoint.name(1), Checkpoint.name(2));
    SimulatedDisk found = disk.copy();
    long expected = hits.get();
    try (FileStore again = open(found)) {
      assertThat(again.counter("hits").get()).isEqualTo(expected);
    }
  }

  private static List<String> segments(SimulatedDisk disk) {
    return list(disk).stream().filter(name -> name.endsWith(".log")).toList();
  }

  @Test
  void transact_nextSegmentCannotBePrepared_goesOnAsLongAsThereIsRoom() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    hits.increment();
    disk.refuseToCreate(name -> true);
    commitUntil(hits, () -> used(disk, "journal-0000000000000001.log") > 3_000);
    long acknowledged = hits.get();
    disk.refuseToCreate(name -> name.startsWith("journal-next"));
    commitUntil(hits, () -> hits.get() > 2 * acknowledged);
    store.close();

    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isGreaterThan(2 * acknowledged);
    }
  }

  private static void commitUntil(StoreCounter hits, BooleanSupplier end) {
    while (!end.getAsBoolean()) {
      hits.increment();
    }
  }

  @Test
  void transact_halfASegmentUsed_preparesTheNext() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    StoreCounter hits = store.counter("hits");
    commitUntil(hits, () -> exists(disk, "journal-next.new"));
    assertThat(disk.bytes("journal-next.new")).containsOnly(0).hasSize(1 << 12);
    assertThat(used(disk, "journal-0000000000000001.log")).isLessThan(3_000);
    commitUntil(hits, () -> !exists(disk, "journal-next.new"));
    assertThat(disk.list()).filteredOn(name -> name.endsWith(".log")).hasSize(2);
    commitUntil(hits, () -> exists(disk, "journal-next.new"));
    store.close();
    assertThat(disk.list()).noneMatch(name -> name.endsWith(".new"));
  }

  private static boolean exists(SimulatedDisk disk, String name) {
    return list(disk).contains(name);
  }

  private static List<String> list(SimulatedDisk disk) {
    try {
      return disk.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void backup_diskFails_isNoStoreAndTheStoreGoesOn() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    SimulatedDisk target = new SimulatedDisk();
    try (FileStore store = open(disk)) {
      store.counter("hits").increment();
      target.failAfter(3, new IOException(FULL));
      assertThatThrownBy(() -> store.backup(target)).hasMessage(FULL);
      store.counter("hits").increment();
    }
    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isEqualTo(2);
    }
    target.powerOn();
    assertThatThrownBy(() -> open(target))
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("manifest");
  }

  @Test
  void close_diskFails_saysSoAndLosesNothingAcknowledged() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FileStore store = open(disk);
    store.counter("hits").increment();
    store.transact(Durability.NONE, store.counter("hits")::increment);
    disk.failAfter(0, new IOException(FULL));

    assertThatThrownBy(store::close)
        .isInstanceOf(StoreFailedException.class)
        .hasRootCauseMessage(FULL);

    disk.powerOn();
    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isBetween(1L, 2L);
    }
  }

  // ---- the directory ----

  /** The situation of a user without permission to write. */
  @Test
  void open_filesThatCannotBeWritten_isRefusedAndCanBeRead() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    try (FileStore store = open(disk)) {
      store.counter("hits").increment();
    }
    disk.failAfter(0, new AccessDeniedException("simulated"));

    assertThatThrownBy(() -> open(disk)).isInstanceOf(AccessDeniedException.class);
    FileOptions reading = FileOptions.of(Path.of("simulated")).withReadOnly(true);
    try (FileStore store = open(disk, reading)) {
      assertThat(store.counter("hits").get()).isEqualTo(1);
    }
  }

  /** A ZIP file: read-only for every user. */
  @Test
  void open_fileSystemThatCannotBeWritten_isRefusedAndCanBeRead() throws IOException {
    Path archive = directory.resolve("store.zip");
    Path store = directory.resolve("store");
    try (Store made = FileOptions.of(store).withSegmentBytes(1024).open()) {
      made.counter("hits").increment();
    }
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"));
        var files = Files.list(store)) {
      Path target = Files.createDirectory(zip.getPath("store"));
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("accessMode", "readOnly"))) {
      FileOptions options = FileOptions.of(zip.getPath("store"));
      assertThatThrownBy(options::open)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("store", "cannot be opened", "read-only");
      try (Store found = options.withReadOnly(true).open()) {
        assertThat(found.counter("hits").get()).isEqualTo(1);
      }
    }
  }

  @Test
  void open_directoryThatCannotBeWritten_isRefusedAndCanBeRead() {
    try (Store store = open()) {
      store.counter("hits").increment();
    }
    assertThat(directory.toFile().setWritable(false)).isTrue();
    assertThat(directory.resolve("lock").toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(directory), "the user may write everywhere");
      assertThatThrownBy(this::open)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("lock");
      try (Store store = FileOptions.of(directory).withReadOnly(true).open()) {
        assertThat(store.counter("hits").get()).isEqualTo(1);
      }
    } finally {
      assertThat(directory.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void open_directoryOfSomethingElse_isRefused() throws IOException {
    Files.writeString(directory.resolve("letter.txt"), "Dear Sir");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContainingAll("manifest", "letter.txt");
    assertThat(directory.resolve("letter.txt")).content().isEqualTo("Dear Sir");
  }

  // ---- what is found ----

  @Test
  void open_corruptHeader_isRefusedAndTouchesNothing() throws IOException {
    SimulatedDisk whole = new SimulatedDisk();
    try (FileStore store = open(whole)) {
      store.counter("hits").increment();
      store.checkpoint();
      store.counter("hits").increment();
    }
    assertThat(whole.list()).hasSizeGreaterThan(2);
    for (String name : whole.list()) {
      SimulatedDisk disk = whole.copy();
      byte[] bytes = disk.bytes(name);
      bytes[9]++;
      disk.setBytes(name, bytes);

      assertThatThrownBy(() -> open(disk))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContainingAll(name, "byte 0", "not the header", "restore");
      assertThat(disk.steps()).isZero();
    }
  }

  @Test
  void open_missingCheckpoint_isRefused() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
      store.checkpoint();
    }
    Files.delete(directory.resolve("checkpoint-0000000000000001.data"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContainingAll("checkpoint-0000000000000001.data", "missing");
  }

  @Test
  void open_halfWrittenCheckpoint_isIgnored() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
    }
    Path unfinished = directory.resolve("checkpoint-0000000000000001.data");
    Files.writeString(unfinished, "half");

    try (DurableStore store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(1);
    }
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void open_missingJournal_isRefused() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
    }
    Files.delete(directory.resolve("journal-0000000000000001.log"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("journal-0000000000000001.log");
  }

  @Test
  void open_missingManifest_isRefused() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
    }
    Files.delete(directory.resolve("manifest"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining("manifest");
  }

  @Test
  void open_tornTail_isCutAndReported() throws IOException {
    SimulatedDisk disk = storeWithTornTail();

    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isEqualTo(1);
      assertThat(found.recovery().tornTail()).contains("journal-0000000000000001.log");
      found.counter("hits").increment();
    }
    try (FileStore found = open(disk)) {
      assertThat(found.counter("hits").get()).isEqualTo(2);
      assertThat(found.recovery().tornTail()).isNull();
    }
  }

  /**
   * A store whose journal has one record, followed by the length of another that was never written.
   */
  private static SimulatedDisk storeWithTornTail() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    open(disk).counter("hits").increment();
    String journal = "journal-0000000000000001.log";
    byte[] bytes = disk.bytes(journal);
    bytes[used(disk, journal) / 8 * 8 + 8 + 3] = 100;
    disk.setBytes(journal, bytes);
    return disk.copy();
  }

  /** The number of bytes in a file before the zeros at its end. */
  private static int used(SimulatedDisk disk, String name) {
    byte[] bytes = disk.bytes(name);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  @Test
  void open_powerFailsInEveryStepOfRecovery_isRecoveredByTheNext() throws IOException {
    SimulatedDisk torn = storeWithTornTail();
    SimulatedDisk whole = torn.copy();
    open(whole);
    int steps = whole.steps();
    assertThat(steps).isGreaterThan(3);
    for (int step = 1; step <= steps; step++) {
      SimulatedDisk disk = torn.copy();
      disk.cutAfter(step);
      assertThatThrownBy(() -> open(disk)).isInstanceOf(SimulatedDisk.PowerCut.class);
      try (FileStore found = open(disk.crashed(new Random(step)))) {
        assertThat(found.counter("hits").get()).isEqualTo(1);
      }
    }
  }

  // ---- time ----

  @Test
  void open_filesOfTheFutureInDisorder_isAsEver() throws IOException {
    try (DurableStore store = open()) {
      store.counter("hits").increment();
      store.checkpoint();
      store.counter("hits").increment();
    }
    Instant time = Instant.parse("2400-01-01T00:00:00Z");
    try (var files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        time = time.minus(Duration.ofDays(100_000));
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
    try (DurableStore store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(2);
      assertThat(store.recovery().tornTail()).isNull();
    }
  }

  /** The sources read no clock, so a clock that goes backwards cannot matter. */
  @Test
  void sources_askNoClock() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java/io/isolde/store/file"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file)
            .content()
            .doesNotContain("currentTimeMillis", ".now()", "java.time.Clock", "LastModified");
      }
    }
  }

  @Test
  void transact_interruptedThread_isDurableAndStaysInterrupted() {
    try (Store store = open()) {
      Thread.currentThread().interrupt();
      store.counter("hits").increment();
      assertThat(Thread.interrupted()).isTrue();
      store.counter("hits").increment();
    }
    try (Store store = open()) {
      assertThat(store.counter("hits").get()).isEqualTo(2);
    }
  }
}
