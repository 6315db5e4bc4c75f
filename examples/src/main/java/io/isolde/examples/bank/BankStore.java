package io.isolde.examples.bank;

import io.isolde.store.DurableStore;
import io.isolde.store.Recovery;
import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import io.isolde.store.file.FileOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens the store that holds a bank, or explains why it cannot be opened or used. */
final class BankStore {
  private static final int NOT_KNOWN = -1;
  private static final Set<String> IN_FILES = Set.of("file", "chronicle");
  private static final String READ_ONLY = "readOnly=true";

  private BankStore() {}

  /**
   * Opens the store.
   *
   * @param uri what was given for {@code --store}
   * @return the store, to be closed by the caller
   * @throws BankException when there is no such store, or it cannot be opened
   */
  static Store open(String uri) {
    return open(uri, uri);
  }

  private static Store open(String uri, String shownUri) {
    try {
      return Store.open(uri);
    } catch (IllegalArgumentException e) {
      throw BankException.usage("--store: " + e.getMessage());
    } catch (StoreDamagedException | IllegalStateException e) {
      throw unopened(shownUri, e.getMessage());
    } catch (UncheckedIOException e) {
      throw unopened(shownUri, Texts.reason(Objects.requireNonNull(e.getCause())));
    }
  }

  private static BankException unopened(String uri, @Nullable String reason) {
    return BankException.input("the store " + uri + " cannot be opened: " + reason);
  }

  /**
   * Opens the store for reading: missing files are not created, and existing ones are not changed.
   *
   * @param uri what was given for {@code --store}
   * @return the store, to be closed by the caller
   * @throws BankException when there is no such store, or it cannot be opened
   */
  static Store openToRead(String uri) {
    StoreUri parsed = parse(uri);
    if (!IN_FILES.contains(parsed.scheme())) {
      return open(uri);
    }
    FileOptions options = options(parsed);
    requireFiles(uri, options.directory());
    return open(options.readOnly() ? uri : uri + (uri.contains("?") ? "&" : "?") + READ_ONLY, uri);
  }

  private static StoreUri parse(String uri) {
    try {
      return StoreUri.parse(uri);
    } catch (IllegalArgumentException e) {
      throw BankException.usage("--store: " + e.getMessage());
    }
  }

  private static FileOptions options(StoreUri uri) {
    try {
      return FileOptions.parse(uri);
    } catch (IllegalArgumentException e) {
      throw BankException.usage("--store: " + e.getMessage());
    }
  }

  private static void requireFiles(String uri, Path directory) {
    try {
      if (!Files.isDirectory(directory) || isEmpty(directory)) {
        throw BankException.input("there is no store " + uri);
      }
    } catch (IOException e) {
      throw BankException.input("the store %s cannot be read: %s".formatted(uri, Texts.reason(e)));
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * Runs what has to precede the first order.
   *
   * @throws BankException when the store takes no changes
   */
  static <T> T prepare(Store store, Supplier<T> preparation) {
    try {
      return preparation.get();
    } catch (IllegalStateException e) {
      throw BankException.usage(
          "--store: %s cannot hold the bank: %s".formatted(store.uri(), e.getMessage()));
    }
  }

  /**
   * The failure to report when a store fails after it was opened.
   *
   * @param failure what a transaction threw; if its changes were visible already, the cause tells
   *     more
   */
  static BankException failed(String uri, RuntimeException failure) {
    Throwable reason = failure.getCause() instanceof StoreFailedException cause ? cause : failure;
    return BankException.output(
        "the store %s cannot be written any more: %s. What is in it is whole; the same command goes on from there."
            .formatted(uri, reason.getMessage()));
  }

  /** Prints what a durable store recovered when it was opened. */
  static void printRecovery(Store store, PrintWriter out) {
    if (store instanceof DurableStore durable) {
      print(durable.recovery(), out);
    }
  }

  private static void print(Recovery recovery, PrintWriter out) {
    Summary.printRemark(out, "Recovered", found(recovery));
    if (recovery.tornTail() != null) {
      Summary.printRemark(out, "", "a torn tail was cut off: " + recovery.tornTail());
    }
  }

  private static String found(Recovery recovery) {
    return recovery.checkpointRecords() + recovery.journalRecords() == 0
        ? "nothing, the store is new"
        : "%s of a checkpoint, and %s of the journal"
            .formatted(
                Texts.counted(recovery.checkpointRecords(), "record"),
                Texts.counted(recovery.journalRecords(), "record"));
  }

  /**
   * Makes sure that all amounts in the store have the same minor units.
   *
   * @throws BankException when the store was filled with different ones
   */
  static void requireDecimals(Store store, Amounts amounts) {
    StoreRef<Integer> decimals = decimals(store);
    int found = decimals.updateAndGet(known -> known == NOT_KNOWN ? amounts.decimals() : known);
    if (found != amounts.decimals()) {
      throw BankException.usage(
          "the amounts in the store %s have %s; expected --decimals %d, not %d"
              .formatted(store.uri(), Texts.counted(found, "decimal"), found, amounts.decimals()));
    }
  }

  /**
   * The ledger in a store that was opened for reading.
   *
   * @throws BankException when the bank has never filled it
   */
  static Ledger ledgerToRead(Store store) {
    try {
      return new Ledger(store, OptionalLong.empty(), Duration.ZERO);
    } catch (IllegalStateException e) { // a new name cannot be opened in a read-only store
      throw BankException.input("there is no bank in the store " + store.uri());
    }
  }

  /** The amounts that the store was filled with; with two decimals when it does not say. */
  static Amounts amounts(Store store) {
    int found = knownDecimals(store);
    return new Amounts(found == NOT_KNOWN ? 2 : found);
  }

  private static int knownDecimals(Store store) {
    try {
      return decimals(store).get();
    } catch (IllegalStateException e) { // the bank was killed before it wrote them
      return NOT_KNOWN;
    }
  }

  private static StoreRef<Integer> decimals(Store store) {
    return store.ref("decimals", Integer.class, NOT_KNOWN);
  }
}
