package io.isolde.store.file;

import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Checkpoint;
import io.isolde.store.journal.Operation;
import io.isolde.store.journal.Operation.Based;
import io.isolde.store.journal.Operation.Define;
import io.isolde.store.journal.Operation.Describe;
import io.isolde.store.journal.Operation.Put;
import io.isolde.store.journal.Operation.Remove;
import io.isolde.store.overlay.BaseFile;
import io.isolde.store.overlay.BasedMap;
import io.isolde.store.overlay.Copy;
import io.isolde.store.overlay.Home;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes all that is in a store into a checkpoint; called in a snapshot. Thread-confined. */
final class Dump {
  private static final int RECORD_BYTES = 1 << 13;
  private static final byte[] NO_KEY = {};

  /** Says what is to be written of the bases of maps. */
  interface Bases {
    /** Forgets what was written so far: all is to be written, perhaps again. */
    default void begin() throws IOException {}

    /** Of a map that is open. */
    Copy copy(BasedMap<?, ?> map) throws IOException;

    /** Of a map that is not. */
    BaseFile copy(Define map, BaseFile base) throws IOException;
  }

  /** The bases as the next checkpoint is to name them. */
  static final class Present implements Bases {
    @Override
    public Copy copy(BasedMap<?, ?> map) {
      return map.copy();
    }

    @Override
    public BaseFile copy(Define map, BaseFile base) {
      return base;
    }
  }

  /** Copies of the bases in another store. */
  record Elsewhere(Home source, Home target, long checkpoint, List<BaseFile> made)
      implements Bases {
    Elsewhere(Home source, Home target, long checkpoint) {
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
    public Copy copy(BasedMap<?, ?> map) throws IOException {
      Copy copy = map.copyTo(target, checkpoint);
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
  private Output record = new Output();

  Dump(Checkpoint checkpoint, Types types, Bases bases) {
    this.checkpoint = checkpoint;
    this.types = types;
    this.bases = bases;
  }

  /** Writes places, and then the classes, some of which the values may just have brought up. */
  void write(Collection<Place> places) throws IOException {
    bases.begin();
    for (Place place : places) {
      add(place.definition());
      write(place);
    }
    for (var description : types.descriptions()) {
      add(new Describe(description));
    }
    flush();
  }

  private void write(Place place) throws IOException {
    Define definition = place.definition();
    BasedMap<?, ?> based = place.basedMap();
    Object opened = place.opened();
    if (based != null) {
      write(definition, bases.copy(based));
    } else if (opened instanceof StoreMap<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        put(definition, types.toBytes(entry.getKey()), entry.getValue());
      }
    } else if (opened instanceof StoreRef<?> ref) {
      put(definition, NO_KEY, ref.get());
    } else if (opened instanceof StoreCounter counter) {
      put(definition, NO_KEY, counter.get());
    } else {
      BaseFile base = place.base();
      if (base != null) {
        add(new Based(definition.id(), bases.copy(definition, base)));
      }
      writeRecovered(definition, place.recovered());
    }
  }

  private void write(Define definition, Copy copy) throws IOException {
    BaseFile base = copy.base();
    if (base != null) {
      add(new Based(definition.id(), base));
    }
    for (Map.Entry<?, ?> entry : copy.rest().entrySet()) {
      byte[] key = types.toBytes(entry.getKey());
      if (Copy.isRemoval(entry.getValue())) {
        add(new Remove(definition.id(), key));
      } else {
        put(definition, key, entry.getValue());
      }
    }
  }

  private void put(Define definition, byte[] key, Object value) throws IOException {
    add(new Put(definition.id(), key, types.toBytes(value)));
  }

  private void writeRecovered(Define definition, Map<Spelling, byte @Nullable []> recovered)
      throws IOException {
    for (Map.Entry<Spelling, byte @Nullable []> entry : recovered.entrySet()) {
      byte[] key = entry.getKey().bytes();
      byte[] value = entry.getValue();
      add(value == null ? new Remove(definition.id(), key) : new Put(definition.id(), key, value));
    }
  }

  private void add(Operation operation) throws IOException {
    operation.writeTo(record);
    if (record.length() >= RECORD_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (record.length() > 0) {
      checkpoint.add(record.toBytes());
      record = new Output();
    }
  }
}
