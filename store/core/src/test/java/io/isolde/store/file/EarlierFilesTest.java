package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isolde.store.Change;
import io.isolde.store.ChangesLostException;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.spi.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that earlier code wrote, in version 1 of the format, stay readable. That code had other
 * records of the same names:
 *
 * <pre>{@code
 * enum Status {OPEN, FROZEN, CLOSED}
 * record Key(String bank, int number) {}
 * record Account(String owner, int balance, Status status, String note) {}
 * }</pre>
 */
class EarlierFilesTest {
  private static final Path EARLIER = Path.of("src/test/resources/io/isolde/store/file/version1");

  enum Status {
    NEW,
    FROZEN,
    OPEN
  }

  /** Its components are in another order. */
  record Key(int number, String bank) {}

  /** Wider, in another order, without a note, and with a limit and a currency. */
  record Account(Status status, long balance, String owner, long limit, String currency) {}

  private static final Map<Key, Account> EXPECTED =
      Map.of(
          new Key(1, "A"), new Account(Status.OPEN, 150, "Alice", 0, null),
          new Key(2, "A"), new Account(Status.FROZEN, 200, "Bob", 0, null),
          new Key(1, "B"), new Account(Status.OPEN, 300, "Carol", 0, null));

  @TempDir private Path directory;

  @BeforeEach
  void copyFiles() throws IOException {
    try (var files = Files.list(EARLIER)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  private DurableStore open() {
    return FileOptions.of(directory).withSegmentBytes(1024).open();
  }

  private static StoreMap<Key, Account> accounts(Store store) {
    return store.map("accounts", Key.class, Account.class);
  }

  @Test
  void earlierFiles_opened_haveTodaysRecords() {
    try (Store store = open()) {
      assertThat(accounts(store)).isEqualTo(EXPECTED);
      assertThat(store.counter("transfers").get()).isEqualTo(3);
      assertThat(store.ref("bank", String.class, "").get()).isEqualTo("AB");
    }
  }

  @Test
  void earlierKeys_writtenAndRemovedInTodaysForm_areTheSameKeys() {
    try (Store store = open()) {
      accounts(store).remove(new Key(2, "A"));
      accounts(store).put(new Key(1, "A"), new Account(Status.NEW, 7, "Anna", 9, "EUR"));
    }
    try (DurableStore store = open()) {
      store.checkpoint(); // of names that are not open
    }
    try (Store store = open()) {
      assertThat(accounts(store))
          .containsOnlyKeys(new Key(1, "A"), new Key(1, "B"))
          .containsEntry(new Key(1, "A"), new Account(Status.NEW, 7, "Anna", 9, "EUR"));
    }
  }

  /** Their records are of no incarnation that has a name. */
  @Test
  void earlierFiles_resumed_haveTheirCommitsAndThenTodays() throws IOException {
    UUID id = Objects.requireNonNull(Manifest.read(DirectoryStorage.readOnly(directory))).store();
    String beginning = id + "." + "0".repeat(16) + ".";
    List<Backlog.Entry> entries;
    try (FileStore store = (FileStore) open()) {
      accounts(store);
      store.ref("bank", String.class, "");
      store.counter("transfers");
      entries = ResumeTest.read(store, beginning + 1);
      assertThat(entries).isNotEmpty();
      assertThat(entries).allMatch(entry -> entry.position().startsWith(beginning));
      assertThatExceptionOfType(ChangesLostException.class)
          .isThrownBy(() -> ResumeTest.read(store, beginning + 1_000));
      store.counter("transfers").increment();
    }
    try (FileStore store = (FileStore) open()) {
      accounts(store);
      store.ref("bank", String.class, "");
      store.counter("transfers");
      List<Backlog.Entry> again = ResumeTest.read(store, entries.get(0).position());
      assertThat(again)
          .startsWith(entries.subList(1, entries.size()).toArray(Backlog.Entry[]::new));
      Backlog.Entry last = again.get(again.size() - 1);
      assertThat(last.changes()).containsExactly(new Change("transfers", null, 4L));
      assertThat(last.position()).startsWith(id.toString()).doesNotStartWith(beginning);
    }
  }

  @Test
  void earlierFiles_verified_areIntact() {
    assertThat(StoreFiles.verify(directory).entries()).isEqualTo(5);
  }
}
