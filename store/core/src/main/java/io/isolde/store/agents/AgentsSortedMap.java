package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.store.spi.KeyRange;
import io.isolde.store.spi.SortedMapBackend;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a sorted map of an {@code agents:} store. Operations on a range read one key after
 * the other. Thread-safe.
 */
final class AgentsSortedMap<K extends Comparable<? super K>, V> extends AgentsMap<K, V>
    implements SortedMapBackend<K, V> {
  /** The same as in the superclass, with order. */
  private final ConcurrentNavigableMap<K, Agent<Slot>> owners;

  AgentsSortedMap(AgentsStore store, String name) {
    this(store, name, new ConcurrentSkipListMap<>());
  }

  private AgentsSortedMap(
      AgentsStore store, String name, ConcurrentNavigableMap<K, Agent<Slot>> owners) {
    super(store, name, owners);
    this.owners = owners;
  }

  @Override
  public Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    return firstOf(range, false);
  }

  @Override
  public Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    return firstOf(range, true);
  }

  private Map.@Nullable Entry<K, V> firstOf(KeyRange<K> range, boolean descending) {
    return entries(range.subMapOf(owners, descending)).findFirst().orElse(null);
  }

  @Override
  public int size(KeyRange<K> range) {
    return size(range.subMapOf(owners));
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
    return entries(range.subMapOf(owners, descending)).toList().iterator();
  }
}
