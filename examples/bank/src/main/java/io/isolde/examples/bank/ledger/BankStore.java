package io.isolde.examples.bank.ledger;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreUnavailableException;
import io.isolde.store.StoreUri;
import io.isolde.store.file.FileOptions;
import java.io.IOException;
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
public final class BankStore {
  private static final Set<String> IN_FILES = Set.of("file", "chronicle");
  private static final String READ_ONLY = "readOnly=true";

  /** The schemes of stores that other processes share, on a server. */
  private static final Set<String> SHARED = Set.of("postgres");

  private BankStore() {}

  /**
   * Opens the store.
   *
   * @param uri what was given for {@code --store}
   * @return the store, to be closed by the caller
   * @throws BankException when there is no such store, or it cannot be opened
   */
  public static Store open(String uri) {
    return open(uri, uri);
  }

  private static Store open(String uri, String shownUri) {
    try {
      return Store.open(uri);
    } catch (IllegalArgumentException e) {
      throw BankException.usage("--store: " + e.getMessage());
    } catch (StoreDamagedException
        | IllegalStateException
        | StoreUnavailableException
        | StoreFailedException e) {
      throw unopened(shownUri, reason(shownUri, e));
    } catch (UncheckedIOException e) {
      throw unopened(shownUri, Texts.reason(Objects.requireNonNull(e.getCause())));
    }
  }

  private static BankException unopened(String uri, @Nullable String reason) {
    return BankException.input("the store " + uri + " cannot be opened: " + reason);
  }

  /** What went wrong, without the name of the store, which the bank says itself. */
  private static String reason(String uri, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf(uri + ": ");
    return end < 0 ? message : message.substring(end + uri.length() + 2);
  }

  /** Whether what is in the store is there again for the next process. */
  public static boolean isKept(Store store) {
    return store instanceof DurableStore || isShared(store);
  }

  private static boolean isShared(Store store) {
    return SHARED.contains(store.uri().scheme());
  }

  /**
   * Opens the store for reading: missing files are not created, and existing ones are not changed.
   *
   * @param uri what was given for {@code --store}
   * @return the store, to be closed by the caller
   * @throws BankException when there is no such store, or it cannot be opened
   */
  public static Store openToRead(String uri) {
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
   * @throws BankException when the store takes no changes, or holds something else
   */
  public static <T> T prepare(Store store, Supplier<T> preparation) {
    try {
      return preparation.get();
    } catch (IllegalStateException e) {
      throw BankException.usage(
          "--store: %s cannot hold the bank: %s".formatted(store.uri(), e.getMessage()));
    } catch (IllegalArgumentException e) { // a name that has other types
      throw ofOthers(store, e);
    }
  }

  /**
   * The failure to report when a store fails after it was opened.
   *
   * @param failure what a transaction threw; if its changes were visible already, the cause tells
   *     more
   */
  public static BankException failed(String uri, RuntimeException failure) {
    Throwable reason = failure.getCause() instanceof StoreFailedException cause ? cause : failure;
    return BankException.output(
        "the store %s cannot be written any more: %s. What is in it is whole; the same command goes on from there."
            .formatted(uri, reason(uri, reason)));
  }

  /** The failure to report when a store that was opened for reading cannot be reached. */
  public static BankException unreachable(String uri, StoreUnavailableException failure) {
    return BankException.input(
        "the store %s cannot be read: %s".formatted(uri, reason(uri, failure)));
  }

  /**
   * The ledger in a store that was opened for reading.
   *
   * @throws BankException when the bank has never filled it, or it holds something else
   */
  public static Ledger ledgerToRead(Store store) {
    try {
      if (isShared(store) && StoredDecimals.find(store).isEmpty()) {
        throw noBank(store);
      }
      return new Ledger(store, OptionalLong.empty(), Duration.ZERO);
    } catch (IllegalStateException e) { // a new name cannot be opened in a read-only store
      throw noBank(store);
    } catch (IllegalArgumentException e) { // a name that has other types
      throw ofOthers(store, e);
    }
  }

  private static BankException noBank(Store store) {
    return BankException.input("there is no bank in the store " + store.uri());
  }

  private static BankException ofOthers(Store store, IllegalArgumentException reason) {
    return BankException.input(
        "the store %s holds no bank that this version reads: %s"
            .formatted(store.uri(), reason.getMessage()));
  }
}
