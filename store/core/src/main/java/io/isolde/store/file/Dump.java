package io.isolde.store.file;

import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.CheckpointedMap;
import io.isolde.store.file.base.MapImage;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.RedoOperation.Based;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Incarnation;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Remove;
import io.isolde.store.file.record.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the contents of a store into a checkpoint. Called in a snapshot. Thread-confined. */
final class Dump {
  private static final int RECORD_BYTES = 1 << 13;

  /** Decides what a checkpoint says of the bases of maps. */
  interface Bases {
    /** Discards what was written so far: everything is about to be written, perhaps again. */
    default void begin() throws IOException {}

    /** The contents of a map that is open. */
    MapImage copy(CheckpointedMap<?, ?> map) throws IOException;

    /** The base of a map that is not open. */
    BaseFile copy(Define map, BaseFile base) throws IOException;
  }

  /** The bases of this store, as its next checkpoint is to name them. */
  static final class Present implements Bases {
    @Override
    public MapImage copy(CheckpointedMap<?, ?> map) {
      return map.copy();
    }

    @Override
    public BaseFile copy(Define map, BaseFile base) {
      return base;
    }
  }

  /** Copies of the bases, in another store. */
  record Elsewhere(BaseDirectory source, BaseDirectory target, long checkpoint, List<BaseFile> made)
      implements Bases {
    Elsewhere(BaseDirectory source, BaseDirectory target, long checkpoint) {
      this(source, target, checkpoint, new ArrayList<>());
    }

    @Override
    public void begin() throws IOException {
      for (BaseFile file : made) {
        target.storage().delete(file.name());
      }
      made.clear();
    }

    @Override
    public MapImage copy(CheckpointedMap<?, ?> map) throws IOException {
      MapImage copy = map.copyTo(target, checkpoint);
      made.add(Objects.requireNonNull(copy.base()));
      return copy;
    }

    @Override
    public BaseFile copy(Define map, BaseFile base) throws IOException {
      BaseFile copy = source.copy(base, target, map.id(), checkpoint);
      made.add(copy);
      return copy;
    }
  }

  private final Checkpoint checkpoint;
  private final Types types;
  private final Bases bases;
  private final Output record = new Output();

  Dump(Checkpoint checkpoint, Types types, Bases bases) {
    this.checkpoint = checkpoint;
    this.types = types;
    this.bases = bases;
  }

  /**
   * Writes the names with their contents, and then the classes, some of which the values may just
   * have added.
   */
  void write(Collection<CatalogEntry> entries, List<Incarnation> incarnations) throws IOException {
    bases.begin();
    for (Incarnation incarnation : incarnations) {
      add(incarnation);
    }
    for (CatalogEntry entry : entries) {
      add(entry.definition());
      write(entry);
    }
    for (var description : types.descriptions()) {
      add(new Describe(description));
    }
    flush();
  }

  private void write(CatalogEntry entry) throws IOException {
    Define definition = entry.definition();
    CheckpointedMap<?, ?> based = entry.checkpointedMap();
    Object opened = entry.opened();
    if (based != null) {
      write(definition, bases.copy(based));
    } else if (opened instanceof StoreMap<?, ?> map) {
      for (Map.Entry<?, ?> mapping : map.entrySet()) {
        put(definition, mapping.getKey(), mapping.getValue());
      }
    } else if (opened instanceof StoreRef<?> ref) {
      put(definition, null, ref.get());
    } else if (opened instanceof StoreCounter counter) {
      put(definition, null, counter.get());
    } else {
      BaseFile base = entry.base();
      if (base != null) {
        add(new Based(definition.id(), bases.copy(definition, base)));
      }
      writeRecovered(definition, entry.recovered());
    }
  }

  private void write(Define definition, MapImage copy) throws IOException {
    BaseFile base = copy.base();
    if (base != null) {
      add(new Based(definition.id(), base));
    }
    for (Map.Entry<?, ?> entry : copy.rest().entrySet()) {
      if (MapImage.isRemoval(entry.getValue())) {
        add(new Remove(definition.id(), types.toBytes(entry.getKey())));
      } else {
        put(definition, entry.getKey(), entry.getValue());
      }
    }
  }

  /** Adds a {@link Put}, without making one: there are as many as the store has entries. */
  private void put(Define definition, @Nullable Object key, Object value) throws IOException {
    record.write(RedoOperation.PUT);
    record.unsigned(definition.id());
    write(key);
    write(value);
    flushIfLong();
  }

  /** Writes a key or a value after its length; a ref and a counter have an empty key. */
  private void write(@Nullable Object keyOrValue) {
    int start = record.beginBytes();
    if (keyOrValue != null) {
      types.write(keyOrValue, record);
    }
    record.endBytes(start);
  }

  private void writeRecovered(Define definition, Map<EncodedKey, byte @Nullable []> recovered)
      throws IOException {
    for (Map.Entry<EncodedKey, byte @Nullable []> entry : recovered.entrySet()) {
      byte[] key = entry.getKey().bytes();
      byte[] value = entry.getValue();
      add(value == null ? new Remove(definition.id(), key) : new Put(definition.id(), key, value));
    }
  }

  private void add(RedoOperation operation) throws IOException {
    operation.writeTo(record);
    flushIfLong();
  }

  private void flushIfLong() throws IOException {
    if (record.length() >= RECORD_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (record.length() > 0) {
      checkpoint.add(record.array(), record.length());
      record.clear();
    }
  }
}
