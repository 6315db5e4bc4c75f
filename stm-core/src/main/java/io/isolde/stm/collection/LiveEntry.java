package io.isolde.stm.collection;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.util.AbstractMap;

/**
 * An entry as an iterator found it in a {@link TMap}; setting its value puts that into the map.
 * Owner-only.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class LiveEntry<K, V> extends AbstractMap.SimpleEntry<K, V> {
  private static final long serialVersionUID = 1;

  private final transient TMap<K, V> map;

  LiveEntry(TMap<K, V> map, Chain<K, V> entry) {
    super(entry.key, entry.value);
    this.map = map;
  }

  @Override
  public V setValue(V value) {
    map.put(getKey(), value);
    return super.setValue(value);
  }

  private Object writeReplace() {
    return new AbstractMap.SimpleEntry<>(this);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("an entry is read as one of no map");
  }
}
