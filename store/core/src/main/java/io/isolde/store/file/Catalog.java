package io.isolde.store.file;

import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.Uninterrupted;
import io.isolde.store.spi.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names of a store: opens those that were found, and defines new ones. Thread-safe; one thread
 * at a time opens a name.
 */
final class Catalog {
  /*
   * Idea. Each name has an entry, and each entry has a number, by which the records of the journal
   * refer to it. What was found under a name stays bytes until the name is opened, with the classes
   * of its values. So a program can use a store without knowing all of its classes.
   *
   *   a name that was found   its bytes are decoded, outside the transaction that opens it: an
   *                           opening is not rolled back
   *   a new name              a record by itself, before those of the transactions that use it
   */
  private static final byte[] NO_KEY = {};

  private final FileOptions options;
  private final Storage storage;
  private final Journal journal;
  private final Types types;
  private final ConcurrentHashMap<String, CatalogEntry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  /**
   * Makes a catalogue of the names that were {@code found}; a later one replaces an earlier one.
   */
  Catalog(
      FileOptions options,
      Storage storage,
      Journal journal,
      Types types,
      Collection<CatalogEntry> found) {
    this.options = options;
    this.storage = storage;
    this.journal = journal;
    this.types = types;
    for (CatalogEntry entry : found) {
      entries.put(entry.name(), entry);
      lastId.accumulateAndGet(entry.definition().id(), Math::max);
    }
  }

  /** The entries of all names, including those that are defined later. */
  Collection<CatalogEntry> entries() {
    return entries.values();
  }

  /**
   * The entry of the name with a number.
   *
   * @throws CodecException if there is none
   */
  CatalogEntry entry(int id) {
    return entries.values().stream()
        .filter(entry -> entry.definition().id() == id)
        .findAny()
        .orElseThrow(() -> new CodecException("there is no name " + id, null));
  }

  /** Opens a map: {@code opening} makes it from its entry. */
  <T> T open(String name, Kind kind, Function<CatalogEntry, T> opening) {
    return open(name, kind, null, opening);
  }

  /**
   * Opens a ref or counter: {@code opening} makes it from its entry.
   *
   * @param initial the value that is stored if the name is new
   * @throws IllegalArgumentException if the name was stored as something else
   * @throws IllegalStateException if the name is new and the store is read-only, or if it is a map
   *     that was found, inside a snapshot
   */
  <T> T open(String name, Kind kind, @Nullable Object initial, Function<CatalogEntry, T> opening) {
    CatalogEntry found = entries.get(name);
    return found == null
        ? define(newEntry(name, kind), initial, opening)
        : open(checked(found, kind), opening);
  }

  // ---- names that were found ----

  private CatalogEntry checked(CatalogEntry found, Kind kind) {
    Define definition = found.definition();
    if (!definition.equals(new Define(definition.id(), definition.name(), kind))) {
      throw new IllegalArgumentException(
          "'"
              + definition.name()
              + "' cannot be opened as "
              + kind
              + ": it was stored as "
              + definition.kind());
    }
    return declared(found, kind);
  }

  private <T> T open(CatalogEntry found, Function<CatalogEntry, T> opening) {
    requireNoSnapshot(found);
    return outside(
        () -> {
          T thing = decoded(found, opening);
          found.open(thing);
          return thing;
        });
  }

  private <T> T decoded(CatalogEntry found, Function<CatalogEntry, T> opening) {
    try {
      return opening.apply(found);
    } catch (UnreadableException e) {
      throw e.in(storage, found.definition(), types.plainReader());
    }
  }

  private static void requireNoSnapshot(CatalogEntry found) {
    if (found.isMap() && Stm.inTransaction() && Transaction.current().isReadOnly()) {
      throw new IllegalStateException(
          "'"
              + found.name()
              + "' must be opened before the snapshot: what was stored is read when it is opened");
    }
  }

  /** Runs {@code work} outside any transaction of the calling thread. */
  private static <T> T outside(Supplier<T> work) {
    if (!Stm.inTransaction()) {
      return work.get();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofVirtual().name("isolde opening").start(task);
    return Uninterrupted.get(task);
  }

  // ---- new names ----

  private CatalogEntry newEntry(String name, Kind kind) {
    options.requireWritable();
    journal.requireAccepting();
    return declared(CatalogEntry.ofNew(new Define(lastId.incrementAndGet(), name, kind)), kind);
  }

  /** Defines a new name, which is durable with the next commit. */
  private <T> T define(
      CatalogEntry entry, @Nullable Object initial, Function<CatalogEntry, T> opening) {
    T thing = opening.apply(entry);
    JournalEntry appended = journal.append(record(entry, initial));
    entry.open(thing);
    entries.put(entry.name(), entry);
    appended.markVisible();
    return thing;
  }

  private byte[] record(CatalogEntry entry, @Nullable Object initial) {
    Output record = new Output();
    entry.definition().writeTo(record);
    if (initial != null) {
      Output value = new Output();
      entry.writeValue(types, initial, value);
      new Put(entry.definition().id(), NO_KEY, value.toBytes()).writeTo(record);
    }
    return record.toBytes();
  }

  private CatalogEntry declared(CatalogEntry entry, Kind kind) {
    List<Class<?>> declared = new ArrayList<>(kind.types());
    declared.addAll(options.classes());
    entry.declare(kind.types(), types.reader(declared));
    return entry;
  }
}
